"""Finds nodes of journeys by what they are called."""

from apps.graph import store


def nodes(text: str, *, limit: int) -> list[tuple[str, str]]:
    """The (journey, node) keys of the nodes whose name contains this text, in small letters."""
    rows = store.read(_NODES, text=text, limit=limit)
    return [(row["journey"], row["node"]) for row in rows]


_NODES = """
MATCH (n:Node) WHERE toLower(n.name) CONTAINS $text
RETURN DISTINCT n.journey AS journey, n.key AS node ORDER BY journey, node LIMIT $limit
"""
