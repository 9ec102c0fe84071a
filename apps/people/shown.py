"""Personal values as the one who looks may see them: as they are, or masked.

Whatever shows something of a person goes through here.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from apps.common import masking
from apps.common.viewer import sees_personal_data
from apps.people import masked
from apps.people.masked import HIDDEN


def identifier(value: str) -> str:
    """An identifier, an address, or what a person is called by."""
    return value if sees_personal_data() else masked.identifier(value)


def pairs(several: Iterable[str]) -> list[str]:
    """Identifiers as type:value."""
    return list(several) if sees_personal_data() else [masked.pair(one) for one in several]


def trait(key: str, value: Any) -> Any:
    """The value of a trait or a property, by its key."""
    return value if sees_personal_data() else masked.trait(key, value)


def traits(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: trait(key, value) for key, value in told.items()}


def account(told: Mapping[str, Any]) -> dict[str, Any]:
    """The traits of a company or team; its name is no person’s."""
    return {key: told[key] if key == "name" else trait(key, told[key]) for key in told}


def anything(value: Any) -> Any:
    """A value whose key nobody knows."""
    return value if sees_personal_data() else masked.anything(value)


def payload(given: Any) -> Any:
    """An event as it was received."""
    return given if sees_personal_data() else masked.payload(given)


def received(body: str) -> str:
    """A refused event: hidden where it can't even be read, and so not be masked."""
    if sees_personal_data():
        return body
    try:
        return json.dumps(masked.payload(json.loads(body)), ensure_ascii=False)
    except (ValueError, RecursionError):
        return HIDDEN


def error(said: str) -> str:
    """What a program said of what went wrong; it may quote anything."""
    return said if sees_personal_data() else masked.text(masking.masked(said))


def text(said: str) -> str:
    """A text that somebody wrote, without the addresses in it."""
    return said if sees_personal_data() else masked.text(said)


def content(said: str) -> str:
    """What a message said, or somebody else answered: all of it, or nothing."""
    return said if not said or sees_personal_data() else HIDDEN
