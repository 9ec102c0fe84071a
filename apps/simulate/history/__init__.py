"""The last days of events once more, under a book that may hold drafts: what would have met whom.

Nothing of it is sent or stored as a decision. `analyse.history_of` does it; `numbers.History` is
what comes out.
"""
