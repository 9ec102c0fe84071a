"""What speaks against a merge, in words: what it is, and why it matters. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from apps.people.identity_types import name_of
from apps.rules.told import words

Numbers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """`title` is a word or two for lists; `reason` says what was seen, `matters` why it counts."""

    kind: str
    title: str
    reason: str
    matters: str


TITLES = {
    "large": "Large",
    "limit": "Limit reached",
    "devices": "Shared device",
    "traits": "Differing traits",
    "arms": "Different arms",
}
MATTERS = {
    "large": "Undoing it later is harder the longer it stands, and many messages may hang on it.",
    "limit": "A person who has more identifiers than one person has is often several people.",
    "devices": "A tablet at home, or a computer in a shop, is used by more than one person.",
    "traits": "Messages for one of them may go to the address of the other, with a wrong name.",
    "arms": "The person gets nothing of what is held out, and is left out of its result.",
}
COUNTED = {
    "identifiers": ("identifier", "brought {}"),
    "events": ("event", "had {}"),
    "runs": ("run", "had begun {}"),
    "taken_in": ("profile", "was one of {} that were joined into the same person"),
}
ABOUT = {"email": "e-mail addresses", "phone": "phone numbers", "name": "names"}


def told(found: Iterable[Numbers]) -> list[Suspicion]:
    """The stored suspicions of a merge, in their order."""
    return [
        Suspicion(kind, TITLES[kind], REASONS[kind](numbers), MATTERS[kind])
        for numbers in found
        if (kind := str(numbers.get("kind"))) in REASONS
    ]


def _large(numbers: Numbers) -> str:
    said = []
    for key, (noun, how) in COUNTED.items():
        if key in numbers:
            said.append(how.format(_at_least(key, numbers[key], noun)))
    return f"The profile that was absorbed {words.listed(said)}."


def _at_least(key: str, count: int, noun: str) -> str:
    counted = words.count_of(f"{count - 1:,}" if key == "events" else count, noun)
    more = {"events": "more than ", "taken_in": "at least "}
    return more.get(key, "") + counted


def _limit(numbers: Numbers) -> str:
    kinds = [name_of(type).lower() for type in numbers.get("types") or ()]
    times = words.count_of(numbers.get("times", 1), "time")
    if numbers.get("apart"):
        return f"Events named one of the two together with somebody kept apart from them, {times}."
    of = f" of {words.listed(kinds)}" if kinds else ""
    return f"An identifier was left off {times}, because the limit{of} was reached."


def _devices(numbers: Numbers) -> str:
    kinds = [_the(name_of(type)) for type in numbers.get("types") or ()]
    return (
        f"Nothing but {words.listed(kinds)} led to one of the two, and each had an address or a "
        "name of their own."
    )


def _the(kind: str) -> str:
    low = kind if kind.startswith(("iOS", "Google")) else kind[:1].lower() + kind[1:]
    return f"{'an' if low[:1].lower() in 'aeiou' else 'a'} {low}"


def _traits(numbers: Numbers) -> str:
    kinds = [ABOUT.get(key, key) for key in numbers.get("about") or ()]
    return f"The two had different {words.listed(kinds)}."


def _arms(numbers: Numbers) -> str:
    named = [f"“{name}”" for name in numbers.get("holdouts") or ()]
    one = len(named) == 1
    return (
        f"Of the {'holdout' if one else 'holdouts'} {words.listed(named)} one of the two was held "
        "out and the other was not; joined, the person stays silent."
    )


REASONS: dict[str, Callable[[Numbers], str]] = {
    "large": _large,
    "limit": _limit,
    "devices": _devices,
    "traits": _traits,
    "arms": _arms,
}
