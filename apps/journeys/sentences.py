"""What a node does, as sentences: “Wait 3 days”, “If plan is pro”. Pure; one line per type."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.engine.book import Journey, Node
from apps.rules.condition_words import plain, value, words

CHANNELS = {"email": "E-mail", "sms": "SMS", "onsite": "Onsite message", "webhook": "Webhook"}
STOPPED = {"skip": "skips it when stopped", "leave": "leaves when stopped"}
UNITS = (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WORKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a node does, in a few words, and what else is worth knowing."""

    what: str
    more: str = ""


def sentence(node: Node) -> Sentence:
    """The sentence of a compiled node."""
    said = SENTENCES[node.type](node.settings, node.name if node.name != node.key else "")
    return Sentence(said.what) if said.more.lower() in said.what.lower() else said


def longest_stay(journey: Journey) -> str:
    """What ends a run that takes too long; "" where a run may take as long as its path."""
    if not journey.longest_stay:
        return ""
    return f"Whoever is still inside after {duration(journey.longest_stay)} leaves."


def duration(length: timedelta) -> str:
    """“3 days”, “1 hour 30 minutes”; weeks only where they come out even."""
    seconds = int(abs(length).total_seconds())
    parts = []
    for unit, size in UNITS:
        if unit == "week" and seconds % size:
            continue
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " ".join(parts) or "no time"


def weekdays(days: tuple[int, ...]) -> str:
    """“Mon and Fri”, “workdays”; "" for every day."""
    if not days or len(days) == len(DAYS):
        return ""
    if days == WORKDAYS:
        return "workdays"
    if days == WEEKEND:
        return "Sat or Sun"
    names = [DAYS[day] for day in days]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _entry(settings: Any, name: str) -> Sentence:
    who = words(settings.audience)
    also = words(settings.where)
    return Sentence(
        f"When {settings.event}", _joined((also, f"only if {who}" if who else "", _again(settings)))
    )


def _again(settings: Any) -> str:
    if settings.again == "once_per_key":
        return f"once per {plain(settings.key)}"
    if settings.again != "after_leaving":
        return "once per person"
    cool_down = duration(settings.cool_down) if settings.cool_down else ""
    return f"again {cool_down} after leaving" if cool_down else "again after leaving"


def _message(settings: Any, name: str) -> Sentence:
    channel = CHANNELS.get(settings.channel, settings.channel)
    stopped = STOPPED.get(settings.when_stopped) or f"waits up to {duration(settings.at_most)}"
    tier = f"{settings.tier} tier; " if settings.tier else ""
    return Sentence(f"{channel} “{name or settings.template}”", tier + stopped)


def _delay(settings: Any, name: str) -> Sentence:
    if settings.trait:
        return Sentence(f"Wait until {_date(settings)}", name)
    if settings.clock is None:
        return Sentence(f"Wait {duration(settings.duration)}", name)
    first = f"Wait {duration(settings.duration)}, then until" if settings.duration else "Wait until"
    on = weekdays(settings.weekdays)
    until = f"{settings.clock:%H:%M}{f' on {on}' if on else ''}"
    return Sentence(f"{first} {until}", _joined((name, "by the person’s clock")))


def _date(settings: Any) -> str:
    date, clock = plain(settings.trait), settings.clock
    if settings.offset:
        side = "before" if settings.offset < timedelta() else "after"
        date = f"{duration(settings.offset)} {side} {date}"
    return f"{date}, {clock:%H:%M}" if clock else date


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


def _move_stage(settings: Any, name: str) -> Sentence:
    return Sentence(f"Move to stage {plain(settings.stage)}", f"of {plain(settings.lifecycle)}")


def _jump(settings: Any, name: str) -> Sentence:
    times = "once" if settings.limit == 1 else f"up to {settings.limit} times"
    return Sentence(f"Go back {times}", name)


def _goal(settings: Any, name: str) -> Sentence:
    return _ending("Goal", settings, name)


def _exit(settings: Any, name: str) -> Sentence:
    return _ending("Exit", settings, name)


def _ending(title: str, settings: Any, name: str) -> Sentence:
    """By arriving; at once when an event comes; or at once when something has become so."""
    if not settings.listens:
        return Sentence(title, name)
    also = words(settings.where)
    if not settings.event:
        return Sentence(f"{title}: once {also}", "at once, from anywhere, whatever event comes")
    more = f"at once, from anywhere{f'; only if {also}' if also else ''}"
    return Sentence(f"{title}: {settings.event}", more)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)


SENTENCES: dict[str, Callable[[Any, str], Sentence]] = {
    "entry": _entry,
    "message": _message,
    "delay": _delay,
    "wait_for_event": _wait_for_event,
    "condition_split": _condition_split,
    "random_split": _random_split,
    "update_trait": _update_trait,
    "move_stage": _move_stage,
    "jump": _jump,
    "goal": _goal,
    "exit": _exit,
}
