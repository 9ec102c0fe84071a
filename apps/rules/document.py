"""The document of a rule set: its sections, what holds before anything was said, its changes. Pure.

A change gives a new document; nothing is changed in place.
"""

from collections.abc import Callable, Mapping
from typing import Any

Document = dict[str, Any]
Item = dict[str, Any]

# What holds before anything was published: no caps, and no marketing without a subscription.
INITIAL: Document = {
    "tiers": [
        {"key": "transactional", "name": "Transactional", "transactional": True},
        {"key": "lifecycle", "name": "Lifecycle"},
        {"key": "marketing", "name": "Marketing"},
    ],
    "caps": [],
    "exclusion_groups": [],
    "quiet_hours": [],
    "timezone": "UTC",
    "arbitration_window_minutes": 5,
    "look_ahead_hours": 0,
    "consent": {"email": "opt_in", "sms": "opt_in", "onsite": "none", "webhook": "none"},
    "lifecycles": [],
}
# What a section means that a document doesn't have, as the engine takes it.
ABSENT: Document = {
    **INITIAL,
    "tiers": [],
    "consent": {},
}
# The sections that are lists, and by what their items are told apart.
KEYS = {
    "tiers": "key",
    "caps": "id",
    "exclusion_groups": "id",
    "quiet_hours": "id",
    "lifecycles": "key",
}


def complete(document: Mapping[str, Any]) -> Document:
    """The document with every section; versions from before a section was known lack it."""
    return {**ABSENT, **document}


def items(document: Mapping[str, Any], section: str) -> list[Item]:
    found: list[Item] = document.get(section) or []
    return found


def item(document: Mapping[str, Any], section: str, key: str) -> Item | None:
    """The item of this key in a section, or None."""
    return next((i for i in items(document, section) if i.get(KEYS[section]) == key), None)


def with_item(document: Mapping[str, Any], section: str, new: Mapping[str, Any]) -> Document:
    """With this item in the place of the one that has its key, or as the last."""
    return {**document, section: replaced(items(document, section), KEYS[section], new)}


def replaced(items: list[Item], name: str, new: Mapping[str, Any]) -> list[Item]:
    """The list with this item in the place of the one of its key, or as the last."""
    if not any(old.get(name) == new.get(name) for old in items):
        return [*items, dict(new)]
    return [dict(new) if old.get(name) == new.get(name) else old for old in items]


def without_item(document: Mapping[str, Any], section: str, key: str) -> Document:
    """Without the item of this key."""
    kept = [old for old in items(document, section) if old.get(KEYS[section]) != key]
    return {**document, section: kept}


def moved(document: Mapping[str, Any], section: str, key: str, by: int) -> Document:
    """With the item `by` places further down; at an end it stays."""
    return {**document, section: shifted(items(document, section), KEYS[section], key, by)}


def shifted(items: list[Item], name: str, key: str, by: int) -> list[Item]:
    """The list with one item `by` places further down; at an end it stays."""
    place = next((i for i, known in enumerate(items) if known.get(name) == key), None)
    if place is None or not 0 <= place + by < len(items):
        return items
    rest = [*items[:place], *items[place + 1 :]]
    return [*rest[: place + by], items[place], *rest[place + by :]]


def free_key(wanted: str, taken: Callable[[str], bool]) -> str:
    """This key, or the first of “key-2”, “key-3” … that is free."""
    key, number = wanted, 2
    while taken(key):
        key, number = f"{wanted}-{number}", number + 1
    return key
