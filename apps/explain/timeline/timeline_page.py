"""A page of the timeline as it is shown: by days, with the same thing in a row told once. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from apps.explain.timeline.timeline_words import Told
from apps.rules.told import words
from apps.rules.told.telling import Telling

# So many of the same in a row are folded into one line.
FOLDED_FROM = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One line: an entry, or several of the same name that followed each other (`folded`)."""

    told: Told
    folded: tuple[Told, ...] = ()

    @property
    def first(self) -> datetime:
        """When the earliest of them happened; entries come newest first."""
        return self.folded[-1].at if self.folded else self.told.at


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its heading; "" where it stands above already."""

    key: str
    heading: str
    rows: list[Row]


def days(told: Sequence[Told], telling: Telling, *, headed: str = "") -> list[Day]:
    """The entries by the days of this clock; `headed` is a day whose heading is there already."""
    found = []
    for key, entries in groupby(told, lambda one: day_key(one.at, telling)):
        of_day = list(entries)
        heading = "" if key == headed else words.day(of_day[0].at, telling.zone)
        found.append(Day(key, heading, rows(of_day)))
    return found


def day_key(at: datetime, telling: Telling) -> str:
    return at.astimezone(telling.zone).date().isoformat()


def heading(key: str) -> str:
    """The heading of the day of this key; "" for what is no day."""
    try:
        return words.day(datetime.fromisoformat(key).replace(tzinfo=UTC), ZoneInfo("UTC"))
    except ValueError:
        return ""


def rows(told: Sequence[Told]) -> list[Row]:
    """The entries of a day, with events of one name that follow each other folded."""
    found: list[Row] = []
    for _, same in groupby(enumerate(told), _likeness):
        entries = [one for _, one in same]
        if len(entries) >= FOLDED_FROM:
            found.append(Row(entries[0], tuple(entries)))
        else:
            found += [Row(one) for one in entries]
    return found


def _likeness(placed: tuple[int, Told]) -> tuple[object, ...]:
    """Equal for what may be folded into one line; all but events are like nothing else."""
    place, told = placed
    return ("event", told.title) if told.kind == "event" else (place,)
