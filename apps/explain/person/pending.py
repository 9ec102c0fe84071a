"""What is pending for a person and why: candidates that wait, deliveries on their way, what is due.

Each is bounded: a state holds few runs, and of deliveries the latest are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.delivery.models import Delivery
from apps.delivery.status import Status
from apps.engine.luck import derived_id
from apps.engine.outcome import Considered
from apps.engine.values import Enrollment, ProfileState
from apps.explain.conflicts import costs
from apps.explain.why import deliveries
from apps.graph import queries_decisions
from apps.rules.told import sentences, words
from apps.rules.told.telling import Telling

MOST_DELIVERIES, MOST_DUE = 20, 5
UNDER_WAY = (Status.PENDING, Status.CLAIMED, Status.SENDING, Status.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Stop:
    """A gate that stops a candidate, with its numbers in a sentence; `href` leads to its rule."""

    gate: str
    rule: str
    sentence: str
    href: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that wants to go out and waits. `again_at` None: when the window closes.

    `decision` is the latest in which it was considered; "" where it was not yet.
    """

    enrollment: str
    message: str
    decision: str
    stops: tuple[Stop, ...]
    ready_at: datetime
    again_at: datetime | None
    give_up_at: datetime


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A delivery that has not arrived anywhere yet: on its way, being retried, or in doubt."""

    delivery: Delivery
    name: str
    journey_name: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Due:
    """What happens by itself, and when."""

    at: datetime
    sentence: str


def pending(ids: Sequence[str], state: ProfileState | None, telling: Telling) -> dict[str, Pending]:
    """The candidates that wait, by their enrollments."""
    waiting = {_message(e): e for e in (state.enrollments if state else ()) if e.waiting}
    latest = queries_decisions.latest_of(ids, list(waiting)) if waiting else {}
    return {
        run.id: _pending(run, message, latest.get(message), telling)
        for message, run in waiting.items()
    }


def _message(run: Enrollment) -> str:
    return derived_id("message", run.id, run.node, run.visits.get(run.node, 1))


def _pending(
    run: Enrollment, message: str, latest: tuple[str, Considered] | None, telling: Telling
) -> Pending:
    waiting = run.waiting
    assert waiting is not None
    gates = [gate for gate in latest[1].gates if not gate.ok] if latest else []
    return Pending(
        enrollment=run.id,
        message=message,
        decision=latest[0] if latest else "",
        stops=tuple(
            Stop(
                sentences.gate(gate),
                gate.reason.name or gate.reason.rule,
                sentences.gate_answer(gate, telling),
                costs.page(gate.reason.code.value, gate.reason.rule),
            )
            for gate in gates
        ),
        ready_at=waiting.ready_at,
        again_at=waiting.wake_at,
        give_up_at=waiting.give_up_at,
    )


def under_way(ids: Sequence[UUID]) -> list[Delivery]:
    """The latest deliveries that are neither sent nor given up."""
    rows = Delivery.objects.filter(profile_id__in=ids, status__in=UNDER_WAY)
    return list(rows.order_by("-decided_at", "-id")[:MOST_DELIVERIES])


def told(row: Delivery, telling: Telling) -> UnderWay:
    """A delivery in words."""
    return UnderWay(
        delivery=row,
        name=telling.node(row.version_id, row.node).name,
        journey_name=telling.journey(row.journey),
        label=_label(row),
        sentence=_sentence(row, telling),
    )


def _label(row: Delivery) -> str:
    if row.status == Status.IN_DOUBT:
        return "In doubt"
    if row.status == Status.PENDING:
        return "Being retried" if row.attempts else "In the outbox"
    return "Being sent"


def _sentence(row: Delivery, telling: Telling) -> str:
    if row.status == Status.PENDING and row.attempts:
        tries = words.count_of(row.attempts, "attempt")
        return f"{tries} failed; the next one is {telling.moment(row.not_before)}."
    return deliveries.status_sentence(row)


def due(state: ProfileState | None, telling: Telling) -> list[Due]:
    """What falls due next without any event, the earliest first."""
    if state is None:
        return []
    found = [one for run in state.enrollments for one in _of_run(run, telling)]
    if state.window_closes_at:
        said = "Messages that are ready compete with each other, and the best one goes out."
        found.append(Due(state.window_closes_at, said))
    for one in state.watched:
        version = telling.versions.get(one.version)
        name = telling.journey(version.journey) if version else "a journey"
        found.append(Due(one.until, f"The window of the goal of {name} closes."))
    if state.stages_due_at:
        found.append(Due(state.stages_due_at, "The stages are looked at again."))
    return sorted(found, key=lambda one: one.at)[:MOST_DUE]


def _of_run(run: Enrollment, telling: Telling) -> list[Due]:
    node, journey = telling.node(run.version, run.node).name, telling.journey(run.journey)
    found = []
    if run.waiting and run.waiting.wake_at:
        last = run.waiting.wake_at == run.waiting.give_up_at
        asked = "is asked for the last time" if last else "is asked again"
        found.append(Due(run.waiting.wake_at, f"“{node}” of {journey} {asked}."))
    elif run.until:
        found.append(Due(run.until, f"“{node}” of {journey} is over."))
    if run.leave_by:
        found.append(Due(run.leave_by, f"The longest stay in {journey} ends."))
    return found
