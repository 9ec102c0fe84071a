"""Exports everything held about one person, as JSON: section by section, never whole in memory."""
