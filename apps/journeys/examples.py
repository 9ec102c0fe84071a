"""Values that were seen, as examples: the commonest first, no addresses, a guessed kind. Pure."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MOST = 5
LONGEST = 80
KINDS = ("text", "number", "boolean", "date", "list", "other")
PRIVATE_KEYS = re.compile(
    r"e-?mail|phone|mobile|msisdn|whatsapp|iban|passw|secret|token|card_?n|(^|_)(tel|fax|ssn|ip)($|_)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"^([^@\s])[^@\s]*(@[^@\s]+\.[^@\s]+)$")
PHONE = re.compile(r"^\+?[\d\s()./-]{7,20}$")
# An address anywhere in a text, or a phone number as it is dialled from abroad.
ADDRESS = re.compile(r"[^@\s]@[^@\s]+\.[^@\s]|^\s*(\+|00)\d[\d\s()./-]{6,18}$")


@dataclass(frozen=True, slots=True)
class Examples:
    """`times`: how many values were looked at. `masked`: the values aren't shown as they are."""

    kind: str
    values: tuple[Any, ...]
    times: int
    masked: bool


def examples(key: str, values: Iterable[Any]) -> Examples:
    """What the values under this key look like."""
    told = [value for value in values if value is not None]
    kinds = Counter(kind_of(value) for value in told)
    kind = kinds.most_common(1)[0][0] if kinds else "other"
    single = [one for value in told for one in (value if isinstance(value, list) else [value])]
    shown = [one for one in single if isinstance(one, str | int | float | bool)]
    private = bool(PRIVATE_KEYS.search(key)) or any(map(_is_address, shown))
    common = Counter(json.dumps(one) for one in shown if not _too_long(one)).most_common()
    found = [json.loads(text) for text, _ in common]
    if private:
        found = list(dict.fromkeys(map(masked, found)))
    return Examples(kind, tuple(found[:MOST]), len(told), private)


def kind_of(value: Any) -> str:
    """What a value is compared as; a text that reads as a moment is a date."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        return "list"
    if not isinstance(value, str):
        return "other"
    return "date" if _is_date(value) else "text"


def masked(value: Any) -> str:
    """“a***@example.com”, “+49***”: enough to see what kind of value it is."""
    text = str(value)
    address = EMAIL.match(text)
    if address:
        return f"{address[1]}***{address[2]}"
    return f"{text[:3]}***" if PHONE.match(text) else f"{text[:1]}***"


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and ADDRESS.search(value) is not None


def _is_date(text: str) -> bool:
    if not re.match(r"^\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _too_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > LONGEST
