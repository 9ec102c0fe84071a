"""Retention: what is kept how long, and deletes what is older, in portions."""
