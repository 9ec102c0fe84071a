"""Who somebody is and where they stand."""
