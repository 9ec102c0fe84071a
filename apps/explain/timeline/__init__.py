"""A person's life as one list."""
