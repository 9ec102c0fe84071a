"""A draft tried on one person, by the real engine and the real rules.

Nothing of it is sent and nothing is stored: the stores are read, and the rest is values.
`trying.try_out` does it; `told.Told` is what comes out.
"""
