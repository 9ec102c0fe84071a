"""The graph around a person, as a picture to walk through."""
