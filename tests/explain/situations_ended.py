"""Situations in which the run ends before the message goes out, or goes on without it."""

from apps.explain.why_not.reasoning.cause import Kind
from tests.explain.situations import Told, ann, situation, welcome
from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)

CAP = {"id": "day", "name": "1 a day", "limit": 1, "hours": 24, "channels": ["email"]}


def signed_up(hours: float = 1) -> dict[str, object]:
    return track("ann", "Signed Up", at(hours))


@situation
def they_reached_the_goal_before() -> Told:
    rule_set()
    nodes = [node("wait", "delay", duration={"days": 3}), node("bought", "goal", event="Order")]
    _with_endings(*nodes)
    ann(signed_up(), track("ann", "Order", at(9)))
    return Told(
        Kind.LEFT,
        "goal",
        ("left Welcome on Mon 2 Mar 2026, 18:00, before “message” went out", "when “Order” came"),
        {"event.name": "Order", "at": at(9), "node": "wait"},
    )


@situation
def a_late_event_ended_the_run() -> Told:
    rule_set()
    nodes = [node("wait", "delay", duration={"days": 3}), node("bought", "goal", event="Order")]
    _with_endings(*nodes)
    late = track("ann", "Order", at(20)) | {"timestamp": at(5).isoformat()}
    ann(signed_up(), late)
    return Told(
        Kind.LEFT,
        "goal",
        ("(it had happened on Mon 2 Mar 2026, 14:00 and was received later)",),
        {"event.occurred_at": at(5), "event.received_at": at(20)},
    )


@situation
def an_exit_rule_ended_the_run_while_the_message_waited() -> Told:
    rule_set(caps=[CAP])
    publish("first", message_on("Trial"))
    _with_endings(node("gone", "exit", event="Cancelled"))
    ann(track("ann", "Trial", at(0.5)), signed_up(), track("ann", "Cancelled", at(7)))
    return Told(
        Kind.LEFT,
        "exit",
        ("reached the exit “gone” when “Cancelled” came. It had waited since", "“1 a day” is full"),
        {"event.name": "Cancelled", "at": at(7)},
    )


def _with_endings(*nodes: dict[str, object]) -> None:
    """The welcome journey with what may come before its message, or end the run at any time."""
    start = node("in", "entry", event="Signed Up")
    ways = [one for one in nodes if one["type"] not in ("goal", "exit")]
    document = path(start, *ways, node("message", "message", template="hello"))
    document["nodes"] += [one for one in nodes if one["type"] in ("goal", "exit")]
    publish("welcome", document)


@situation
def they_stayed_as_long_as_the_journey_allows() -> Told:
    rule_set()
    start, stay = (
        node("in", "entry", event="Signed Up"),
        node("stay", "delay", duration={"days": 9}),
    )
    document = path(start, stay, node("message", "message", template="hello"))
    publish("welcome", document | {"longest_stay": {"days": 2}})
    ann(signed_up())
    return Told(
        Kind.LEFT,
        "stayed_too_long",
        ("stayed as long as the journey allows (2 days)",),
        {"at": at(49), "node": "stay"},
    )


@situation
def the_message_came_with_a_later_version() -> Told:
    rule_set()
    stay = node("stay", "delay", duration={"days": 9})
    publish("welcome", path(node("in", "entry", event="Signed Up"), stay, node("out", "exit")))
    ann(signed_up(), until=at(2))
    welcome()
    run_until(at(3))
    return Told(
        Kind.OTHER_VERSION,
        "older_version",
        ("entered Welcome on Mon 2 Mar 2026, 10:00, in version 1, which has no message “message”",),
        {"since": at(1)},
        at=at(3),
    )


@situation
def they_were_merged_with_somebody_inside() -> Told:
    rule_set()
    welcome(node("wait", "delay", duration={"days": 3}))
    tell(
        track("", "Signed Up", at(1), id="a") | {"anonymousId": "browser", "userId": None},
        identify("ann", at(2)),
        track("ann", "Signed Up", at(3)),
        identify("ann", at(5), anonymous="browser"),
    )
    run_until(at(6))
    return Told(
        Kind.WAITING,
        "delay",
        ("they stand at “wait”",),
        {"node": "wait"},
        at=at(6),
    )
