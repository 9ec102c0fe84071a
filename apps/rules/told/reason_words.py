"""One sentence for each reason of the engine: why something was so, as a clause for people.

Pure: the reason, and by whose clock and which names to tell it. Every Code has its line in WORDS;
numbers that are missing or odd never make it fail, since old decisions stay readable for ever.
"""

from collections.abc import Callable, Mapping
from typing import Any

from apps.engine.reasons import Code, Reason
from apps.rules.told import run_words, words
from apps.rules.told.telling import Telling

Tell = Callable[[Reason, Mapping[str, Any], Telling], str]


def clause(reason: Reason, telling: Telling) -> str:
    """Why, without a capital letter or a full stop: it goes on after "because"."""
    return WORDS[reason.code](reason, reason.numbers or {}, telling)


def _journey_not_live(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return f"the journey “{reason.name or t.journey(reason.rule)}” is paused or has ended"


def _suppressed(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    why = n.get("reason") or reason.name or "no reason was kept"
    address = (
        "e-mail address" if reason.rule == "email" else f"{words.channel(reason.rule)} address"
    )
    return f"the {address} is suppressed ({why}), and nothing may be sent to it"


def _no_address(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    trait = str(n.get("trait") or "")
    address = words.TRAITS_OF_CHANNELS.get(trait, f"address for {words.channel(reason.rule)}")
    return f"no {address} is known" + (f" (the trait “{trait}” is empty)" if trait else "")


def _no_consent(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    what = words.consent_topic(reason.rule)
    return f"{t.who} never subscribed to {what}, and the rules ask for a subscription (opt-in)"


def _unsubscribed(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    what = words.consent_topic(str(n.get("what") or reason.rule))
    since = f" on {t.moment(n['since'])}" if n.get("since") else ""
    return f"{t.who} unsubscribed from {what}{since}"


def _quiet_hours(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    zone = f" in {n['zone']}" if n.get("zone") else ""
    local = f"it was {n['local_time']}{zone}, inside" if n.get("local_time") else "these were"
    hours = f" ({n['from']} to {n['to']})" if n.get("from") and n.get("to") else ""
    until = f", which end {t.moment(n['until'])}" if n.get("until") else ""
    return f"{local} the quiet hours “{reason.name or reason.rule}”{hours}{until}"


def _frequency_cap(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    cap = t.caps.get(reason.rule)
    name = reason.name or (cap.name if cap else reason.rule)
    if "count" not in n:
        return f"the cap “{name}” was full"
    what = words.channels(cap.channels if cap else (), one=n.get("limit") == 1)
    window = words.window(n.get("hours"), n.get("calendar"))
    times = n.get("times")
    seen = [t.short(at) for at in times] if isinstance(times, list | tuple) else []
    more = int(n["count"]) - len(seen) if isinstance(n.get("count"), int) else 0
    if seen and more > 0:
        seen = [f"{more} earlier", *seen]
    said = (
        f"the cap “{name}” is full: {n.get('count', '?')} of {n.get('limit', '?')} {what} {window}"
    )
    said += f" ({', '.join(seen)})" if seen else ""
    return said + (f", free again {t.moment(n['free_at'])}" if n.get("free_at") else "")


def _winner(n: Mapping[str, Any]) -> str:
    node, journey = n.get("winner_node"), n.get("winner_name") or n.get("winner_journey")
    if node and journey:
        return f"“{node}” of {journey}"
    return f"“{node or journey}”" if node or journey else "another message"


def _then(n: Mapping[str, Any]) -> str:
    """The cap that has no place left once the winner has gone."""
    return f"; with that, the cap “{n['then']}” is full" if n.get("then") else ""


def _lost_tier(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return (
        f"{_winner(n)} went first: this one's tier {n.get('own', '?')}"
        f" comes after {n.get('winner', '?')}{_then(n)}"
    )


def _lost_priority(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return (
        f"{_winner(n)} went first: both are of the same tier, and its journey's priority is"
        f" {n.get('winner', '?')} against {n.get('own', '?')}{_then(n)}"
    )


def _lost_ready_time(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return (
        f"{_winner(n)} went first: tier and priority are the same, and it was ready earlier"
        f" ({t.exact(n.get('winner', '?'))} against {t.exact(n.get('own', '?'))}){_then(n)}"
    )


def _lost_key(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return (
        f"{_winner(n)} went first: tier, priority and ready time are all the same, so the journey"
        f" key decided (“{n.get('winner', '?')}” comes before “{n.get('own', '?')}”){_then(n)}"
    )


def _lost_same_journey(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return (
        f"{_winner(n)} went first: both are of the same journey and were ready at the same moment,"
        f" so the run's id decided{_then(n)}"
    )


def _look_ahead(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    cap = n.get("cap") or reason.name or reason.rule
    node, journey = n.get("reserved_node"), n.get("reserved_name") or n.get("reserved_journey")
    whose = f"“{node}” of {journey}" if node and journey else journey or "a better message"
    when = f", due {t.moment(n['at'])}" if n.get("at") else ""
    used = ""
    if isinstance(n.get("limit"), int) and isinstance(n.get("count"), int):
        used = f" ({n['count']} of {n['limit']} taken by then)"
    return f"the last place under the cap “{cap}” is kept for {whose}{when}{used}"


def _holdout(reason: Reason, n: Mapping[str, Any]) -> str:
    share = f" ({words.percent(n['share'])} of people)" if n.get("share") else ""
    return f"the holdout “{reason.name or reason.rule}”{share}"


def _held_out(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return f"{t.who} {t.verb('is')} in {_holdout(reason, n)}, which keeps such messages from them"


def _held_out_mixed(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    return (
        f"{t.who} {t.verb('was')} joined from two profiles of which one is in"
        f" {_holdout(reason, n)}: such a person stays silent and is left out of the analysis"
    )


def _gate_error(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    error = f" ({n['error']})" if n.get("error") else ""
    return f"the gate “{reason.name or reason.rule}” failed{error}, and nothing is sent unguarded"


def _ending(kind: str) -> Tell:
    def tell(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
        event = f" when “{n['event']}” came" if n.get("event") else ""
        return f"{t.who} reached the {kind} “{reason.name or reason.rule or kind}”{event}"

    return tell


def _stopped_and_left(reason: Reason, n: Mapping[str, Any], t: Telling) -> str:
    known = {code.value for code in Code}
    stopped = n.get("stopped_by")
    if stopped in known and stopped != Code.STOPPED_AND_LEFT:
        why = clause(Reason(Code(stopped), rule=str(n.get("rule") or "")), t)
        return f"a message was stopped, and its node says to leave then: {why}"
    return "a message was stopped, and its node says to leave then"


WORDS: dict[Code, Tell] = {
    Code.OK: lambda r, n, t: "nothing stood in the way",
    Code.JOURNEY_NOT_LIVE: _journey_not_live,
    Code.SUPPRESSED: _suppressed,
    Code.NO_ADDRESS: _no_address,
    Code.NO_CONSENT: _no_consent,
    Code.UNSUBSCRIBED: _unsubscribed,
    Code.EXCLUDED: run_words.excluded,
    Code.QUIET_HOURS: _quiet_hours,
    Code.FREQUENCY_CAP: _frequency_cap,
    Code.LOST_TIER: _lost_tier,
    Code.LOST_PRIORITY: _lost_priority,
    Code.LOST_READY_TIME: _lost_ready_time,
    Code.LOST_KEY: _lost_key,
    Code.LOST_SAME_JOURNEY: _lost_same_journey,
    Code.LOOK_AHEAD: _look_ahead,
    Code.NOT_COMPETING: lambda r, n, t: "it was stopped before it could compete",
    Code.HELD_OUT: _held_out,
    Code.HELD_OUT_MIXED: _held_out_mixed,
    Code.GATE_ERROR: _gate_error,
    Code.ENTERED_BEFORE: run_words.entered_before,
    Code.STILL_INSIDE: lambda r, n, t: (
        f"{t.who} {t.verb('was')} still inside {run_words.journey_of(r, t)}"
    ),
    Code.COOLING_DOWN: run_words.cooling_down,
    Code.NO_KEY: run_words.no_key,
    Code.KEY_SEEN: run_words.key_seen,
    Code.TOO_MANY_INSIDE: run_words.too_many_inside,
    Code.EVENT_PROPERTIES: lambda r, n, t: (
        f"the event's properties are not those that {run_words.journey_of(r, t)} asks for"
    ),
    Code.AUDIENCE: lambda r, n, t: (
        f"{t.who} {t.verb('was')} not in the audience of {run_words.journey_of(r, t)}"
    ),
    Code.GOAL: _ending("goal"),
    Code.EXIT: _ending("exit"),
    Code.END_OF_PATH: run_words.end_of_path,
    Code.STOPPED_AND_LEFT: _stopped_and_left,
    Code.MERGED_TWICE_INSIDE: lambda r, n, t: (
        f"two profiles were joined that were both inside {run_words.journey_of(r, t)}:"
        " the other run goes on"
    ),
    Code.DISPLACED: run_words.displaced,
    Code.STAYED_TOO_LONG: run_words.stayed_too_long,
    Code.MOVED_OUT: run_words.moved_out,
    Code.LET_GO: run_words.let_go,
    Code.TOO_MANY_STEPS: lambda r, n, t: (
        f"the run passed {n.get('steps', 'too many')} nodes without an end and was cut off"
    ),
}
