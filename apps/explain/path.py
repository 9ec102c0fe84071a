"""The way of a run through its journey: the nodes it passed, when, by which port and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from apps.engine.reasons import LeafAnswer
from apps.graph.queries_people import Run, Visit
from apps.rules.told import sentences, words
from apps.rules.told.telling import Telling

_leaves = msgspec.json.Decoder(tuple[LeafAnswer, ...])
SILENT = ("entry", "update_trait", "message", "goal", "exit")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a condition, with the value that was there."""

    text: str
    ok: bool


@dataclass(frozen=True, slots=True)
class PathStep:
    """A node of the way; `left_at` None: the run stands there."""

    key: str
    name: str
    type: str
    at: datetime
    left_at: datetime | None
    port: str
    asked: tuple[Asked, ...] = ()

    @property
    def stayed(self) -> str:
        """How long the run was there; "" for no time at all."""
        if self.left_at is None or (self.left_at - self.at).total_seconds() < 1:
            return ""
        return words.between(self.at, self.left_at)

    @property
    def kind(self) -> str:
        return self.type.replace("_", " ")


def as_datetime(epoch: float) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


def leaves(text: str) -> tuple[LeafAnswer, ...]:
    """The leaves as the graph keeps them."""
    return _leaves.decode(text) if text else ()


def asked(text: str) -> tuple[Asked, ...]:
    return tuple(Asked(sentences.leaf(leaf), leaf.ok) for leaf in leaves(text))


def path(run: Run, visits: Sequence[Visit], until: datetime | None = None) -> list[PathStep]:
    """The way of one run, in order, as far as it had come at `until`."""
    steps = [
        PathStep(
            key=visit.node,
            name=visit.name,
            type=visit.type,
            at=as_datetime(visit.at),
            left_at=as_datetime(visit.left_at),
            port=visit.port,
            asked=asked(run.entry_leaves if visit.type == "entry" else visit.leaves),
        )
        for visit in sorted(visits, key=lambda visit: visit.seq)
        if visit.enrollment == run.uid and (until is None or as_datetime(visit.at) <= until)
    ]
    return steps


def because(
    run: Run, occurred_at: datetime | None, steps: Sequence[PathStep], telling: Telling
) -> str:
    """What brought somebody to a message, as a clause: the entry, then the way's last turns."""
    came = occurred_at or as_datetime(run.entered_at)
    said = [f"“{_entered_by(run, steps, telling)}” came on {telling.moment(came)}"]
    turns = [turn for step in steps if (turn := _turn(step, telling, run.version))]
    return words.listed([*said, *turns[-3:]])


def _entered_by(run: Run, steps: Sequence[PathStep], telling: Telling) -> str:
    """The event that let somebody in; where one without a name moved them, what the entry asks."""
    entry = next((step.key for step in steps if step.type == "entry"), "")
    asked_for = telling.node(run.version, entry).settings.get("event", "") if entry else ""
    return run.entry_name or str(asked_for) or "an event"


def _turn(step: PathStep, telling: Telling, version: str) -> str:
    if step.type in SILENT or step.left_at is None:
        return ""
    settings = telling.node(version, step.key).settings
    if step.type == "wait_for_event":
        event = f"“{settings.get('event', 'an event')}”"
        if step.port == "event":
            return f"{event} followed on {telling.moment(step.left_at)}"
        return f"{event} did not come within {step.stayed or 'its time'}"
    if step.type == "delay":
        return f"the wait of {step.stayed} ended" if step.stayed else ""
    if step.type == "random_split":
        return f"chance led through “{step.port}”"
    yes = [one.text for one in step.asked if one.ok]
    if step.port == "else":
        return f"none of the conditions at “{step.name}” held"
    return f"at “{step.name}” {yes[-1]}" if yes else ""
