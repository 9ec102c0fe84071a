"""Conflicts as they happened, and what each rule cost."""
