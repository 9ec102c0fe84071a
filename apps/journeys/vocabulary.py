"""The words a journey may use: events, traits, stages, topics and tags that there really are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from apps.engine.reserved import SESSION_STARTED, TYPES
from apps.engine.stages import STAGE_ENTERED
from apps.events import queries as events_told
from apps.events import queries_seen
from apps.journeys import queries_words
from apps.journeys.examples import examples
from apps.journeys.remembered import remembered
from apps.people import queries_sample, shown
from apps.rules import queries as rules

SEEN_FOR = timedelta(days=90)
COUNTED_FOR = timedelta(days=30)
PEOPLE = 2000
SECONDS = 300
MOST_PROPERTIES = 60
MOST_TRAITS = 300


def vocabulary(now: datetime, search: str = "") -> dict[str, Any]:
    """All there is to name; with `search`, only what has that in its name.

    At most five minutes old, but for the stages, topics and tags.
    """
    # What is remembered is everybody's: who looks is asked after it.
    events = remembered("vocabulary:events", SECONDS, lambda: _events(now))
    traits = _shown(remembered("vocabulary:traits", SECONDS, _traits))
    words = queries_words.words()
    found = {
        "events": [
            one | {"properties": _shown(one["properties"])}
            for one in _with_those_of_journeys(events["events"], words.events)
        ],
        "exact": events["exact"],
        "traits": traits,
        "stages": _stages(),
        "topics": [{"key": topic, "name": topic} for topic in words.topics],
        "tags": [{"key": tag, "name": tag} for tag in words.tags],
    }
    return _matching(found, search.strip().lower()) if search.strip() else found


def _events(now: datetime) -> dict[str, Any]:
    look = queries_seen.seen(now - SEEN_FOR, now - COUNTED_FOR)
    return {
        "exact": look.exact,
        "events": [
            {
                "name": one.name,
                "times": one.times,
                "last_seen": one.last_seen.isoformat(),
                "properties": _described(one.examples)[:MOST_PROPERTIES],
            }
            for one in look.events
        ],
    }


def _with_those_of_journeys(
    events: list[dict[str, Any]], of_journeys: Iterable[str]
) -> list[dict[str, Any]]:
    """Further events that journeys name, and those that the engine tells: they are in no log."""
    # Whoever sends an event of such a name is not heard.
    heard = [one for one in events if one["name"] not in TYPES]
    named = {*TYPES, *of_journeys} - {one["name"] for one in heard}
    told = {STAGE_ENTERED: _stage_properties, SESSION_STARTED: _session_properties}
    return heard + [
        {
            "name": name,
            "times": None if name in told else 0,
            "last_seen": None,
            "properties": told[name]() if name in told else [],
        }
        for name in sorted(named)
    ]


def _stage_properties() -> list[dict[str, Any]]:
    cycles = rules.current_document()["lifecycles"]
    stages = [stage["key"] for cycle in cycles for stage in cycle["stages"]]
    told = {"lifecycle": [cycle["key"] for cycle in cycles], "stage": stages, "from": stages}
    return [_words(key, values) for key, values in told.items()]


def _session_properties() -> list[dict[str, Any]]:
    return [
        _words("source", [one.key for one in events_told.sources_of_people()]),
        _words("first", [True, False]),
    ]


def _traits() -> list[dict[str, Any]]:
    sample = queries_sample.sample(PEOPLE)
    values: dict[str, list[Any]] = defaultdict(list)
    for key, value in queries_sample.traits_of(sample.ids):
        values[key].append(value)
    scale = sample.of / len(sample.ids) if sample.ids else 1
    found = [
        _words(key, told) | {"people": round(len(told) * scale), "exact": sample.exact}
        for key, told in values.items()
    ]
    return sorted(found, key=lambda one: (-one["people"], one["key"]))[:MOST_TRAITS]


def _described(told: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The properties that events came with, those of most events first."""
    values: dict[str, list[Any]] = defaultdict(list)
    for properties in told:
        for key, value in properties.items():
            values[key].append(value)
    return [
        _words(key, of)
        for key, of in sorted(values.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _words(key: str, values: Iterable[Any]) -> dict[str, Any]:
    seen = examples(key, values)
    return {
        "key": key,
        "kind": seen.kind,
        "examples": list(seen.values),
        "masked": seen.masked,
    }


def _stages() -> list[dict[str, Any]]:
    return [
        {
            "lifecycle": cycle["key"],
            "lifecycle_name": cycle.get("name", cycle["key"]),
            "key": stage["key"],
            "name": stage.get("name", stage["key"]),
        }
        for cycle in rules.current_document()["lifecycles"]
        for stage in cycle["stages"]
    ]


def _shown(several: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Properties or traits with their examples as the one who looks may see them."""
    return [
        {**one, "examples": _unlike([shown.trait(one["key"], value) for value in one["examples"]])}
        for one in several
    ]


def _unlike(values: Iterable[Any]) -> list[Any]:
    """Each once; masked, several look the same."""
    found: list[Any] = []
    for value in values:
        if not any(value == one and type(value) is type(one) for one in found):
            found.append(value)
    return found


def _matching(found: dict[str, Any], search: str) -> dict[str, Any]:
    def fits(one: Mapping[str, Any]) -> bool:
        return any(search in str(one.get(field, "")).lower() for field in ("key", "name"))

    return {
        field: [one for one in listed if fits(one)] if isinstance(listed, list) else listed
        for field, listed in found.items()
    }
