"""The way of a run through its journey: the nodes it passed, when, by which port and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from apps.engine.reasons import LeafAnswer
from apps.graph.queries_people import Run, Visit
from apps.rules.told import sentences, words

_leaves = msgspec.json.Decoder(tuple[LeafAnswer, ...])


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
    leaves: tuple[LeafAnswer, ...] = ()

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What the node asked, in words."""
        return tuple(Asked(sentences.leaf(leaf), leaf.ok) for leaf in self.leaves)

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
            leaves=leaves(run.entry_leaves if visit.type == "entry" else visit.leaves),
        )
        for visit in sorted(visits, key=lambda visit: visit.seq)
        if visit.enrollment == run.uid and (until is None or as_datetime(visit.at) <= until)
    ]
    return steps
