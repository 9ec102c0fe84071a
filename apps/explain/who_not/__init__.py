"""Who did not get a message of a journey, by reason."""
