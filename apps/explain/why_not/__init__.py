"""Why not: what kept a message from somebody, as of any moment."""
