"""Merges: looked at, found right, undone."""
