"""Each field of a node, before and after, in words. Pure; what can't be read is shown as it is."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from apps.engine import conditions, durations
from apps.engine.book import Node
from apps.engine.clock_times import parse_time, parse_weekdays
from apps.engine.problems import Problems
from apps.journeys import checks
from apps.journeys.called import called
from apps.journeys.sentences import CHANNELS, duration, sentence, weekdays
from apps.rules.condition_words import plain, value, words

LONGEST = 160
LABELS = {
    "where": "only if",
    "match": "must be the same as in the entry event",
    "again": "may enter",
    "key": "once per",
    "variants": "shares",
    "from_entry": "value from the entry event",
    "when_stopped": "when stopped",
    "until": "then until",
}
AGAIN = {
    "once": "once per person",
    "after_leaving": "again after leaving",
    "once_per_key": "once per key",
}
STOPPED = {"wait": "waits", "skip": "is skipped", "leave": "the person leaves"}
# What holds where a document says nothing.
SILENT: Mapping[str, Any] = {
    "tier": "",
    "priority": 50,
    "again": "once",
    "channel": "email",
    "when_stopped": "wait",
    "at_most": {"days": 1},
}
Raw = Mapping[str, Any]


class Unreadable(ValueError):
    """The value has a shape that no words are for."""


def journey_details(before: Raw, after: Raw) -> list[str]:
    """What differs in tier, priority and longest stay."""
    found = []
    for field in ("tier", "priority", "longest_stay"):
        old, new = before.get(field), after.get(field)
        if not alike(_or_silent(field, old), _or_silent(field, new)):
            found += _line(field, old, new)
    return found


def node_details(before: Raw, after: Raw) -> list[str]:
    """What differs in two nodes of one key, ways aside; [] where both do the same."""
    old, new = type_of(before), type_of(after)
    found = []
    if _name(before) != _name(after):
        found.append(f"name: {quoted(_name(before))} → {quoted(_name(after))}")
    if str(before.get("type", "")) != str(after.get("type", "")):
        return [*found, f"type: {plain(old) or 'none'} → {plain(new) or 'none'}"]
    return found + _settings_details(before, after)


def does(raw: Raw) -> str:
    """What a node does in a few words; of one that isn't complete, its name."""
    settings, found = checks.parsed(raw)
    if settings is None or found:
        return _name(raw)
    return sentence(Node(str(raw["key"]), type_of(raw), _name(raw), settings)).what[:LONGEST]


def type_of(raw: Raw) -> str:
    return str(raw.get("type", ""))[:32]


def quoted(text: str) -> str:
    """In quotation marks; those inside become single ones."""
    inside = text.replace("“", "‘").replace("”", "’")
    return f"“{inside}”"


def alike(one: Any, other: Any) -> bool:
    """Equal as JSON has it: 1 is not true, the order of fields means nothing."""
    return _json(one) == _json(other)


def _settings_details(before: Raw, after: Raw) -> list[str]:
    old, new = _settings(before), _settings(after)
    differ = [field for field in {**old, **new} if not alike(old.get(field), new.get(field))]
    if not differ or _read(before, old) == _read(after, new):
        return []
    found = []
    for field in differ:
        if _matters(before, old, new, field) or _matters(after, new, old, field):
            found += _line(field, old.get(field), new.get(field))
    return found or [line for field in differ for line in _line(field, old.get(field), new[field])]


def _matters(raw: Raw, settings: Raw, other: Raw, field: str) -> bool:
    """Whether this node would do something else with the other's value of the field."""
    mixed = {key: kept for key, kept in settings.items() if key != field}
    if field in other:
        mixed[field] = other[field]
    return _read(raw, mixed) != _read(raw, settings)


def _read(raw: Raw, settings: Raw) -> str:
    return repr(checks.parsed({**raw, "settings": settings}))


def _line(field: str, old: Any, new: Any) -> list[str]:
    if field == "branches":
        found = _branches(old, new)
        if found:
            return found
    before, after = _said(field, old), _said(field, new)
    if before == after:
        before, after = _json(old), _json(new)
    return [f"{LABELS.get(field, plain(str(field)))}: {_cut(before)} → {_cut(after)}"]


def _said(field: str, raw: Any) -> str:
    try:
        return WORDS.get(field, _plainly)(_or_silent(field, raw))
    except Exception:
        # A draft's value may be anything; it is shown as it is.
        return _json(raw)


def _or_silent(field: str, raw: Any) -> Any:
    return SILENT.get(field) if raw is None else raw


def _plainly(raw: Any) -> str:
    if raw is None or raw in ("", [], {}):
        return "none"
    return value(raw) if not isinstance(raw, Mapping) else _json(raw)


def _duration(raw: Any) -> str:
    return "none" if raw is None else duration(_length(raw))


def _offset(raw: Any) -> str:
    length = timedelta() if raw is None else _length(raw)
    side = "before" if length < timedelta() else "after"
    return f"{duration(length)} {side}" if length else "the date itself"


def _length(raw: Any) -> timedelta:
    problems = Problems()
    length = durations.parse(raw, problems, "", signed=True)
    _must_be_read(problems)
    return length


def _condition(raw: Any) -> str:
    problems = Problems()
    text = words(conditions.parse(raw, problems, ""))
    _must_be_read(problems)
    return f"if {text}" if text else "everything"


def _audience(raw: Any) -> str:
    text = _condition(raw)
    return text if text.startswith("if ") else "everybody"


def _until(raw: Any) -> str:
    if raw is None:
        return "no time of day"
    problems = Problems()
    clock = parse_time(raw["time"], problems, "")
    days = weekdays(parse_weekdays(raw.get("weekdays"), problems, ""))
    _must_be_read(problems)
    return f"{clock:%H:%M}" + (f" on {days}" if days else "")


def _matches(raw: Any) -> str:
    pairs = [(plain(one["property"]), plain(one["entry"])) for one in raw or ()]
    return ", ".join(a if a == b else f"{a} as {b}" for a, b in pairs) or "nothing"


def _variants(raw: Any) -> str:
    total = sum(one["weight"] for one in raw) or 1
    return ", ".join(f"{one['port']} {one['weight'] / total:.1%}" for one in raw) or "none"


def _branches(old: Any, new: Any) -> list[str]:
    try:
        was = {str(one["port"]): _audience(one.get("when")) for one in old or ()}
        now = {str(one["port"]): _audience(one.get("when")) for one in new or ()}
    except Exception:
        return []
    found = [f"branch {quoted(port)} added: {now[port]}" for port in now if port not in was]
    found += [f"branch {quoted(port)} removed: {was[port]}" for port in was if port not in now]
    both = [port for port in was if port in now]
    found += [
        f"{quoted(port)}: {_cut(was[port])} → {_cut(now[port])}"
        for port in both
        if was[port] != now[port]
    ]
    order = [port for port in now if port in was]
    if order != both:
        found.append(f"asked in another order: {', '.join(both)} → {', '.join(order)}")
    return found


def _must_be_read(problems: Problems) -> None:
    if list(problems):
        raise Unreadable


def _settings(raw: Raw) -> Raw:
    settings = raw.get("settings")
    return settings if isinstance(settings, Mapping) else {}


def _name(raw: Raw) -> str:
    return called(raw)[:LONGEST]


def _json(raw: Any) -> str:
    return json.dumps(raw, sort_keys=True, ensure_ascii=False, default=str)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


WORDS: dict[str, Callable[[Any], str]] = {
    "longest_stay": _duration,
    "cool_down": _duration,
    "at_most": _duration,
    "duration": _duration,
    "window": _duration,
    "offset": _offset,
    "where": _condition,
    "audience": _audience,
    "until": _until,
    "match": _matches,
    "variants": _variants,
    "again": lambda raw: AGAIN[raw],
    "channel": lambda raw: CHANNELS[raw],
    "when_stopped": lambda raw: STOPPED[raw],
}
