"""Whether an event lets a person in to a journey, and the reason where it doesn't."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from apps.engine import conditions, exclusion
from apps.engine.book import Book, Journey
from apps.engine.conditions import Facts
from apps.engine.nodes.entry import Settings
from apps.engine.reasons import Code, LeafAnswer, Reason
from apps.engine.values import Event, Past, ProfileState

# The latest keys that are remembered of a journey (and those of all that are still inside), and the
# runs of it that go side by side: what is known of a person doesn't grow with history.
MAX_KEYS = 500
MAX_INSIDE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """`reason` None: the person may enter. `leaves` are all that was asked."""

    reason: Reason | None
    leaves: tuple[LeafAnswer, ...]


def ask(state: ProfileState, book: Book, journey: Journey, event: Event, facts: Facts) -> Asked:
    """The first thing that keeps the person out, in this order: the event's properties, earlier
    runs, the audience, exclusion groups."""
    settings: Settings = journey.nodes[journey.entry].settings
    where = conditions.evaluate(settings.where, facts)
    audience = conditions.evaluate(settings.audience, facts)
    reason: Reason | None = None
    if not where.ok:
        reason = Reason(Code.EVENT_PROPERTIES, journey.key, journey.name)
    else:
        reason = _again(state, journey, settings, event, facts.now)
    if reason is None and not audience.ok:
        reason = Reason(Code.AUDIENCE, journey.key, journey.name)
    if reason is None:
        reason = exclusion.refuses(state, book, journey)
    return Asked(reason, where.leaves + audience.leaves)


def key_of(journey: Journey, event: Event) -> str:
    """The key of the run that this event would begin; "" where runs have none."""
    settings: Settings = journey.nodes[journey.entry].settings
    value = event.properties.get(settings.key) if settings.again == "once_per_key" else None
    if value is None or isinstance(value, dict | list | tuple) or value == "":
        return ""
    return str(value)


def remember(past: Past | None, at: datetime, key: str) -> Past:
    """What is remembered of a journey's runs after one more entry."""
    keys = past.keys if past else ()
    if key:
        keys = (*keys, digest(key))[-MAX_KEYS:]
    return Past((past.entered if past else 0) + 1, at, past.last_left_at if past else None, keys)


def digest(key: str) -> str:
    """A key as it is remembered: short, whatever it is."""
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def _again(
    state: ProfileState, journey: Journey, settings: Settings, event: Event, now: datetime
) -> Reason | None:
    past = state.past.get(journey.key)
    inside = [run for run in state.enrollments if run.journey == journey.key]
    if settings.again == "once_per_key":
        return _per_key(past, [run.key for run in inside], journey, settings, event)
    if past and settings.again == "once":
        numbers = {"entered": past.entered, "last_entered_at": past.last_entered_at}
        return Reason(Code.ENTERED_BEFORE, journey.key, journey.name, numbers)
    if inside:
        return Reason(Code.STILL_INSIDE, journey.key, journey.name)
    if past and past.last_left_at and now < past.last_left_at + settings.cool_down:
        until = past.last_left_at + settings.cool_down
        cooling = {"left_at": past.last_left_at, "until": until}
        return Reason(Code.COOLING_DOWN, journey.key, journey.name, cooling)
    return None


def _per_key(
    past: Past | None, inside: list[str], journey: Journey, settings: Settings, event: Event
) -> Reason | None:
    key = key_of(journey, event)
    if not key:
        return Reason(Code.NO_KEY, journey.key, journey.name, {"property": settings.key})
    if digest(key) in (past.keys if past else ()) or key in inside:
        numbers = {"property": settings.key, "key": key[:100]}
        return Reason(Code.KEY_SEEN, journey.key, journey.name, numbers)
    if len(inside) >= MAX_INSIDE:
        return Reason(Code.TOO_MANY_INSIDE, journey.key, journey.name, {"limit": MAX_INSIDE})
    return None
