"""The nodes of a journey as sentences: “Wait 3 days”, “If plan is pro”. Pure; one line per type."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.engine.book import Node
from apps.journeys.condition_words import value, words

CHANNELS = {"email": "E-mail", "sms": "SMS", "onsite": "Onsite message", "webhook": "Webhook"}
STOPPED = {"skip": "skips it when stopped", "leave": "leaves when stopped"}
UNITS = (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a node does, in a few words, and what else is worth knowing."""

    what: str
    more: str = ""


def sentence(node: Node) -> Sentence:
    """The sentence of a compiled node."""
    said = SENTENCES[node.type](node.settings, node.name if node.name != node.key else "")
    return Sentence(said.what) if said.more.lower() in said.what.lower() else said


def duration(length: timedelta) -> str:
    """“3 days”, “1 hour 30 minutes”; weeks only where they come out even."""
    seconds = int(length.total_seconds())
    parts = []
    for unit, size in UNITS:
        if unit == "week" and seconds % size:
            continue
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " ".join(parts) or "no time"


def _entry(settings: Any, name: str) -> Sentence:
    who = words(settings.audience)
    also = words(settings.where)
    again = "again after leaving" if settings.again == "after_leaving" else "once per person"
    more = "; ".join(part for part in (also, f"only if {who}" if who else "", again) if part)
    return Sentence(f"When {settings.event}", more)


def _message(settings: Any, name: str) -> Sentence:
    channel = CHANNELS.get(settings.channel, settings.channel)
    stopped = STOPPED.get(settings.when_stopped) or f"waits up to {duration(settings.at_most)}"
    tier = f"{settings.tier} tier; " if settings.tier else ""
    return Sentence(f"{channel} “{name or settings.template}”", tier + stopped)


def _delay(settings: Any, name: str) -> Sentence:
    return Sentence(f"Wait {duration(settings.duration)}", name)


def _wait_for_event(settings: Any, name: str) -> Sentence:
    also = words(settings.where)
    more = f"at most {duration(settings.at_most)}" + (f"; only if {also}" if also else "")
    return Sentence(f"Wait for {settings.event}", more)


def _condition_split(settings: Any, name: str) -> Sentence:
    first = words(settings.branches[0].when) if settings.branches else ""
    others = len(settings.branches) - 1
    more = f"and {others} more question{'' if others == 1 else 's'}" if others > 0 else ""
    return Sentence(f"If {first or 'anything'}", more or name)


def _random_split(settings: Any, name: str) -> Sentence:
    total = sum(weight for _, weight in settings.weights) or 1
    shares = ", ".join(f"{port} {weight / total:.0%}" for port, weight in settings.weights)
    return Sentence("Split by chance", shares)


def _update_trait(settings: Any, name: str) -> Sentence:
    given = settings.from_entry or value(settings.value)
    text = f"the entry’s {given}" if settings.from_entry else given
    return Sentence(f"Set {settings.trait} to {text}", name)


def _goal(settings: Any, name: str) -> Sentence:
    return _ending("Goal", settings, name)


def _exit(settings: Any, name: str) -> Sentence:
    return _ending("Exit", settings, name)


def _ending(title: str, settings: Any, name: str) -> Sentence:
    if not settings.event:
        return Sentence(title, name)
    also = words(settings.where)
    more = f"at once, from anywhere{f'; only if {also}' if also else ''}"
    return Sentence(f"{title}: {settings.event}", more)


SENTENCES: dict[str, Callable[[Any, str], Sentence]] = {
    "entry": _entry,
    "message": _message,
    "delay": _delay,
    "wait_for_event": _wait_for_event,
    "condition_split": _condition_split,
    "random_split": _random_split,
    "update_trait": _update_trait,
    "goal": _goal,
    "exit": _exit,
}
