"""delay: waits for a duration, until a local time on given weekdays, or until a date of a trait.

Its settings are `{"duration"}`, or `{"until": {"time", "weekdays"}}`, or both (first the duration,
then until the time comes), or `{"trait", "offset", "time"}`: the date in the trait, moved by the
offset (which may be negative), at the time of that day. Where the trait has no date or its moment
is over, the way on is "missed".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.engine import durations, local_time
from apps.engine.clock_times import parse_time, parse_weekdays
from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here, Stay
from apps.engine.problems import Problems

DUE_PORT = "next"
MISSED = "missed"
NONE, ONE_DAY = timedelta(), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Settings:
    duration: timedelta = NONE
    clock: time | None = None
    weekdays: tuple[int, ...] = ()
    trait: str = ""
    offset: timedelta = NONE


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    if "trait" in raw:
        return _parse_trait(raw, problems)
    until = raw.get("until")
    if until is None:
        return Settings(durations.parse(raw.get("duration"), problems, "duration"))
    if not isinstance(until, Mapping):
        problems.add("until", "not_a_time", 'give {"time": "09:00", "weekdays": ["mon"]}')
        return Settings()
    return Settings(
        duration=durations.parse(raw.get("duration"), problems, "duration", default=NONE),
        clock=parse_time(until.get("time"), problems, "until.time"),
        weekdays=parse_weekdays(until.get("weekdays"), problems, "until.weekdays"),
    )


def _parse_trait(raw: Mapping[str, Any], problems: Problems) -> Settings:
    if not raw["trait"]:
        problems.add("trait", "missing", "name the trait that has the date")
    offset = durations.parse(raw.get("offset"), problems, "offset", default=NONE, signed=True)
    clock = parse_time(raw["time"], problems, "time") if raw.get("time") else None
    return Settings(trait=str(raw["trait"]), offset=offset, clock=clock)


def ports(settings: Settings) -> tuple[str, ...]:
    return (DUE_PORT, MISSED) if settings.trait else (DUE_PORT,)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return ()


def arrive(settings: Settings, here: Here) -> Action:
    if settings.trait:
        until = _trait_moment(settings, here.facts.traits.get(settings.trait), here.zone)
        return Go(MISSED) if until is None or until < here.now else Stay(until)
    until = here.now + settings.duration
    if settings.clock is not None:
        until = local_time.next_clock(until, settings.clock, settings.weekdays, here.zone)
    return Stay(until) if until > here.now else Go(DUE_PORT)


def follows(settings: Settings) -> str:
    """The trait that says until when this waits: where it changes, it is asked again."""
    return settings.trait


def _trait_moment(settings: Settings, value: Any, where: ZoneInfo) -> datetime | None:
    try:
        at = _moment(value, where)
        if at is None:
            return None
        # Days are the person's own: a change of clocks between makes none of them an hour late.
        days = int(settings.offset / ONE_DAY)
        local = at.astimezone(where)
        at = local_time.moment(local.date() + days * ONE_DAY, local.time(), where)
        at += settings.offset - days * ONE_DAY
        if settings.clock is not None:
            at = local_time.moment(at.astimezone(where).date(), settings.clock, where)
        return at
    except (ValueError, OverflowError, OSError):
        return None


def _moment(value: Any, where: ZoneInfo) -> datetime | None:
    """A date (its midnight), a date with a time, or seconds since the epoch; local without zone."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if len(text) == len("2026-01-31"):
        return local_time.moment(date.fromisoformat(text), time(0), where)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        return local_time.moment(at.date(), at.time(), where)
    return at.astimezone(UTC)
