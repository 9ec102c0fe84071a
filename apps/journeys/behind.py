"""The people behind a node's numbers, as its page lists them: which kinds there are, and who."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.graph import queries_live_people
from apps.graph.listing import Listing
from apps.graph.queries_live import NodeNumbers, Span
from apps.people import queries as people
from apps.people import queries_sets
from apps.people.labels import labels

# A search looks at the runs of so many people at most.
MOST_FOUND = 50
NOW = "now"
# What a node of each type may have besides those here now and those who left.
KINDS = {
    "now": "Here now",
    "entered": "Entered",
    "passed": "Passed",
    "sent": "Sent",
    "held_out": "Held out",
    "stopped": "Stopped",
    "goals": "Reached this goal",
    "exits": "Took this exit",
    "left": "Left here",
}
HINTS = {
    "now": "Runs that stand at this node at this moment.",
    "waiting": "Runs that stand here now, by what their message was last told.",
    "entered": "Runs of this version that began in the period.",
    "passed": "Passages in the period: a run that comes by twice counts twice.",
    "port": "Passages in the period that left this way: a run that comes by twice counts twice.",
    "sent": "Messages of this node that went out in the period.",
    "held_out": "Messages that held-out people would have got in the period.",
    "stopped": "Messages that were not sent when they were asked. Some of them went out later.",
    "goals": "Runs that reached this goal in the period, from wherever they stood, or after they "
    "had left.",
    "exits": "Runs that this exit ended in the period, wherever they stood.",
    "left": "Runs that ended in the period while they stood here.",
}


@dataclass(frozen=True, slots=True)
class Tab:
    what: str
    label: str
    count: int
    current: bool


def listing(version: str, node: str, what: str, span: Span, search: str = "") -> Listing | None:
    """Those whom `what` counts; of those, the ones that the search finds. None: no such kind."""
    among = _found(search) if search else None
    try:
        return queries_live_people.people(version, node, what, span, among)
    except KeyError:
        return None


def tabs(type: str, numbers: NodeNumbers, stopped: int, entered: int, what: str) -> list[Tab]:
    """The kinds that a node of this type has, with their numbers."""
    counts = {
        "now": numbers.now,
        "passed": numbers.passed,
        "left": sum(numbers.left.values()),
    }
    if type == "message":
        counts |= {"sent": numbers.sent, "held_out": numbers.held_out, "stopped": stopped}
    if type == "entry":
        counts["entered"] = entered
    if type == "goal":
        counts["goals"] = numbers.goals
    if type == "exit":
        counts["exits"] = numbers.exits
    if type in ("goal", "exit"):
        del counts["passed"]
    current = kind_of(what)
    return [
        Tab(kind, label, counts[kind], kind == current)
        for kind, label in KINDS.items()
        if kind in counts
    ]


def kind_of(what: str) -> str:
    """The tab to which a part of it belongs: “passed” for “port:yes”."""
    kind = what.partition(":")[0]
    return {"waiting": "now", "port": "passed"}.get(kind, kind)


def hint(what: str) -> str:
    """What exactly is counted."""
    return HINTS.get(what.partition(":")[0], "")


def named(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what the people are called by now."""
    ids = {row["profile"] for row in rows}
    now = queries_sets.survivors(ids)
    called = labels({now.get(id, id) for id in ids})
    return [
        dict(row)
        | {
            "person": now.get(row["profile"], row["profile"]),
            "label": called.get(now.get(row["profile"], row["profile"]))
            or f"Visitor {row['profile'][:8]}",
        }
        for row in rows
    ]


def _found(search: str) -> list[str]:
    """The profiles of the people that the search finds, those merged into them with them."""
    hits: list[UUID] = [one.id for one in people.search(search, size=MOST_FOUND)[:MOST_FOUND]]
    return [str(id) for hit in hits for id in people.all_of(hit)]
