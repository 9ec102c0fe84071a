"""Why a run did not begin, why it ended, and who stood in its way, as clauses. Pure."""

from collections.abc import Mapping
from typing import Any

from apps.engine.reasons import Reason
from apps.people import shown
from apps.rules.told import words
from apps.rules.told.telling import Telling


def entered_before(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    times = n.get("entered")
    often = words.count_of(times, "time") if isinstance(times, int) else "once"
    last = f", last on {t.moment(n['last_entered_at'])}" if n.get("last_entered_at") else ""
    name = reason.name or t.journey(reason.rule)
    return f"{t.who} entered “{name}” before ({often}{last}), and it lets people in once"


def journey_of(reason: Reason, t: Telling) -> str:
    return f"“{reason.name or t.journey(reason.rule)}”"


def excluded(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    inside = n.get("inside_name") or t.journey(str(n.get("inside") or ""))
    since = f" since {t.moment(n['since'])}" if n.get("since") else ""
    return (
        f"{t.who} {t.verb('is')} in “{inside}”{since}, and the exclusion group"
        f" “{reason.name or reason.rule}” lets people be in one of its journeys only"
    )


def displaced(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    by = n.get("by_name") or t.journey(str(n.get("by") or ""))
    return (
        f"“{by}” took the place: it goes before in the exclusion group"
        f" “{reason.name or reason.rule}”, which lets people be in one of its journeys only"
    )


def cooling_down(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    left = f" on {t.moment(n['left_at'])}" if n.get("left_at") else ""
    until = f" before {t.moment(n['until'])}" if n.get("until") else " so soon"
    return f"{t.who} left {journey_of(reason, t)}{left}, and it lets nobody in again{until}"


def no_key(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    key = f"“{n['property']}”" if n.get("property") else "a key"
    return f"{journey_of(reason, t)} runs once for each {key}, and the event has none"


def key_seen(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    key = f"“{n['property']}”" if n.get("property") else "key"
    value = words.value(shown.identifier(str(n["key"]))) if n.get("key") is not None else "this one"
    return f"{journey_of(reason, t)} runs once for each {key}, and {value} had its run before"


def too_many_inside(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    most = f" ({n['limit']} at most)" if n.get("limit") else ""
    inside = f"{t.verb('was')} inside {journey_of(reason, t)}"
    return f"{t.who} {inside} as often as can be at one time{most}"


def stayed_too_long(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    days = n.get("days")
    most = f" ({words.length(days * 86400)})" if isinstance(days, int | float) else ""
    return f"{t.who} stayed as long as the journey allows{most}"


def end_of_path(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    port = f" through “{n['port']}”" if n.get("port") not in (None, "", "next") else ""
    return f"the path ended after “{reason.name or reason.rule or 'its last node'}”{port}"


def moved_out(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return f"the run was taken out when {journey_of(reason, t)} moved its people to another version"


def let_go(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    became = n.get("status") if n.get("status") in ("paused", "ended") else "ended"
    return f"{journey_of(reason, t)} was {became} and the people inside were let go"
