"""Every measure by its name, which is also its file's, in the order they run.

Those on a whole running installation come first; `decide` and what follows run the flow in here.
"""

from collections.abc import Callable
from importlib import import_module

from tests.bench.figures import Result
from tests.bench.installation import Bench

# The name, and whether the choice of the graph changes what is found.
MEASURES = {
    "intake": False,
    "latency": True,
    "burst": True,
    "lateness": False,
    "memory": True,
    "editor": False,
    "decide": True,
    "matching_journeys": False,
    "live_journeys": False,
    "history": False,
    "people": False,
    "person": True,
    "rules": False,
    "conflicts": False,
}


def measure(name: str) -> Callable[[Bench], Result]:
    """The measure of this name. Its module reads the settings: only once they are there."""
    found: Callable[[Bench], Result] = import_module(f"tests.bench.measures.{name}").measure
    return found
