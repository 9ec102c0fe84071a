"""Why somebody did not get a message: the reasoning, as pure values.

`facts` is what has to be known, `reason` finds the cause in it, `saying` puts it into words. Who
fills the facts, the stores or a test's small world, makes no difference here.
"""
