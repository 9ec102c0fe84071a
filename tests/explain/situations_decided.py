"""Situations in which something is decided about the message."""

from apps.engine.luck import draw
from apps.experiments import operations as experiments
from apps.explain.why_not.reasoning.cause import Kind
from apps.journeys import operations as journeys
from apps.rules.operations_suppressions import suppress
from tests.explain.situations import LATER, Told, ann, situation, welcome
from tests.scenario import (
    START,
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
NIGHT = {"id": "night", "name": "Night", "channel": "email", "start": "22:00", "end": "08:00"}
UNSUBSCRIBED = {"channel": "email", "status": "unsubscribed"}


def signed_up(hours: float = 1) -> dict[str, object]:
    return track("ann", "Signed Up", at(hours))


@situation
def stopped_as_the_journey_is_paused() -> Told:
    rule_set()
    welcome(node("wait", "delay", duration={"hours": 5}), at_most={"days": 3})
    ann(signed_up(), until=at(2))
    journeys.set_status(key="welcome", status="paused", by=None, now=at(3))
    run_until(at(8))
    return Told(
        Kind.STOPPED,
        "journey_not_live",
        ("“message” of Welcome did not go out: the journey “Welcome” is paused", "It waits"),
        {"gate": "journey_live", "verdict": "waits", "since": at(6), "give_up_at": at(78)},
        at=at(8),
    )


@situation
def nobody_is_let_in_while_the_journey_is_paused() -> Told:
    rule_set()
    welcome()
    journeys.set_status(key="welcome", status="paused", by=None, now=at(0))
    ann(signed_up())
    return Told(
        Kind.NEVER_ENTERED,
        "journey_not_live",
        ("but the journey was paused since Mon 2 Mar 2026, 09:00, and nobody was let in",),
        {"status": "paused", "since": at(0)},
    )


@situation
def stopped_as_the_address_is_suppressed() -> Told:
    rule_set()
    welcome()
    ann(until=at(0.2))
    suppress(channel="email", address="ann@example.test", reason="bounced", by=None, now=at(0.5))
    tell(signed_up())
    run_until(LATER)
    return Told(
        Kind.STOPPED,
        "suppressed",
        ("the e-mail address is suppressed (bounced)",),
        {"gate": "suppression", "verdict": "skipped", "reason.numbers.reason": "bounced"},
    )


@situation
def stopped_for_want_of_an_address() -> Told:
    rule_set()
    welcome(when_stopped="skip")
    ann(signed_up(), email=None)
    return Told(
        Kind.STOPPED,
        "no_address",
        ("was skipped: no e-mail address is known",),
        {"gate": "address", "reason.numbers.trait": "email"},
    )


@situation
def stopped_for_want_of_a_subscription() -> Told:
    rule_set(consent={"email": "opt_in"})
    welcome(when_stopped="skip")
    ann(signed_up())
    return Told(
        Kind.STOPPED,
        "no_consent",
        ("never subscribed to e-mail, and the rules ask for a subscription",),
        {"gate": "consent", "reason.numbers.model": "opt_in"},
    )


@situation
def stopped_by_an_opt_out() -> Told:
    rule_set()
    welcome(when_stopped="leave")
    ann(track("ann", "Subscription Changed", at(0.5), **UNSUBSCRIBED), signed_up())
    return Told(
        Kind.STOPPED,
        "unsubscribed",
        ("was not sent and the journey was left", "unsubscribed from e-mail on Mon 2 Mar 2026"),
        {"gate": "consent", "verdict": "left", "reason.numbers.since": "2026-03-02T09:30:00Z"},
    )


@situation
def stopped_beside_another_journey_of_its_group() -> Told:
    rule_set()
    stay = node("stay", "delay", duration={"days": 9})
    publish("other", path(node("in", "entry", event="Trial"), stay, node("out", "exit")))
    welcome(node("wait", "delay", duration={"hours": 5}), when_stopped="skip")
    ann(track("ann", "Trial", at(0.5)), signed_up(), until=at(2))
    group = {"id": "one", "name": "One at a time", "journeys": ["other", "welcome"]}
    rule_set(exclusion_groups=[group])
    run_until(LATER)
    return Told(
        Kind.STOPPED,
        "excluded",
        ("is in “Other” since Mon 2 Mar 2026, 09:30", "“One at a time”"),
        {"gate": "exclusion_group", "winner.journey": "other", "reason.rule": "one"},
    )


@situation
def stopped_by_quiet_hours() -> Told:
    rule_set(quiet_hours=[NIGHT], timezone="Europe/Berlin")
    welcome()
    ann(signed_up(13), until=at(14))
    return Told(
        Kind.STOPPED,
        "quiet_hours",
        ("it was 23:00 in Europe/Berlin", "“Night”", "It waits, and is asked again Tue 3 Mar 2026"),
        {"gate": "quiet_hours", "reason.rule": "night", "until": at(22), "verdict": "waits"},
        at=at(14),
    )


@situation
def stopped_by_a_cap_and_skipped() -> Told:
    rule_set(caps=[CAP | {"hours": 100}])
    publish("first", message_on("Trial"))
    welcome()
    ann(track("ann", "Trial", at(0.5)), signed_up())
    return Told(
        Kind.STOPPED,
        "frequency_cap",
        ("was skipped: the cap “1 a day” is full: 1 of 1 e-mail", "(2 Mar 09:30)"),
        {"gate": "frequency_cap", "reason.rule": "day", "verdict": "skipped"},
    )


@situation
def another_message_of_the_run_holds_it_up() -> Told:
    rule_set(caps=[CAP])
    publish("first", message_on("Trial"))
    welcome(node("before", "message", template="hello"))
    ann(track("ann", "Trial", at(0.5)), signed_up(), until=at(2))
    return Told(
        Kind.STOPPED,
        "frequency_cap",
        ("has not come to “message” of Welcome", "“before” of Welcome did not go out"),
        {"node": "before", "verdict": "waits", "until": at(24.5)},
        at=at(2),
    )


@situation
def it_lost_to_a_better_tier() -> Told:
    rule_set(caps=[CAP])
    publish("better", message_on("Signed Up", tier="lifecycle"))
    welcome()
    ann(signed_up(), until=at(2))
    return Told(
        Kind.LOST,
        "lost_tier",
        ("“message” of Better went first: this one's tier Marketing comes after Lifecycle",),
        {"winner.journey": "better", "winner.node": "message", "until": at(25)},
        at=at(2),
    )


@situation
def it_lost_by_priority() -> Told:
    rule_set()
    publish("better", message_on("Signed Up", priority=90))
    welcome()
    ann(signed_up(), until=at(1, minutes=1))
    return Told(
        Kind.LOST,
        "lost_priority",
        ("its journey's priority is 90 against 50",),
        {"winner.journey": "better", "reason.numbers.own": "50"},
        at=at(1, minutes=1),
    )


@situation
def it_yields_to_a_better_one_that_is_scheduled() -> Told:
    rule_set(caps=[CAP], look_ahead_hours=12)
    wait = node("wait", "delay", duration={"hours": 6})
    letter = node("letter", "message", template="hello")
    start = node("in", "entry", event="Trial")
    publish("better", path(start, wait, letter, tier="lifecycle"))
    welcome()
    ann(track("ann", "Trial", at(0.5)), signed_up(), until=at(2))
    return Told(
        Kind.YIELDED,
        "look_ahead",
        ("the last place under the cap “1 a day” is kept for “letter” of Better",),
        {"winner.journey": "better", "winner.node": "letter", "reason.rule": "day"},
        at=at(2),
    )


@situation
def another_journey_took_its_place() -> Told:
    group = {"id": "g", "name": "Group", "journeys": ["better", "welcome"], "displace": True}
    rule_set(exclusion_groups=[group])
    publish("better", message_on("Trial", tier="lifecycle"))
    welcome(node("wait", "delay", duration={"days": 2}))
    ann(signed_up(), track("ann", "Trial", at(5)))
    return Told(
        Kind.DISPLACED,
        "displaced",
        ("left Welcome on Mon 2 Mar 2026, 14:00", "“Better” took the place"),
        {"winner.journey": "better", "at": at(5), "node": "wait", "reason.rule": "g"},
    )


@situation
def they_are_held_out() -> Told:
    rule_set()
    welcome()
    holdout = experiments.create(
        name="Nobody", share=0.9, scope="journeys", values=["welcome"], by=None, now=START
    )
    experiments.start(key=holdout.key, now=at(-24))
    user = next(f"ann{n}" for n in range(99) if _is_out(holdout.salt, f"ann{n}"))
    tell(identify(user, at(0)), track(user, "Signed Up", at(1)))
    run_until(LATER)
    return Told(
        Kind.HELD_OUT,
        "held_out",
        ("would have been sent at this very moment, but", "is in the holdout “Nobody” (90 %"),
        {"holdout.key": holdout.key, "holdout.arm": "holdout", "holdout.since": at(-24)},
        user=user,
    )


def _is_out(salt: str, user: str) -> bool:
    return draw(salt, f"user_id:{user}") < 0.9
