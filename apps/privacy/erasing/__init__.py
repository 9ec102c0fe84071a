"""Erases one person, step by step. Each step may be repeated from its beginning at any time."""
