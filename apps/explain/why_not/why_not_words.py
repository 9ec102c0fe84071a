"""A cause in one sentence that anyone understands. Pure: the cause, names and a clock."""

from collections.abc import Callable

from apps.explain.why.deliveries import REASONS, STATUSES
from apps.explain.why_not import never_words
from apps.explain.why_not.reasoning.cause import Cause, Kind
from apps.explain.why_not.reasoning.reason import Found
from apps.journeys.ports import port_words
from apps.people import shown
from apps.rules.told import sentences, words
from apps.rules.told.reason_words import clause
from apps.rules.told.telling import Telling

Tell = Callable[[Found, str, Telling], str]


def sentence(found: Found, journey: str, telling: Telling) -> str:
    """Why this message did not go out; `journey` is its key."""
    return words.sentence(WORDS[found.cause.kind](found, journey, telling))


def since_then(cause: Cause, telling: Telling) -> str:
    """A refusal after a run, told after what became of the run."""
    return f"Since then, {never_words.came_but(cause, telling)}."


def refusal(cause: Cause, telling: Telling) -> str:
    """Why one entry event let nobody in, as a sentence of its own."""
    return words.sentence(never_words.came_but(cause, telling))


def _never(found: Found, journey: str, t: Telling) -> str:
    return never_words.sentence(found.cause, t.journey(journey), t)


def _other_version(found: Found, journey: str, t: Telling) -> str:
    number = t.version_number(found.cause.version)
    return (
        f"{t.who} entered {t.journey(journey)} on {t.moment(found.cause.since)}, in version"
        f" {number or '?'}, which has no message “{_name(found, t)}”: whoever is inside stays on"
        " the version they entered"
    )


def _waiting(found: Found, journey: str, t: Telling) -> str:
    cause = found.cause
    here = t.node(cause.version, cause.node).name
    if cause.code == "competes_soon":
        closes = f" on {t.moment(cause.until)}" if cause.until else ""
        return (
            f"{_not_yet(found, journey, t)}“{here}” has been ready since {t.moment(cause.since)}"
            f" and competes with other messages when the window closes{closes}"
        )
    said = f"{_not_yet(found, journey, t)}since {t.moment(cause.since)} they stand at “{here}”"
    until = f" until {t.moment(cause.until)}" if cause.until else ""
    if cause.code == "wait_for_event":
        return f"{said} and wait for “{cause.awaited}”{until and until + ' at most'}"
    return f"{said} and wait{until}" if cause.code == "delay" else said


def _other_way(found: Found, journey: str, t: Telling) -> str:
    cause = found.cause
    node = t.node(cause.version, cause.node)
    here, taken = node.name, port_words(node.type, cause.port)
    named = [f"“{port_words(node.type, port)}”" for port in cause.ports]
    ways = words.listed(named, "or") or "no other way"
    return (
        f"{t.who} did not come to “{_name(found, t)}” of {t.journey(journey)}: on"
        f" {t.moment(cause.at)} they left “{here}” through “{taken}”, and {ways} leads"
        f" there{_turn(cause, t)}"
    )


def _turn(cause: Cause, t: Telling) -> str:
    match cause.code:
        case "condition_split":
            asked = [never_words.leaf(one) for one in cause.leaves]
            return f": that way asks that {'; '.join(asked)}" if asked else ""
        case "random_split":
            return ". The way is drawn by chance, once for each person, and stays the same"
        case "timeout":
            return f": “{cause.awaited}” had not come by then"
        case "event_came":
            return f": “{cause.awaited}” had come"
        case "date_missed":
            return ": the date that is waited for was missing or over"
        case _:
            return ""


def _left(found: Found, journey: str, t: Telling) -> str:
    cause = found.cause
    why = clause(cause.reason, t.of_them) if cause.reason else "the run ended"
    said = (
        f"{t.who} left {t.journey(journey)} on {t.moment(cause.at)}, before “{_name(found, t)}”"
        f" went out: {why}{_late(cause, t)}"
    )
    if found.before is None:
        return said
    held = found.before.considered
    waited = f"It had waited since {t.moment(held.ready_at)}, as {clause(held.reason, t.of_them)}"
    return f"{said}. {waited}"


def _late(cause: Cause, t: Telling) -> str:
    """When the event that ended the run had happened, where it was received later."""
    event = cause.event
    if event is None or (event.received_at - event.occurred_at).total_seconds() < 60:
        return ""
    return f" (it had happened on {t.moment(event.occurred_at)} and was received later)"


def _decided(found: Found, journey: str, t: Telling) -> str:
    assert found.judged is not None
    said = f"{t.moment(found.judged.at)}: {sentences.candidate(found.judged.considered, t)}"
    elsewhere = found.node and found.cause.node != found.node
    return f"{_not_yet(found, journey, t)}{said}" if elsewhere else said


def _delivery(found: Found, journey: str, t: Telling) -> str:
    became = found.cause.delivery
    assert found.judged is not None and became is not None
    one = found.judged.considered
    name = sentences.full_name(one, t)
    said = f"{name} was decided on {t.moment(found.judged.at)}"
    if became.status == "not_kept":
        return f"{said}; what became of it is no longer kept"
    what = STATUSES[became.status].rstrip(".")  # type: ignore[index]
    what = what[0].lower() + what[1:]
    if not became.reason:
        return f"{said}: {what}"
    why = REASONS.get(became.reason, became.reason.replace("_", " "))
    return f"{said}: {what}, as {why}{f' ({shown.error(became.detail)})' if became.detail else ''}"


def _sent(found: Found, journey: str, t: Telling) -> str:
    return f"{_decided(found, journey, t)} They did get it"


def _unknown(found: Found, journey: str, t: Telling) -> str:
    cause = found.cause
    if cause.code == "no_message":
        return f"{t.journey(journey)} has no message"
    if cause.code == "decision_not_kept":
        return (
            f"“{_name(found, t)}” was passed on {t.moment(cause.at)}; the decision about it is no"
            " longer kept"
        )
    return f"What is kept does not say what became of “{_name(found, t)}”"


def _not_yet(found: Found, journey: str, t: Telling) -> str:
    if not found.node or found.node == found.cause.node:
        return ""
    return f"{t.who} has not come to “{_name(found, t)}” of {t.journey(journey)}: "


def _name(found: Found, t: Telling) -> str:
    """The message's name; in another version, where the run's does not have it."""
    known = t.node(found.cause.version, found.node)
    if known.type or not found.node:
        return known.name
    named = (one.nodes[found.node].name for one in t.versions.values() if found.node in one.nodes)
    return next(named, known.name)


WORDS: dict[Kind, Tell] = {
    Kind.NEVER_ENTERED: _never,
    Kind.OTHER_VERSION: _other_version,
    Kind.WAITING: _waiting,
    Kind.OTHER_WAY: _other_way,
    Kind.LEFT: _left,
    Kind.DISPLACED: _left,
    Kind.STOPPED: _decided,
    Kind.LOST: _decided,
    Kind.YIELDED: _decided,
    Kind.HELD_OUT: _decided,
    Kind.DELIVERY: _delivery,
    Kind.SENT: _sent,
    Kind.UNKNOWN: _unknown,
}
