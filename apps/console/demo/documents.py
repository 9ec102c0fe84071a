"""The parts of which the demonstration's journeys are written down."""

from typing import Any

Node = dict[str, Any]
Edge = dict[str, str]


def node(key: str, type: str, name: str, /, **settings: Any) -> Node:
    return {"key": key, "type": type, "name": name, "settings": settings}


def email(key: str, name: str, template: str, /, *, days: float = 2, **more: Any) -> Node:
    """An e-mail that waits at most so many days where it is stopped.

    With half a day more, what became ready at night is not given up at night: the reason then is
    what has really been in its way.
    """
    settings = {"channel": "email", "template": template, "at_most": {"days": days}} | more
    return node(key, "message", name, **settings)


def edges(*ways: str) -> list[Edge]:
    """Each way is "from to" or "from:port to"."""
    found = []
    for way in ways:
        start, end = way.split()
        key, _, port = start.partition(":")
        found.append({"from": key, "port": port or "next", "to": end})
    return found
