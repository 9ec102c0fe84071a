"""Invariants 1 to 4 in a storm of merges and of merges undone, while both sides hear of events.

Four writers tell it, several processes route and decide, and somebody takes apart what they join.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from apps.engine import person
from apps.events import operations as events
from apps.events.models import Event, QuarantinedEvent
from apps.experiments import operations as experiments
from apps.graph import codec, store
from apps.orchestrator import books, unmerging
from apps.orchestrator.models import Lane, LaneTail, PoisonedProfile
from apps.people.models import Identifier, Merge, Profile
from tests.graph import test_structure as structure
from tests.invariants import flow
from tests.invariants.installation import wait_for
from tests.invariants.test_invariant_3_under_concurrency import at_once, others_connected
from tests.scenario import at, identify, message_on, publish, rule_set, source, track

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
    pytest.mark.timeout(900),
]
USERS, DEVICES, EVENTS, WRITERS, WORKERS, UNDONE = 12, 40, 600, 4, 3, 8
LIMIT, WINDOW = 2, timedelta(hours=24)


def world() -> None:
    flow.reset()
    rule_set(caps=[{"id": "c", "name": "2 a day", "limit": LIMIT, "hours": 24}])
    publish("now", message_on("Go", when_stopped="skip"))
    publish("soon", message_on("Soon", when_stopped="skip", priority=10))


def storm(seed: int) -> list[dict[str, Any]]:
    """Visits on devices, and people who make themselves known on them, some on the same one."""
    luck = random.Random(seed)
    told = []
    for number in range(EVENTS):
        when = at(minutes=number)
        user, device = f"u{luck.randrange(USERS)}", f"d{luck.randrange(DEVICES)}"
        if luck.random() < 0.35:
            known = identify(user, when, anonymous=device)
            told.append(known | {"messageId": f"m{number}"})
        else:
            visit = track("", luck.choice(["Go", "Soon"]), when, id=f"m{number}")
            del visit["userId"]
            told.append(visit | {"anonymousId": device})
    return told


def taking_apart(seed: int, until: Callable[[], bool]) -> Callable[[], None]:
    """Undoes one merge after the other, whatever state it is in."""

    def work() -> None:
        luck = random.Random(seed)
        try:
            while not until():
                standing = list(Merge.objects.filter(undone_at=None).values_list("pk", flat=True))
                if standing:
                    undo(luck.choice(standing))
                time.sleep(0.05)
        finally:
            connection.close()

    return work


def undo(merge: int) -> None:
    try:
        unmerging.undo(merge_id=merge, by=None, because="storm", now=at(days=1))
    except unmerging.CantUndo:
        return


@pytest.mark.parametrize("seed", [1, 2])
def test_a_storm_of_merges_loses_nothing_doubles_nothing_and_breaks_no_cap(
    seed: int, process_environment: dict[str, str]
) -> None:
    world()
    log = storm(seed)
    home = source(kind="live")
    done = threading.Event()

    def tell(writer: int) -> None:
        for event in log[writer::WRITERS]:
            moment = datetime.fromisoformat(event["timestamp"])
            events.append(source=home, events=[event], now=moment)

    breaker = threading.Thread(target=taking_apart(seed, done.is_set))
    with flow.processes(WORKERS, 20, 64, process_environment, at(days=2), events=EVENTS):
        wait_for(lambda: others_connected() >= WORKERS)
        breaker.start()
        at_once(tell)
        wait_for(lambda: Merge.objects.filter(undone_at__isnull=False).count() >= UNDONE)
        done.set()
        breaker.join()
    flow.alone(500)(at(days=2))
    wait_for(lambda: not Merge.objects.filter(undone_at__isnull=False, outcome=None).exists())
    nothing_is_left_and_nothing_failed()
    every_visit_let_somebody_in_once()
    nobody_got_more_than_the_cap_allows()
    the_graph_says_what_the_states_say()


def nothing_is_left_and_nothing_failed() -> None:
    assert Event.objects.filter(lane_seq=None).count() == 0
    routed = dict(LaneTail.objects.values_list("number", "routed_seq"))
    assert dict(Lane.objects.values_list("number", "applied_seq")) == routed
    assert list(QuarantinedEvent.objects.values_list("error", flat=True)) == []
    assert list(PoisonedProfile.objects.values_list("error", flat=True)) == []


def every_visit_let_somebody_in_once() -> None:
    """Invariants 1 and 2: each visit is one run, and each message sent is one delivery."""
    entered = store.read("MATCH (e:Enrollment)-[:ENTERED_BY]->(t) RETURN t.uid AS event")
    visits = Event.objects.filter(name__in=["Go", "Soon"]).values_list("id", flat=True)
    assert Counter(row["event"] for row in entered) == Counter(visits)
    everything = flow.everything()
    assert len(everything["outbox"]) == len(everything["messages"]) > 0
    chosen = [row for row in everything["considered"] if row[1] == "sent"]
    assert len(chosen) == len(everything["messages"])
    assert len(everything["considered"]) == len(visits)


def nobody_got_more_than_the_cap_allows() -> None:
    """Invariant 3, of every profile by itself, through all it was joined with."""
    of: dict[str, list[datetime]] = {}
    for row in flow.postgres("SELECT profile_id, decided_at FROM delivery_delivery"):
        of.setdefault(str(row[0]), []).append(row[1])
    for moments in of.values():
        moments.sort()
        for index, first in enumerate(moments):
            within = [at for at in moments[index:] if at - first < WINDOW]
            assert len(within) <= LIMIT


def the_graph_says_what_the_states_say() -> None:
    rows = store.read("MATCH (p:Profile) RETURN p.uid AS uid, p.state AS state")
    states = {row["uid"]: codec.state(row["state"]) for row in rows}
    standing = Merge.objects.filter(undone_at=None)
    into = {str(m.absorbed_id): str(m.survivor_id) for m in standing}
    assert into == {
        str(p.pk): str(p.merged_into_id) for p in Profile.objects.exclude(merged_into=None)
    }
    assert into == {id: state.moved_to for id, state in states.items() if state.moved_to}
    edges = store.read("MATCH (a:Profile)-[:MERGED_INTO]->(b) RETURN a.uid AS a, b.uid AS b")
    assert {row["a"]: row["b"] for row in edges} == into
    structure.test_identifiers_lead_to_the_living_profile(states)
    for identifier in Identifier.objects.select_related("profile"):
        assert identifier.profile.merged_into_id is None
    active = store.read("MATCH (e:Enrollment) WHERE e.active RETURN e.uid AS uid")
    inside = {e.id for state in states.values() if not state.moved_to for e in state.enrollments}
    assert {row["uid"] for row in active} == inside


def test_who_is_held_out_stays_silent_through_merges_and_their_undoing() -> None:
    """Invariant 4: nothing is ever sent to somebody of whose arms one is held out then."""
    world()
    asked = {"scope": "everything", "values": (), "salt": "storm"}
    experiments.create(name="Half", key="half", share=0.5, by=None, now=at(0), **asked)  # type: ignore[arg-type]
    experiments.start(key="half", now=at(0))
    home = source(kind="live")
    for number, event in enumerate(storm(3)[:200]):
        moment = datetime.fromisoformat(event["timestamp"])
        events.append(source=home, events=[event], now=moment)
        if number % 20 == 19:
            flow.alone(7)(moment)
            for merge in Merge.objects.filter(undone_at=None)[:2]:
                undo(merge.pk)
    flow.alone(7)(at(days=2))
    rows = store.read("MATCH (d:Decision)-[:CHOSE]->() RETURN d.step AS step, d.book AS book")
    assert rows
    for row in rows:
        state = codec.step(row["step"]).state
        (holdout,) = books.stored(row["book"]).holdouts
        assert person.arm(state, holdout) == "treated"
