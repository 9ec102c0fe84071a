"""Erasing a person: nothing of them is left, and every number stays."""

from typing import Any

import pytest

from apps.console import queries as console
from apps.console.ranges import RANGES
from apps.delivery.models import Delivery
from apps.events.models import Event
from apps.experiments import queries as experiments
from apps.experiments.models import Holdout
from apps.graph import queries_live, store
from apps.journeys.models import JourneyVersion
from apps.orchestrator.models import Lane, LaneTail
from apps.people.models import Profile
from apps.privacy.erasing.steps import STEPS
from apps.privacy.models import AuditEntry, Erasure
from tests.privacy import worlds
from tests.privacy.worlds import NOW, WORDS
from tests.scenario import at, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_nothing_of_the_person_is_left_in_tables_and_graph() -> None:
    profile = worlds.lived()
    assert {table for table, _ in worlds.in_tables(*WORDS)} >= {
        "people_identifier",
        "people_trait",
        "events_event",
        "events_rejectedevent",
        "events_quarantinedevent",
        "delivery_delivery",
        "delivery_sandboxmessage",
        "people_suppression",
        "people_merge",
        "django_admin_log",
        "axes_accessattempt",
    }
    assert {row["what"][0] for row in worlds.in_graph(*WORDS)} >= {
        "Profile",
        "Identifier",
        "Decision",
        "Enrollment",
        "VISITED",
    }
    worlds.erase(profile)
    assert worlds.in_tables(*WORDS) == []
    assert worlds.in_graph(*WORDS) == []
    assert Profile.objects.get(id=profile).erased_at
    assert AuditEntry.objects.filter(subject=profile).count() == 2


def numbers() -> dict[str, Any]:
    """What pages add up, of everybody."""
    overview = console.overview(RANGES["month"], NOW)
    versions = [str(id) for id in JourneyVersion.objects.values_list("id", flat=True)]
    (holdout,) = Holdout.objects.all()
    counts = experiments.counts(holdout)
    judged = store.read(
        "MATCH (d:Decision)-[c:CONSIDERED]->(n:Node) "
        "RETURN n.uid AS node, c.verdict AS verdict, c.reason AS reason, c.rule AS rule, "
        "c.lost_to AS lost_to, count(*) AS n ORDER BY node, verdict, reason, rule, lost_to"
    )
    passed = {
        version: [
            (key, n.ports, n.sent, n.held_out, n.stopped, n.goals, n.exits)
            for key, n in _nodes(version)
        ]
        for version in versions
    }
    return {
        "overview": (overview.events, overview.decisions, overview.sent, overview.held_out),
        "stopped": (overview.stopped, overview.reasons, overview.journeys),
        "holdout": (counts.sent, counts.held_out, counts.people_sent, counts.people_held_out),
        "judged": judged,
        "live": passed,
        "messages": Delivery.objects.count(),
        "events": Event.objects.count(),
        "received": sorted(Event.objects.values_list("received_at", flat=True)),
    }


def _nodes(version: str) -> list[tuple[str, Any]]:
    found = queries_live.version_numbers(version, queries_live.Span(0.0, 4e9))
    return sorted(found.nodes.items())


def test_numbers_stay() -> None:
    profile = worlds.lived()
    before = numbers()
    worlds.erase(profile)
    after = numbers()
    assert before["holdout"] != (0, 0, 0, 0) and before["overview"][1] > 2
    assert after == before


def test_each_step_done_twice_gives_the_same() -> None:
    """As after a kill -9 between a step's work and the note that it is done, at every step."""
    profile = worlds.lived()
    asked = worlds.asked(profile, refuse=True)
    for number in range(len(STEPS)):
        for _ in range(2):
            Erasure.objects.filter(id=asked.id).update(step=number, state="waiting", claim=None)
            worlds.do_step(asked, number)
    Erasure.objects.filter(id=asked.id).update(step=0, state="waiting", claim=None)
    assert worlds.in_tables(*WORDS) == [] and worlds.in_graph(*WORDS) == []
    assert AuditEntry.objects.filter(what="erased").count() == 1


def test_what_is_not_applied_yet_leaves_an_unbroken_lane() -> None:
    profile = worlds.lived()
    for hour in range(5):
        tell(track(worlds.USER, "Signed Up", at(hour, days=11), secret=worlds.PROPERTY))
        tell(track("trillian", "Seen", at(hour, days=11)))
    from apps.orchestrator.route import route_all

    route_all()
    waiting = Event.objects.filter(profile_id=profile, occurred_at__gte=at(days=11)).count()
    assert waiting == 5
    worlds.erase(profile)
    run_until(NOW)
    tails = dict(LaneTail.objects.values_list("number", "routed_seq"))
    assert dict(Lane.objects.values_list("number", "applied_seq")) == tails
    assert worlds.in_tables(*WORDS) == [] and worlds.in_graph(*WORDS) == []
    state = store.read("MATCH (p:Profile {uid: $id}) RETURN p.state AS s", id=str(profile))
    assert state == [{"s": None}]


def test_who_is_in_a_journey_leaves_it() -> None:
    profile = worlds.lived()
    asked = "MATCH (e:Enrollment {profile: $id}) WHERE e.active = true RETURN count(e) AS n"
    assert store.read(asked, id=str(profile)) == [{"n": 1}]
    worlds.erase(profile)
    assert store.read(asked, id=str(profile)) == [{"n": 0}]
    left = "MATCH (e:Enrollment {profile: $id, left_because: 'erased'}) RETURN count(e) AS n"
    assert store.read(left, id=str(profile)) == [{"n": 1}]
    run_until(at(days=200))
    assert worlds.in_graph(*WORDS) == []


def test_a_message_that_is_being_sent_is_waited_for() -> None:
    profile = worlds.lived()
    row = Delivery.objects.filter(profile_id=profile).first()
    assert row is not None
    Delivery.objects.filter(id=row.id).update(status="sending")
    asked = worlds.asked(profile)
    worlds.tries(asked)
    asked.refresh_from_db()
    assert asked.state == "waiting" and "just being sent" in asked.note
    Delivery.objects.filter(id=row.id).update(status="in_doubt", address=worlds.EMAIL)
    worlds.work_on(asked)
    row.refresh_from_db()
    assert (row.status, row.address, row.context) == ("in_doubt", "", {})
