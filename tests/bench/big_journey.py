"""A journey as large as anybody would draw, and where its nodes stand on the canvas."""

from typing import Any

from tests.scenario import node

ACROSS, DOWN, STEP = 300, 200, 30


def document(count: int = 300) -> dict[str, Any]:
    """So many nodes: a trunk of splits, each with a branch of a wait, messages and an end."""
    nodes: list[dict[str, Any]] = [node("in", "entry", event="Trial Started")]
    edges: list[dict[str, str]] = []
    places: dict[str, list[int]] = {"in": [0, 0]}
    before = ("in", "next")
    branch = 0
    while len(nodes) + len(BRANCH) < count:
        for depth, (kind, port, settings) in enumerate(BRANCH):
            key = f"{kind}-{branch}"
            nodes.append(node(key, kind, **settings))
            places[key] = [depth * ACROSS, (branch + 1) * DOWN + depth * STEP]
            edges.append({"from": before[0], "port": before[1], "to": key})
            before = (key, port)
        before = (f"{BRANCH[0][0]}-{branch}", "else")
        branch += 1
    for number in range(count - len(nodes)):
        key = f"last-{number}"
        nodes.append(node(key, "message", template="hello"))
        places[key] = [0, (branch + 1 + number) * DOWN]
        edges.append({"from": before[0], "port": before[1], "to": key})
        before = (key, "next")
    return {"nodes": nodes, "edges": edges, "layout": {"positions": places}}


PRO = {"trait": "plan", "op": "eq", "value": "pro"}
# What hangs from the trunk: type, the port that goes on, settings.
BRANCH: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("condition_split", "yes", {"branches": [{"port": "yes", "when": PRO}]}),
    ("message", "next", {"template": "hello"}),
    ("delay", "next", {"duration": {"days": 3}}),
    ("wait_for_event", "event", {"event": "Order Completed", "at_most": {"days": 5}}),
    ("update_trait", "next", {"trait": "seen", "value": True}),
    ("exit", "", {}),
)
