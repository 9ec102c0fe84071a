"""Situations in which somebody does not get a message, each really played through all stages.

Each is a function that lets it happen and says what why-not is to answer; `SITUATIONS` has all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.delivery.drain import drain
from apps.delivery.models import Template
from apps.explain.why_not.reasoning.cause import Kind
from tests.scenario import (
    at,
    identify,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)

LATER = at(days=60)


@dataclass(frozen=True)
class Told:
    """What is asked, and what the answer must say.

    `cause` names fields of the cause, "reason.rule" those within; `said` are parts of the sentence.
    """

    kind: Kind
    code: str
    said: tuple[str, ...]
    cause: Mapping[str, Any] = field(default_factory=dict)
    journey: str = "welcome"
    node: str = "message"
    at: datetime | None = None
    user: str = "ann"


Situation = Callable[[], Told]
SITUATIONS: dict[str, Situation] = {}


def situation(play: Situation) -> Situation:
    SITUATIONS[play.__name__] = play
    return play


def ann(*events: dict[str, Any], until: datetime = LATER, **traits: Any) -> None:
    """Ann tells who she is at the start, does this, and everything up to then is worked through."""
    tell(identify("ann", at(0), **traits), *events)
    run_until(until)


def welcome(*nodes: dict[str, Any], entry: Mapping[str, Any] | None = None, **more: Any) -> None:
    """A journey by “Signed Up” with these nodes before its message."""
    settings = {"event": "Signed Up"} | dict(entry or {})
    start = node("in", "entry") | {"settings": settings}
    end = [node("message", "message", template="hello", **more), node("out", "exit")]
    publish("welcome", path(start, *nodes, *end))


def template(key: str = "hello") -> None:
    Template.objects.create(key=key, name=key, channel="email", subject="Hello", text="Hello")


def deliver(when: datetime) -> None:
    """Whatever the outbox has is sent by the clock of then."""
    drain("email", lambda: when)


@situation
def the_journey_was_not_published_then() -> Told:
    ann(track("ann", "Signed Up", at(-9)))
    rule_set()
    welcome()
    return Told(
        Kind.NEVER_ENTERED,
        "not_published",
        ("“Signed Up” came on Mon 2 Mar 2026, 00:00, before the journey was published",),
        {"event.name": "Signed Up", "at": at(0)},
    )


@situation
def the_event_never_came() -> Told:
    rule_set()
    welcome()
    ann()
    said = "ann@example.test never entered Welcome: “Signed Up” never came."
    return Told(Kind.NEVER_ENTERED, "event_never_came", (said,), {"awaited": "Signed Up"})


@situation
def an_event_of_another_name_came() -> Told:
    rule_set()
    welcome()
    ann(track("ann", "signed_up", at(1)))
    return Told(
        Kind.NEVER_ENTERED,
        "event_other_name",
        ("“Signed Up” never came; “signed_up” did, on Mon 2 Mar 2026, 10:00",),
        {"awaited": "Signed Up", "event.name": "signed_up", "event.occurred_at": at(1)},
    )


@situation
def the_event_was_received_later() -> Told:
    rule_set()
    welcome()
    late = track("ann", "Signed Up", at(1)) | {"sentAt": at(30).isoformat()}
    tell(identify("ann", at(0)), late | {"originalTimestamp": at(1).isoformat()})
    run_until(LATER)
    return Told(
        Kind.NEVER_ENTERED,
        "event_received_later",
        ("had happened on Mon 2 Mar 2026, 10:00, but was received only on Tue 3 Mar 2026, 15:00",),
        {"event.received_at": at(30)},
        at=at(20),
    )


@situation
def the_events_properties_were_others() -> Told:
    rule_set()
    welcome(entry={"where": {"event": "total", "op": "gte", "value": 50}})
    ann(track("ann", "Signed Up", at(1), total=20))
    return Told(
        Kind.NEVER_ENTERED,
        "event_properties",
        ("came on Mon 2 Mar 2026, 10:00, but the journey asks that", "is at least 50: it was 20."),
        {"leaves.0.answer.subject": "event total", "leaves.0.answer.actual": 20},
    )


@situation
def the_audience_did_not_fit_then_and_fits_now() -> Told:
    rule_set()
    welcome(entry={"audience": {"trait": "plan", "value": "pro"}})
    ann(track("ann", "Signed Up", at(1)), identify("ann", at(5), plan="pro"), plan="free")
    return Told(
        Kind.NEVER_ENTERED,
        "audience",
        ("the journey asks that", "“pro”: it was “free” (it is “pro” now)"),
        {
            "leaves.0.answer.subject": "trait plan",
            "leaves.0.answer.expected": "pro",
            "leaves.0.answer.actual": "free",
            "leaves.0.now": "pro",
        },
    )


@situation
def people_enter_once() -> Told:
    rule_set()
    welcome()
    ann(track("ann", "Signed Up", at(1)), track("ann", "Signed Up", at(50)))
    return Told(
        Kind.NEVER_ENTERED,
        "entered_before",
        ("Since then, “Signed Up” came on Wed 4 Mar 2026, 11:00", "it lets people in once"),
        {"reason.numbers.entered": 1, "event.occurred_at": at(50)},
    )


@situation
def it_is_too_soon_to_enter_again() -> Told:
    rule_set()
    welcome(entry={"again": "after_leaving", "cool_down": {"days": 7}})
    ann(track("ann", "Signed Up", at(1)), track("ann", "Signed Up", at(50)))
    return Told(
        Kind.NEVER_ENTERED,
        "cooling_down",
        ("lets nobody in again before Mon 9 Mar 2026, 10:00",),
        {"until": at(1, days=7), "since": at(1)},
    )


@situation
def the_key_had_had_its_run() -> Told:
    rule_set()
    welcome(entry={"again": "once_per_key", "key": "order"})
    ann(track("ann", "Signed Up", at(1), order="A"), track("ann", "Signed Up", at(9), order="A"))
    return Told(
        Kind.NEVER_ENTERED,
        "key_seen",
        ("runs once for each “order”, and “A” had its run before",),
        {"reason.numbers.key": "A"},
    )


@situation
def an_exclusion_group_keeps_them_out() -> Told:
    rule_set(
        exclusion_groups=[{"id": "one", "name": "One at a time", "journeys": ["other", "welcome"]}]
    )
    stay = node("stay", "delay", duration={"days": 5})
    publish("other", path(node("in", "entry", event="Trial"), stay, node("out", "exit")))
    welcome()
    ann(track("ann", "Trial", at(1)), track("ann", "Signed Up", at(5)))
    return Told(
        Kind.NEVER_ENTERED,
        "excluded",
        ("they are in “Other” since Mon 2 Mar 2026, 10:00", "“One at a time” lets people be in"),
        {"winner.journey": "other", "reason.rule": "one", "since": at(1)},
    )


@situation
def the_run_waits_in_a_delay() -> Told:
    rule_set()
    welcome(node("three days", "delay", duration={"days": 3}))
    ann(track("ann", "Signed Up", at(1)))
    return Told(
        Kind.WAITING,
        "delay",
        ("since Mon 2 Mar 2026, 10:00 they stand at “three days” and wait until Thu 5 Mar 2026",),
        {"node": "three days", "since": at(1), "until": at(1, days=3)},
        at=at(days=1),
    )


@situation
def the_run_waits_for_an_event() -> Told:
    rule_set()
    welcome(node("opened", "wait_for_event", event="Opened App", at_most={"days": 9}))
    ann(track("ann", "Signed Up", at(1)), until=at(days=2))
    return Told(
        Kind.WAITING,
        "wait_for_event",
        ("they stand at “opened” and wait for “Opened App” until Wed 11 Mar 2026, 10:00 at most",),
        {"awaited": "Opened App", "until": at(1, days=9)},
        at=at(days=2),
    )


@situation
def a_condition_led_another_way() -> Told:
    rule_set()
    branches = [{"port": "pro", "when": {"trait": "plan", "value": "pro"}}]
    split(node("by plan", "condition_split", branches=branches), "pro", "else")
    ann(track("ann", "Signed Up", at(1)), plan="free")
    return Told(
        Kind.OTHER_WAY,
        "condition_split",
        ("they left “by plan” through “none of these”, and “pro” leads there", "it was “free”"),
        {"node": "by plan", "port": "else", "ports": ("pro",), "leaves.0.answer.actual": "free"},
    )


@situation
def chance_led_another_way() -> Told:
    rule_set()
    variants = [{"port": "letter", "weight": 0}, {"port": "none", "weight": 1}]
    split(node("dice", "random_split", variants=variants), "letter", "none")
    ann(track("ann", "Signed Up", at(1)))
    return Told(
        Kind.OTHER_WAY,
        "random_split",
        ("they left “dice” through “none”, and “letter” leads there", "drawn by chance"),
        {"port": "none", "ports": ("letter",)},
    )


@situation
def the_awaited_event_did_not_come_in_time() -> Told:
    rule_set()
    awaits = node("opened", "wait_for_event", event="Opened App", at_most={"days": 1})
    split(awaits, "event", "timeout")
    ann(track("ann", "Signed Up", at(1)), track("ann", "Opened App", at(40)))
    return Told(
        Kind.OTHER_WAY,
        "timeout",
        ("through “in vain”, and “it came” leads there: “Opened App” had not come by then",),
        {"awaited": "Opened App", "at": at(25)},
    )


def split(turn: dict[str, Any], to_message: str, out: str) -> None:
    """A journey in which one port of a node leads to the message, and one leads out."""
    nodes = [
        node("in", "entry", event="Signed Up"),
        turn,
        node("message", "message", template="hello"),
        node("out", "exit"),
    ]
    edges = [
        {"from": "in", "port": "next", "to": turn["key"]},
        {"from": turn["key"], "port": to_message, "to": "message"},
        {"from": turn["key"], "port": out, "to": "out"},
        {"from": "message", "port": "next", "to": "out"},
    ]
    publish("welcome", {"tier": "marketing", "priority": 50, "nodes": nodes, "edges": edges})
