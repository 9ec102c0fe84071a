"""The fold of a batch where something in it can't be worked through, or moves between profiles."""

from datetime import datetime, timedelta

from apps.engine.values import ConsentValue, Enrollment, EntryEvent, Event, ProfileState, Send
from apps.graph.changes import rows
from apps.orchestrator.fold import Batch, fold
from apps.orchestrator.items import EVENT, HANDOVER, TAKE_IN, Item
from tests.engine.test_promises import START, book
from tests.scenario import node, path

HELD = book(
    {
        "j": path(
            node("in", "entry", event="Came"),
            node("wait", "wait_for_event", event="First", at_most={"days": 30}),
            node("then", "wait_for_event", event="Noted", at_most={"days": 30}),
            node("last", "wait_for_event", event="Never", at_most={"days": 30}),
            node("out", "exit"),
        )
    }
)


def inside(at: datetime, version: str = "j-1") -> Enrollment:
    """A run that stands at its first wait, until an hour later."""
    entry = EntryEvent(1, "Came", START, {})
    until = at + timedelta(hours=1)
    return Enrollment("e", "j", version, at, entry, "wait", at, until=until, visits={"wait": 1})


def event_item(profile: str, event: Event, seq: int = 1) -> Item:
    return Item(0, seq, event.received_at, EVENT, profile, event, event.id)


def unsubscribed(hours: float) -> Event:
    at = START + timedelta(hours=hours)
    told = {"channel": "email", "status": "unsubscribed"}
    return Event(7, "track", "Subscription Changed", at, at, properties=told)


def named(name: str, minutes: int) -> Event:
    at = START + timedelta(minutes=minutes)
    return Event(minutes, "track", name, at, at)


def broken() -> ProfileState:
    """Somebody with a run that nobody knows: it fails as soon as it falls due."""
    return ProfileState("p", START, enrollments=(inside(START, version="gone"),))


def test_a_run_that_fails_costs_no_opt_out() -> None:
    batch = Batch(HELD, {"p": broken()})
    fold(batch, [event_item("p", unsubscribed(5))])
    assert batch.states["p"].consents["email"].status == "unsubscribed"
    assert batch.quarantined or batch.poisoned


def test_a_run_that_fails_costs_nothing_of_what_a_merge_brings() -> None:
    send = Send("m", START, "email", "marketing", "j")
    consents = {"email": ConsentValue("unsubscribed", START)}
    other = ProfileState("q", START, consents=consents, sends=(send,), moved_to="p")
    batch = Batch(HELD, {"p": broken(), "q": other})
    at = START + timedelta(hours=5)
    fold(batch, [Item(0, 1, at, TAKE_IN, "p", event_id=3, other="q")])
    assert (batch.states["p"].consents, batch.states["p"].sends) == (consents, (send,))
    assert len(batch.merges) == 1
    assert batch.quarantined or batch.poisoned


def test_a_run_that_moves_before_and_after_a_handover_stands_at_one_node() -> None:
    came = ProfileState(
        "q", START, enrollments=(inside(START),), past={}, tally_plan=HELD.tally_plan
    )
    survivor = ProfileState("p", START)
    batch = Batch(HELD, {"p": survivor, "q": came})
    first = named("First", 10)
    between = START + timedelta(minutes=20)
    fold(
        batch,
        [
            event_item("q", first, 1),
            Item(0, 2, between, HANDOVER, "q", event_id=3, other="p"),
            Item(0, 3, between, TAKE_IN, "p", event_id=3, other="q"),
            event_item("p", named("Noted", 30), 4),
            event_item("p", named("Third", 31), 5),
        ],
    )
    stands = rows(batch.changes.values(), batch.events, START).stands
    assert [row["node"] for row in stands] == ["j-1/last"]
