"""Moving people to another version of their journey, by an explicit map of nodes.

It comes as an event of Throughline's own, so that it takes its turn among the person's events and
is applied exactly once: `Enrollments Moved`, with `journey`, `from` and `to` (versions) and
`nodes`, which maps nodes of the one version to nodes of the other, or to "" for leaving. Who
stands at a node that the map doesn't name stays on the version they entered.

Where the journey is paused or ended and everybody is let go, it has `journey`, `let_go` (paused or
ended) and `until` instead: the runs that had begun by then end, whatever version they are on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.engine import walk
from apps.engine.reasons import Code, Reason
from apps.engine.run import Run
from apps.engine.values import Event

ENROLLMENTS_MOVED = "Enrollments Moved"
# No node's key: whoever stands at a node that the map doesn't name.
STAY = "\x00"


def learn(run: Run, event: Event) -> None:
    """Carry out a move, where the event is one."""
    if event.type != "status" or event.name != ENROLLMENTS_MOVED:
        return
    told = event.properties
    if told.get("let_go"):
        _let_go(run, told)
        return
    nodes = told.get("nodes")
    target = run.book.journeys.get(str(told.get("to")))
    if target is None or not isinstance(nodes, Mapping):
        return
    for enrollment in run.state.enrollments:
        if (enrollment.journey, enrollment.version) == (target.key, told.get("from")):
            node = str(nodes.get(enrollment.node, STAY))
            if node == "":
                numbers = {"version": target.version}
                walk.end(run, enrollment, Reason(Code.MOVED_OUT, target.key, target.name, numbers))
            elif node in target.nodes:
                walk.move(run, enrollment, target, node)


def _let_go(run: Run, told: Mapping[str, Any]) -> None:
    until = datetime.fromisoformat(str(told["until"]))
    for enrollment in run.state.enrollments:
        if enrollment.journey == told.get("journey") and enrollment.entered_at <= until:
            name = run.book.journeys[enrollment.version].name
            numbers = {"status": told["let_go"]}
            walk.end(run, enrollment, Reason(Code.LET_GO, enrollment.journey, name, numbers))
