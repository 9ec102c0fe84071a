"""A small demonstration on the real stores, from its events to the inbox."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from apps.console.demo import load, sources
from apps.console.demo.drafts import DRAFTS
from apps.console.demo.month import batches
from apps.console.demo.published import JOURNEYS
from apps.delivery.drain import drain as deliver
from apps.delivery.models import Delivery, SandboxMessage
from apps.engine.advance import rerun
from apps.events import operations as events
from apps.events.models import Event, Source
from apps.graph import codec, queries_competition, queries_decisions, store
from apps.journeys.models import JourneyDraft, JourneyVersion
from apps.orchestrator import advance, books
from apps.orchestrator.route import route_all
from apps.people.models import Merge

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
    pytest.mark.graph,
]

END = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
SIZE = load.Size(people=60, days=30, seed=16)


def flow(now: datetime) -> None:
    """Everything that can be done, until nothing is left."""
    route_all()
    while advance.drain_all(now).progress | bool(deliver("email", lambda: now)):
        route_all()


def import_all(source: Source, *, batches_at_most: int | None = None) -> None:
    sent = list(batches(load.calls_of(SIZE, source), seed=SIZE.seed))[:batches_at_most]
    for batch in sent:
        events.append(source=source, events=batch, now=END)
        flow(END)


def loaded() -> Source:
    source = load.begin(SIZE, END)
    import_all(source)
    sources.finish(source)
    flow(END)
    return source


def test_it_shows_what_the_rules_do_and_every_decision_can_be_run_again() -> None:
    loaded()
    edges = store.read(
        "MATCH (:Decision)-[c:CONSIDERED]->(:Node) RETURN c.verdict AS v, c.reason AS r"
    )
    seen = Counter((row["v"], row["r"]) for row in edges)
    assert seen["sent", "ok"] > 60
    assert seen["held_out", "held_out"]
    assert seen["waits", "frequency_cap"]
    assert seen["waits", "quiet_hours"]
    assert seen["waits", "lost_tier"] + seen["waits", "lost_priority"]
    assert seen["sent", "ok"] > sum(n for (v, _), n in seen.items() if v in ("skipped", "left"))
    assert seen["skipped", "lost_tier"] and seen["waits", "lost_key"]
    stages = store.read("MATCH ()-[r:IN_STAGE]->(s:Stage) RETURN DISTINCT s.key AS key")
    assert {row["key"] for row in stages} == {"trial", "activated", "paying", "lapsed"}
    assert Merge.objects.exists()
    assert SandboxMessage.objects.count() == Delivery.objects.filter(status="sent").count() > 60

    decisions = [d for ids in queries_decisions.all_ids() for d in queries_decisions.by_id(ids)]
    assert decisions
    for stored in decisions:
        again = rerun(stored.started_from, books.stored(stored.book))
        (same,) = [one for one in again.decisions if one.id == stored.uid]
        assert codec.fingerprint(codec.encode(same)) == stored.hash


def test_three_messages_compete_for_one_person_and_one_wins() -> None:
    loaded()
    reasons = set()
    for contested in queries_competition.contested(candidates=3, since=0):
        stored = queries_decisions.get(contested.decision)
        assert stored is not None
        considered = stored.decision.considered
        assert [one.verdict.value for one in considered].count("sent") == 1
        assert {one.message_id for one in considered} >= {contested.message}
        losers = [one for one in considered if one.verdict != "sent"]
        reasons.add(frozenset(one.reason.code.value for one in losers))
    assert {"lost_priority", "lost_tier"} in reasons


def test_an_interrupted_import_goes_on_and_doubles_nothing() -> None:
    first = load.begin(SIZE, END)
    import_all(first, batches_at_most=1)
    assert not load.is_complete()

    again = load.begin(SIZE, END + timedelta(hours=3))
    assert again.pk == first.pk
    import_all(again)
    sources.finish(again)
    assert load.is_complete()
    calls = load.calls_of(SIZE, first)
    accepted = Event.objects.filter(source=first)
    assert accepted.count() == len({call["messageId"] for call in calls})
    assert JourneyVersion.objects.count() == len(JOURNEYS)
    assert JourneyDraft.objects.count() == len(DRAFTS)


def test_it_needs_an_empty_installation() -> None:
    events.append_internal(name="x", profile_id=None, message_id="x", now=END)
    with pytest.raises(load.NotEmpty):
        load.begin(SIZE, END)
    assert JourneyVersion.objects.count() == 0
