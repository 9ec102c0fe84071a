"""A lifecycle with its numbers: who is in which stage, how people move, how long they stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.engine.book import Lifecycle
from apps.graph import queries_stages
from apps.graph.queries_stages import StageNumbers
from apps.rules import queries, saying, sentences

PERIODS = {7: "7 days", 30: "30 days", 90: "90 days", 365: "12 months"}
DEFAULT_DAYS = 30
LONGEST_DAYS = 3650
# What the rules say no more, though there are people in it.
FORMER = "This stage isn’t in the rules any more; nobody enters it."


@dataclass(frozen=True, slots=True)
class Period:
    """The days before `until`, both in."""

    days: int
    until: datetime

    @property
    def since(self) -> datetime:
        return self.until - timedelta(days=self.days)

    @property
    def moments(self) -> dict[str, float]:
        """As the graph asks for it."""
        # What happens at this very moment is in.
        return {"since": self.since.timestamp(), "until": self.until.timestamp() + 1}

    @property
    def words(self) -> str:
        return f"in the last {PERIODS.get(self.days, f'{self.days} days')}"


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage and its numbers in the period; `says` is its rule in a sentence."""

    key: str
    name: str
    says: str
    has_done: bool
    numbers: StageNumbers

    @property
    def done_share(self) -> float | None:
        """Of those who entered in the period; None where nobody did, or nothing says “done”."""
        if not self.has_done or not self.numbers.entered:
            return None
        return self.numbers.done / self.numbers.entered


@dataclass(frozen=True, slots=True)
class Move:
    """How often people went from one stage (“”: from none) to another in the period."""

    start: str
    end: str
    times: int


@dataclass(frozen=True, slots=True)
class LifecycleView:
    key: str
    name: str
    says: str
    period: Period
    stages: tuple[StageView, ...]

    @property
    def moves(self) -> list[Move]:
        """Every move that somebody made, in the order of the stages."""
        order = ["", *(stage.key for stage in self.stages)]
        found = [
            Move(start, stage.key, times)
            for stage in self.stages
            for start, times in stage.numbers.came.items()
        ]
        places = {key: place for place, key in enumerate(order)}
        return sorted(found, key=lambda m: (places.get(m.start, len(order)), places[m.end]))

    @property
    def people_now(self) -> int:
        return sum(stage.numbers.now for stage in self.stages)


@dataclass(frozen=True, slots=True)
class Overview:
    """A lifecycle in the list: its stages' keys and names, and who is in each of them now."""

    key: str
    name: str
    says: str
    now: tuple[tuple[str, str, int], ...]

    @property
    def people(self) -> int:
        return sum(count for _, _, count in self.now)

    @property
    def most(self) -> int:
        return max((count for _, _, count in self.now), default=0)


def lifecycles(search: str = "") -> list[Lifecycle]:
    """The lifecycles of the rules that hold; `search` looks at the names of them and of stages."""
    text = search.lower()
    return [
        known
        for known in saying.rules_of(queries.current_document()).lifecycles
        if any(text in name.lower() for name in (known.key, known.name, *_names(known)))
    ]


def lifecycle(key: str) -> Lifecycle | None:
    """The lifecycle of this key in the rules that hold, or None."""
    return next((known for known in lifecycles() if known.key == key), None)


def overviews(found: list[Lifecycle]) -> list[Overview]:
    """These lifecycles with the people in their stages now."""
    now = queries_stages.now_in([known.key for known in found]) if found else {}
    return [
        Overview(
            known.key,
            known.name,
            sentences.lifecycle(known),
            tuple((s.key, s.name, now.get((known.key, s.key), 0)) for s in known.stages),
        )
        for known in found
    ]


def view(known: Lifecycle, period: Period) -> LifecycleView:
    """All that the page of one lifecycle shows."""
    numbers = queries_stages.numbers(known.key, **period.moments)
    own = [
        StageView(
            stage.key,
            stage.name,
            sentences.stage(known, stage),
            stage.done is not None,
            numbers.pop(stage.key, StageNumbers()),
        )
        for stage in known.stages
    ]
    former = [
        StageView(key, key, FORMER, False, left) for key, left in numbers.items() if _matters(left)
    ]
    says = sentences.lifecycle(known)
    return LifecycleView(known.key, known.name, says, period, (*own, *former))


def _matters(numbers: StageNumbers) -> bool:
    return bool(numbers.now or numbers.entered or numbers.left)


def _names(known: Lifecycle) -> list[str]:
    return [stage.name for stage in known.stages]
