"""What differs between two documents of a journey, in words. Pure; takes any shape.

Two that run alike differ in nothing but what is drawn: where nodes stand, and notes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.journeys import checks, comparing_words
from apps.journeys.comparing_words import alike, does, quoted
from apps.journeys.ports import port_words

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
LAYOUT = "layout"
MOVED = "Moved on the canvas: nothing that a person would notice"
NOTED = "Other notes on the canvas: nothing that a person would notice"

Raw = Mapping[str, Any]
Ways = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One node, or the journey itself (`node` is ""), that was added, removed or changed.

    `what` is a sentence, `details` say each setting and way that differs. The `type` is the
    node's, "" for the journey and "layout" for what is only drawn otherwise.
    """

    kind: str
    node: str
    type: str
    what: str
    details: tuple[str, ...] = ()


def changes(before: Any, after: Any, *, names: tuple[str, str] = ("", "")) -> list[Change]:
    """What is different: the journey first, then its nodes, what was removed last.

    `names` are the journey's, before and after; [] for documents that say the same.
    """
    if checks.too_deep(before) or checks.too_deep(after):
        return [Change(CHANGED, "", "", "One of them is nested too deeply to be compared")]
    found = [*_journey(before, after, names), *_nodes(before, after), *_listeners(before, after)]
    if not found and not _says_the_same(before, after):
        found = [Change(CHANGED, "", "", "Something that no canvas can show is different")]
    return [*found, *_layout(before, after)]


def is_drawing_only(change: Change) -> bool:
    """Whether it is nothing that a run depends on."""
    return change.type == LAYOUT


def _journey(before: Any, after: Any, names: tuple[str, str]) -> Iterator[Change]:
    details = [] if names[0] == names[1] else [f"name: {quoted(names[0])} → {quoted(names[1])}"]
    details += comparing_words.journey_details(_mapping(before), _mapping(after))
    if details:
        yield Change(CHANGED, "", "", "Changed: the journey itself", tuple(details))


def _nodes(before: Any, after: Any) -> Iterator[Change]:
    old, new = _by_key(before), _by_key(after)
    old_ways, new_ways = _ways(before), _ways(after)
    titles = {key: does(raw) for key, raw in (old | new).items()}
    were = {key: does(raw) for key, raw in old.items()}
    for key, raw in new.items():
        kind = comparing_words.type_of(raw)
        if key not in old:
            ways = _way_details(kind, {}, new_ways.get(key, {}), titles, titles)
            yield Change(ADDED, key, kind, f"Added: {titles[key]}", tuple(ways))
            continue
        details = comparing_words.node_details(old[key], raw)
        details += _way_details(kind, old_ways.get(key, {}), new_ways.get(key, {}), were, titles)
        if details:
            yield Change(CHANGED, key, kind, f"Changed: {were[key]}", tuple(details))
    for key, raw in old.items():
        if key not in new:
            kind = comparing_words.type_of(raw)
            yield Change(REMOVED, key, kind, f"Removed: {were[key]}")


def _way_details(
    kind: str,
    old: Mapping[str, str],
    new: Mapping[str, str],
    were: Mapping[str, str],
    titles: Mapping[str, str],
) -> list[str]:
    found = []
    for port in dict.fromkeys([*new, *old]):
        was, now = old.get(port), new.get(port)
        if was == now:
            continue
        way = "it" if port == "next" else quoted(port_words(kind, port))
        if now is None and was is not None:
            found.append(f"{way} leads nowhere now, it led to {quoted(were.get(was, was))}")
        elif now is not None and was is None:
            found.append(f"{way} leads to {quoted(titles.get(now, now))}")
        elif now is not None and was is not None:
            to, instead = quoted(titles.get(now, now)), quoted(were.get(was, was))
            found.append(f"{way} now leads to {to} instead of {instead}")
    return found


def _listeners(before: Any, after: Any) -> Iterator[Change]:
    """Where one event is awaited by several goals and exits, the first of them hears it."""
    old, new = _listening(before), _listening(after)
    both = old.keys() & new.keys()
    was = [title for key, title in old.items() if key in both]
    now = [key for key in new if key in both]
    if [key for key in old if key in both] != now:
        order = ", ".join(quoted(title) for title in was)
        after_order = ", ".join(quoted(old[key]) for key in now)
        what = "Changed: the order in which goals and exits hear an event"
        yield Change(CHANGED, "", "", what, (f"{order} → {after_order}",))


def _layout(before: Any, after: Any) -> Iterator[Change]:
    old, new = _drawn(before), _drawn(after)
    stood, stands = (_mapping(one.get("positions")) for one in (old, new))
    known = _by_key(before).keys() & _by_key(after).keys()
    moved = any(not alike(stood.get(key), stands.get(key)) for key in known)
    noted = not alike(old.get("notes") or [], new.get("notes") or [])
    if moved or noted:
        what = MOVED if moved else NOTED
        yield Change(CHANGED, "", LAYOUT, what)


def _says_the_same(before: Any, after: Any) -> bool:
    """Whether nothing is different that can't be named by a node or a field of the journey."""
    if checks.problems(before, "") or checks.problems(after, ""):
        return alike(_without_layout(before), _without_layout(after))
    return True


def _without_layout(document: Any) -> Any:
    if not isinstance(document, Mapping):
        return document
    return {field: value for field, value in document.items() if field != LAYOUT}


def _listening(document: Any) -> dict[str, str]:
    found = {}
    for key, raw in _by_key(document).items():
        settings = checks.parsed(raw)[0] if raw.get("type") in ("goal", "exit") else None
        if settings is not None and settings.listens:
            found[key] = does(raw)
    return found


def _ways(document: Any) -> Ways:
    """Where each port of each node leads; of two ways through one port the first."""
    found: dict[str, dict[str, str]] = {}
    for start, port, end in checks.edges(document):
        found.setdefault(start, {}).setdefault(port, end)
    return found


def _by_key(document: Any) -> dict[str, Raw]:
    return {raw["key"]: raw for raw in checks.nodes(document)}


def _drawn(document: Any) -> Raw:
    return _mapping(_mapping(document).get(LAYOUT))


def _mapping(value: Any) -> Raw:
    return value if isinstance(value, Mapping) else {}
