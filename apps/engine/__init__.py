"""The pure core: what should happen to one person next, and why.

Standard library only; no I/O, no clock, no randomness. `now` is an argument, luck is a hash.
The one function that everybody calls is `advance.advance`; it runs live, in the replay of a
stored decision and in tests alike.
"""
