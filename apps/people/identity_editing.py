"""What a browser makes of the identity rules while they are edited. Pure: forms in, documents out.

A document that is being edited may be wrong in any way; the checks say so when it is looked at.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from apps.people.identity_types import OF_KEY, USER_ID, name_of

UP, DOWN, ASK, REMOVE, ADD, REVIEW, PUBLISH = (
    *("up", "down", "ask", "remove", "add"),
    *("review", "publish"),
)
MOST_ROWS = 100


def read(form: Mapping[str, Any]) -> dict[str, Any]:
    """The document that a form says: whole in one field, or in fields for each type."""
    if whole := form.get("document"):
        return decoded(whole)
    types = []
    for place in range(MOST_ROWS):
        key = form.get(f"key-{place}")
        if key is None:
            break
        types.append(
            {
                "key": key.strip(),
                "name": form.get(f"name-{place}", "").strip() or name_of(key.strip()),
                "limit": _limit(form.get(f"limit-{place}", "")),
                "blocked": _lines(form.get(f"blocked-{place}", "")),
            }
        )
    return {
        "types": types,
        "blocked": _lines(form.get("blocked", "")),
        "block_zeros": form.get("block_zeros") is not None,
        "default_region": form.get("default_region", "").strip().upper(),
    }


def decoded(text: str) -> dict[str, Any]:
    """A document as `encoded` wrote it; anything else is an empty one."""
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def encoded(document: Mapping[str, Any]) -> str:
    return msgspec.json.encode(document).decode()


def moved(types: list[dict[str, Any]], key: str, by: int) -> list[dict[str, Any]]:
    """The types with one of them a place further up (-1) or down (1); the user id stays first."""
    keys = [one["key"] for one in types]
    if key not in keys:
        return types
    here = keys.index(key)
    there = here + by
    if not 0 <= there < len(types) or USER_ID in (key, keys[there]):
        return types
    found = list(types)
    found[here], found[there] = found[there], found[here]
    return found


def removed(types: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [one for one in types if one["key"] != key]


def added(types: list[dict[str, Any]], form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The types with a new one, just above the last: that one says least of who somebody is."""
    key = form.get("new-key", "").strip()
    known = OF_KEY.get(key)
    limit = _limit(form.get("new-limit", ""))
    new = {
        "key": key,
        "name": form.get("new-name", "").strip() or name_of(key),
        "limit": known.limit if known and limit is None else limit,
        "blocked": [],
    }
    return [*types[:-1], new, *types[-1:]]


def _limit(text: str) -> Any:
    """A number, None for nothing, or the text as it is, for the checks to refuse."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else text


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
