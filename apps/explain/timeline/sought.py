"""What a search in a timeline looks for: a text, and the journeys and nodes of that name."""

from dataclasses import dataclass

from apps.graph import queries_named
from apps.graph.about import place
from apps.journeys import queries as journeys

MOST = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """`text` "": nothing is looked for. `nodes` are (journey, node) by their keys."""

    text: str = ""
    journeys: tuple[str, ...] = ()
    nodes: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> list[str]:
        """As the edges to decisions name them."""
        return [*(place(key) for key in self.journeys), *(place(*node) for node in self.nodes)]


def sought(text: str) -> Sought:
    """The text with what is called so; an empty one looks nothing up."""
    text = text.strip()
    if not text:
        return Sought()
    low = text.lower()
    called = [key for key, name in journeys.names().items() if low in name.lower()][:MOST]
    return Sought(text, tuple(called), tuple(queries_named.nodes(low, limit=MOST)))
