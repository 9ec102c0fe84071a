"""How the checks read a document of any shape: nothing is taken to be of the right type."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from apps.engine.problems import Problems

LONGEST_KEY, LONGEST_NAME = 64, 255
MOST_ITEMS = 500
DEEPEST = 40
# These words stand in the addresses of pages, in the place of a key.
RESERVED = ("new", "preview")


def mapping(raw: Any, problems: Problems, field: str) -> Mapping[str, Any]:
    """The object, or an empty one and a problem."""
    if isinstance(raw, Mapping):
        return raw
    problems.add(field, "not_an_object", "give an object")
    return {}


def mappings(
    document: Mapping[str, Any], section: str, problems: Problems, at: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each object of a list with its path; what is no list of objects is a problem."""
    field = f"{at}.{section}" if at else section
    raws = document.get(section, [])
    if not isinstance(raws, Sequence) or isinstance(raws, str):
        problems.add(field, "not_a_list", "give a list of objects")
        return
    if len(raws) > MOST_ITEMS:
        problems.add(field, "too_many", f"at most {MOST_ITEMS}")
        return
    for index, raw in enumerate(raws):
        if isinstance(raw, Mapping):
            yield f"{field}.{index}", raw
        else:
            problems.add(f"{field}.{index}", "not_an_object", "give an object")


def key(raw: Any, taken: set[str], problems: Problems, field: str) -> str:
    """A key of its own among those `taken`, which it joins; "" and a problem otherwise."""
    if not isinstance(raw, str) or not raw.strip() or len(raw) > LONGEST_KEY:
        problems.add(field, "missing", f"give a key of 1 to {LONGEST_KEY} characters")
        return ""
    if "/" in raw or raw != raw.strip() or raw in RESERVED:
        remedy = f"without “/” or outer blanks, and none of {', '.join(RESERVED)}"
        problems.add(field, "not_a_key", remedy)
    if raw in taken:
        problems.add(field, "not_unique", f"“{raw}” is there twice; each has a key of its own")
    taken.add(raw)
    return raw


def name(raw: Any, problems: Problems, field: str) -> None:
    if not isinstance(raw, str) or not raw.strip():
        problems.add(field, "missing", "give it a name")
    elif len(raw) > LONGEST_NAME:
        problems.add(field, "too_long", f"at most {LONGEST_NAME} characters")


def texts(raw: Any, problems: Problems, field: str) -> list[str]:
    """A list of texts; anything else is a problem."""
    is_list = isinstance(raw, Sequence) and not isinstance(raw, str)
    if not is_list or not all(isinstance(one, str) and len(one) <= LONGEST_NAME for one in raw):
        problems.add(field, "not_a_list", "give a list of texts")
        return []
    return list(raw)


def choices(raw: Any, known: Sequence[str], problems: Problems, field: str) -> list[str]:
    """A list of these values."""
    found = texts(raw, problems, field)
    if any(one not in known for one in found):
        problems.add(field, "unknown_value", f"of {', '.join(known)}")
    return [one for one in found if one in known]


def flag(raw: Any, problems: Problems, field: str) -> None:
    if not isinstance(raw, bool):
        problems.add(field, "not_a_switch", "true or false")


def is_number(raw: Any) -> bool:
    whole = isinstance(raw, int) and not isinstance(raw, bool)
    return whole or (isinstance(raw, float) and math.isfinite(raw))


def storable(raw: Any, problems: Problems, field: str = "", depth: int = 0) -> None:
    """What no store can keep: NUL characters, halves of characters, numbers that are none."""
    add = partial(problems.add, field)
    if depth > DEEPEST:
        add("too_deep", f"at most {DEEPEST} levels inside each other")
    elif isinstance(raw, str):
        if not _is_text(raw):
            add("not_a_text", "remove the characters that are none")
    elif isinstance(raw, Mapping):
        for inner, value in raw.items():
            if not isinstance(inner, str) or not _is_text(inner):
                add("not_a_text", "remove the characters that are none")
            else:
                storable(value, problems, f"{field}.{inner}".strip("."), depth + 1)
    elif isinstance(raw, list | tuple):
        for index, value in enumerate(raw):
            storable(value, problems, f"{field}.{index}".strip("."), depth + 1)
    elif isinstance(raw, float) and not math.isfinite(raw):
        add("not_a_number", "give a number")


def _is_text(raw: str) -> bool:
    return "\0" not in raw and not any("\ud800" <= sign <= "\udfff" for sign in raw)
