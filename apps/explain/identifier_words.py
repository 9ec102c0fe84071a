"""What led two profiles to each other, and what one brought, as people read it."""

from collections.abc import Iterable

from apps.people import shown
from apps.people.identity_types import EMAIL
from apps.rules.told import words


def led(rule: str) -> str:
    """The types of a merge's rule: “user id, e-mail and anonymous id”."""
    return words.listed([kind(one) for one in rule.split("+")])


def several(pairs: Iterable[str]) -> list[str]:
    """Identifiers, kept as type:value, in words: “anonymous id a1”; masked for some."""
    split = [one.partition(":") for one in shown.pairs(pairs)]
    return [f"{kind(key)} {value}" for key, _, value in split]


def kind(key: str) -> str:
    """A type of identifier within a sentence."""
    return "e-mail" if key == EMAIL else key.replace("_", " ")
