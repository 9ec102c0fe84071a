"""Finds a person's identifiers in texts whose shape nobody knows. Pure."""

import json
import re
from collections.abc import Callable, Sequence

# A shorter one is only found as a word of its own: “42” is part of very many texts.
LONG = 6


def finder(values: Sequence[str]) -> Callable[[str], bool]:
    """A test whether a text names one of these, in any case and also as JSON writes it."""
    spellings = _spellings(values)
    if not spellings:
        return lambda text: False
    pattern = re.compile("|".join(map(_pattern, spellings)), re.IGNORECASE)
    return lambda text: bool(pattern.search(text))


def _spellings(values: Sequence[str]) -> list[str]:
    told = {value for value in values if value}
    return sorted(told | {json.dumps(value)[1:-1] for value in told}, key=lambda v: (-len(v), v))


def _pattern(value: str) -> str:
    escaped = re.escape(value)
    return escaped if len(value) >= LONG else rf"(?<!\w){escaped}(?!\w)"


def mention(values: Sequence[str]) -> str:
    """A regular expression, for PostgreSQL, of a whole text in JSON that names one of these."""
    inside = r'(?:[^"\\]|\\.)*'
    ways = [
        f"{inside}{re.escape(value)}{inside}" if len(value) >= LONG else re.escape(value)
        for value in _spellings(values)
    ]
    return f'"(?:{"|".join(ways)})"'


def in_json(values: Sequence[str]) -> list[str]:
    """What to look for in JSON: a short one only as a whole text."""
    return [one if len(one) >= LONG else f'"{one}"' for one in _spellings(values)]
