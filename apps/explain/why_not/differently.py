"""What would have to be different for the message to go out: the one fact, in a sentence. Pure."""

from apps.engine.reasons import Code
from apps.explain.why_not.never_words import wanted
from apps.explain.why_not.reasoning.cause import Cause, Kind
from apps.rules.told import words
from apps.rules.told.telling import Telling

BY_CODE = {
    "not_published": "The journey would have had to be published before its event came.",
    "event_received_later": "The event would have had to be received earlier.",
    "event_quarantined": "The event would have had to be worked through: see the quarantine.",
    "not_applied_yet": "Nothing: it is being worked through. Look again in a moment.",
    "older_version": "They would have had to enter later, or be moved to the newer version.",
    "competes_soon": "Nothing: it is decided when the window closes.",
    "random_split": "Chance would have had to draw another way.",
    "sent": "",
    "on_its_way": "Nothing: it is on its way.",
    "expired": "It would have had to be sent sooner after it was decided.",
    "unknown": "",
    Code.ENTERED_BEFORE: "The journey would have to let people in again after they have left.",
    Code.KEY_SEEN: "The event would have had to come with another key.",
    Code.TOO_MANY_INSIDE: "An earlier run of theirs would have had to end first.",
    Code.SUPPRESSED: "The address would have to be taken off the suppression list.",
    Code.UNSUBSCRIBED: "They would have to subscribe again.",
    Code.NO_CONSENT: "They would have to subscribe.",
    Code.NO_ADDRESS: "Their address would have to be known.",
    Code.STAYED_TOO_LONG: "The journey would have to let people stay for longer.",
    Code.LET_GO: "The journey would have had to go on.",
    Code.MOVED_OUT: "The move between versions would have had to keep them.",
    Code.JOURNEY_NOT_LIVE: "The journey would have to be live.",
}


def differently(cause: Cause, telling: Telling) -> str:
    """The one fact that would have to be another; "" where there is nothing to say."""
    if cause.code in BY_CODE:
        return BY_CODE[cause.code]
    match cause.kind:
        case Kind.NEVER_ENTERED:
            return _entry(cause, telling)
        case Kind.WAITING:
            return _wait(cause, telling)
        case Kind.OTHER_WAY:
            return _way(cause, telling)
        case Kind.LEFT | Kind.DISPLACED:
            return _end(cause)
        case Kind.STOPPED | Kind.LOST | Kind.YIELDED | Kind.HELD_OUT:
            return _rule(cause)
        case _:
            return ""


def _entry(cause: Cause, t: Telling) -> str:
    if cause.leaves:
        asked = words.listed([wanted(one) for one in cause.leaves])
        return f"It would have to be so that {asked}."
    match cause.code:
        case "event_never_came" | "event_other_name":
            return f"“{cause.awaited}” would have to come."
        case Code.COOLING_DOWN:
            return f"The event would have to come after {t.moment(cause.until)}."
        case Code.NO_KEY:
            key = cause.reason.numbers.get("property", "its key") if cause.reason else "its key"
            return f"The event would have to come with “{key}”."
        case Code.EXCLUDED if cause.winner:
            return f"They would have had to be out of {cause.winner.name or cause.winner.journey}."
    return ""


def _wait(cause: Cause, t: Telling) -> str:
    until = f" {t.moment(cause.until)}" if cause.until else " its end"
    if cause.code == "wait_for_event":
        return f"“{cause.awaited}” would have to come, or{until} to pass."
    return f"Nothing: they go on by themselves on{until}." if cause.until else ""


def _way(cause: Cause, t: Telling) -> str:
    if cause.leaves:
        asked = words.listed([wanted(one) for one in cause.leaves])
        return f"It would have had to be so that {asked}."
    match cause.code:
        case "timeout":
            return f"“{cause.awaited}” would have had to come before {t.moment(cause.at)}."
        case "event_came":
            return f"“{cause.awaited}” would have had to stay away."
        case "date_missed":
            return "The date would have had to be known and still to come."
    return ""


def _end(cause: Cause) -> str:
    if cause.winner is not None:
        return f"{cause.winner.name or cause.winner.journey} would have had to let them be."
    if cause.awaited:
        return f"“{cause.awaited}” would have had to come after the message."
    return "The run would have had to go on."


def _rule(cause: Cause) -> str:
    name = cause.reason.name or cause.reason.rule if cause.reason else ""
    if cause.kind == Kind.LOST and cause.winner:
        return f"{cause.winner.name} would have had to have nothing to say at that moment."
    if cause.kind == Kind.YIELDED and cause.winner:
        return f"{cause.winner.name} would have had to have nothing planned."
    if cause.kind == Kind.HELD_OUT:
        return f"They would have had to be outside of the holdout “{name}”."
    match cause.code:
        case Code.FREQUENCY_CAP:
            return f"The cap “{name}” would have had to have a place left."
        case Code.QUIET_HOURS:
            return f"The quiet hours “{name}” would have had to be over."
        case Code.EXCLUDED if cause.winner:
            return f"They would have had to be out of {cause.winner.name}."
    return ""
