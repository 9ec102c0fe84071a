"""Reads what a trial is asked to do; what can't be is a problem that names its field. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from apps.engine import durations
from apps.engine.problems import Invalid, Problem, Problems
from apps.events import decode
from apps.journeys import checks
from apps.simulate.trial.asked import LONGEST, Asked, Coming, MadeUp, Real

# A moment of the form that is over by the time it is sent is now.
MOMENTARY = timedelta(minutes=10)
FURTHEST = timedelta(days=3660)


def asked(key: str, name: str, given: Mapping[str, Any], now: datetime) -> Asked:
    """What is asked for. Raises `Invalid` with everything that is wrong with it."""
    _readable({k: v for k, v in given.items() if k in ("person", "events")})
    who = _person(given["person"])
    problems = Problems()
    at = _begin(given.get("at"), who, now, problems)
    events = tuple(
        _event(one, number, at, who, problems) for number, one in enumerate(given["events"])
    )
    until = min(given.get("until") or at + LONGEST, at + LONGEST)
    if until < at:
        problems.add("until", "before_start", "an end after the beginning")
    problems.raise_if_any()
    return Asked(
        key=key,
        name=name,
        document=given["document"],
        person=who,
        at=at,
        until=until,
        events=events,
        rules=given["rules"],
        ignore_entry=given["ignore_entry"],
        as_treated=given["as_treated"],
    )


def _person(given: Mapping[str, Any]) -> Real | MadeUp:
    if len(given) != 1:
        remedy = "give one of id, identifier and made_up"
        raise Invalid((Problem("person", "one_of", remedy),))
    if "made_up" in given:
        return MadeUp(**given["made_up"])
    identifier = str(given.get("identifier", ""))
    if "id" not in given and ":" not in identifier:
        remedy = "write it as type:value, user_id:42"
        raise Invalid((Problem("person.identifier", "invalid", remedy),))
    return Real(given.get("id"), identifier)


def _begin(
    given: datetime | None, who: Real | MadeUp, now: datetime, problems: Problems
) -> datetime:
    at = given or now
    if abs(at - now) > FURTHEST:
        problems.add("at", "out_of_range", "a moment within ten years")
        return now
    if isinstance(who, Real) and at < now:
        if now - at > MOMENTARY:
            remedy = (
                "a real person is known as they are now: begin now or later, or make somebody up"
            )
            problems.add("at", "before_now", remedy)
        return now
    return at


def _event(
    given: Mapping[str, Any], number: int, at: datetime, who: Real | MadeUp, problems: Problems
) -> Coming:
    field = f"events.{number}"
    if not given["name"] and not given["traits"]:
        problems.add(f"{field}.name", "missing", "name the event")
    when = _moment(given, field, at, problems)
    if when < at and isinstance(who, Real):
        remedy = "what has happened to a real person is known: an event to come is later"
        problems.add(field, "before_start", remedy)
    if abs(when - at) > LONGEST:
        problems.add(field, "out_of_range", f"at most {LONGEST.days} days from the beginning")
        when = at
    return Coming(given["name"], when, given["properties"], given["traits"])


def _moment(given: Mapping[str, Any], field: str, at: datetime, problems: Problems) -> datetime:
    if given.get("at") is not None:
        if given.get("after") is not None:
            problems.add(field, "one_of", "give either a moment or how long after the beginning")
        moment: datetime = given["at"]
        return moment
    zero = timedelta()
    known = sum(1 for _ in problems)
    after = durations.parse(
        given.get("after"), problems, f"{field}.after", default=zero, signed=True
    )
    return at + (after if sum(1 for _ in problems) == known else zero)


def _readable(given: Mapping[str, Any]) -> None:
    deep: Sequence[Problem] = checks.too_deep(_plain(given))
    if deep:
        remedy = "properties and traits are nested too deeply; flatten them"
        raise Invalid((Problem("events", "too_deep", remedy),))
    if decode.clean(_plain(given)) != _plain(given):
        raise Invalid((Problem("", "not_text", "take out the characters that are no text"),))


def _plain(value: Any) -> Any:
    """The values without the moments and ids that were read already."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool) else None
