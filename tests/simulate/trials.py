"""Trials in tests: what was tried, and the same told by what the stores say really happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from apps.graph import codec, store
from apps.simulate.trial.asked import LONGEST, Asked, Coming, MadeUp, Real
from apps.simulate.trial.step import Step
from apps.simulate.trial.trying import Told, try_out
from tests.explain.worlds import person
from tests.scenario import at, run_until, tell, track

VERDICTS = ("sent", "held_out", "waits", "skipped", "stopped")
Happening = tuple[str, datetime, Mapping[str, Any]]


def coming(events: Sequence[Happening]) -> tuple[Coming, ...]:
    return tuple(Coming(name, when, properties) for name, when, properties in events)


def tried(
    document: Mapping[str, Any],
    events: Sequence[Happening] = (),
    *,
    who: Real | MadeUp | None = None,
    key: str = "trial",
    begin: datetime | None = None,
    until: datetime | None = None,
    **more: Any,
) -> Told:
    """A trial of the document; by default on Ann, an hour after the start of the world."""
    begin = begin or at(1)
    asked = Asked(
        key=key,
        name=key.title(),
        document=document,
        person=who or Real(id=person()),
        at=begin,
        until=until or begin + LONGEST,
        events=coming(events),
        **more,
    )
    return try_out(asked)


def kinds(told: Told) -> list[str]:
    return [step.kind for step in told.steps if not step.quiet]


def of_kind(told: Told, kind: str) -> list[Step]:
    return [step for step in told.steps if step.kind == kind]


def decided(told: Told) -> list[tuple[Any, ...]]:
    """Each decision about the draft's messages: when, where, what and why, with all gates."""
    return [
        (
            step.at,
            step.node,
            {"stopped": "left"}.get(step.kind, step.kind),
            step.reason.code if step.reason else "",
            dict(step.reason.numbers) if step.reason else {},
            tuple((gate.gate, gate.ok, gate.reason.code, gate.retry_at) for gate in step.gates),
        )
        for step in told.steps
        if step.gates
    ]


def happen(events: Sequence[Happening], until: datetime, user: str = "ann") -> None:
    """These events, really; and everything until then."""
    tell(*(track(user, name, when, **properties) for name, when, properties in events))
    run_until(until)


def decided_really(key: str = "trial") -> list[tuple[Any, ...]]:
    rows = store.read("MATCH (d:Decision) RETURN d.content AS content ORDER BY d.at, d.uid")
    found = [codec.decision(row["content"]) for row in rows]
    found.sort(key=lambda made: made.at)
    return [
        (
            made.at,
            one.node,
            one.verdict.value,
            one.reason.code.value,
            _through_json(one.reason.numbers),
            tuple((a.gate, a.ok, a.reason.code.value, a.retry_at) for a in one.gates),
        )
        for made in found
        for one in made.considered
        if one.journey == key
    ]


def path_really(key: str = "trial") -> list[tuple[str, str]]:
    rows = store.read(
        "MATCH (e:Enrollment {journey: $key})-[v:VISITED]->(n:Node)"
        " RETURN e.entered_at AS entered, e.uid AS run, v.seq AS seq, n.key AS node, v.port AS port"
        " ORDER BY v.left_at, run, seq",
        key=key,
    )
    return [(row["node"], row["port"]) for row in rows]


def left_really(key: str = "trial") -> list[tuple[str, datetime]]:
    rows = store.read(
        "MATCH (e:Enrollment {journey: $key}) WHERE e.left_at IS NOT NULL"
        " RETURN e.left_because AS because, e.left_at AS at ORDER BY at",
        key=key,
    )
    zone = at().tzinfo
    return [(row["because"], datetime.fromtimestamp(row["at"], zone)) for row in rows]


def left(told: Told) -> list[tuple[str, datetime]]:
    return [
        (step.reason.code if step.reason else "", step.at)
        for step in told.steps
        if step.kind in ("goal", "left")
    ]


def comparable(decisions: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Without the ids of runs and messages, which follow from the event's place in the log."""
    ids = ("winner_message", "own", "winner", "reserved_message", "event_id")
    return [
        (*rest, _without(_through_json(numbers), ids), gates) for *rest, numbers, gates in decisions
    ]


def _without(numbers: Mapping[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in numbers.items() if key not in ids}


def _through_json(numbers: Mapping[str, Any]) -> Any:
    import msgspec

    return msgspec.json.decode(msgspec.json.encode(numbers))


DAY = timedelta(days=1)
