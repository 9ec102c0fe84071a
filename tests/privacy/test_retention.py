"""Retention deletes what is too old, and nothing that is still needed."""

from datetime import datetime, timedelta

import pytest

from apps.common import clock
from apps.delivery.models import Delivery, SandboxMessage
from apps.events.models import Event, RejectedEvent
from apps.graph import queries_decisions, store
from apps.people.queries_kept import kept_since
from apps.privacy import operations, queries, tasks
from apps.privacy.models import Erasure, RetentionRun
from apps.simulate.replay import replay_all
from tests.privacy import worlds
from tests.scenario import at, message_on, publish, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def days_since(moment: datetime) -> int:
    return (clock.now() - moment).days


def retained(what: str, older_than: datetime) -> RetentionRun:
    days = days_since(older_than)
    operations.set_rule(what=what, keep_days=days, enabled=True, by=None, now=clock.now())
    assert operations.begin_retention(now=clock.now()) >= 1
    tasks.work()
    run = RetentionRun.objects.get(what=what)
    assert run.state == "done", run.error
    return run


def test_old_events_go_but_for_those_that_something_needs() -> None:
    worlds.lived()
    counted = {"count": "Seen", "days": 900, "op": "gte", "value": 1}
    publish("counting", message_on("Never", audience=counted) | {"priority": 1})
    document = message_on("Never")
    document["nodes"][0]["settings"]["audience"] = counted
    publish("counting", document)
    tell(track("trillian", "Other", at(days=11)))
    run_until(at(days=12))
    preview = queries.preview("events", days_since(at(days=15)), clock.now())
    run = retained("events", at(days=15))
    assert run.done == preview.count > 0
    left = set(Event.objects.values_list("name", "type"))
    # What began a run that goes on; what is counted; who joined two people is an identify.
    assert ("Signed Up", "track") in left and ("Seen", "track") in left
    assert ("Ghosted", "track") not in left and ("Other", "track") not in left
    since = kept_since("events")
    assert since is not None and abs(since - run.cutoff) < timedelta(seconds=1)
    # The flow goes on as if nothing had happened.
    tell(track("trillian", "Signed Up", at(days=20)))
    run_until(at(days=21))


def test_a_rule_that_is_off_deletes_nothing() -> None:
    operations.set_rule(what="events", keep_days=30, enabled=False, by=None, now=clock.now())
    assert operations.begin_retention(now=clock.now()) == 0


def test_evidence_goes_and_verdicts_stay() -> None:
    worlds.lived()
    judged = "MATCH ()-[c:CONSIDERED]->() RETURN count(c) AS n"
    before = store.read(judged)
    run = retained("evidence", at(days=15))
    assert run.done == queries_decisions.count() > 0
    assert store.read(judged) == before
    assert {result.erased for result in replay_all()} == {True}


def test_old_messages_lose_their_text_and_keep_that_they_were_sent() -> None:
    worlds.lived()
    sent = Delivery.objects.filter(status="sent").count()
    run = retained("messages", at(days=15))
    assert run.done > 0 and not SandboxMessage.objects.exists()
    assert Delivery.objects.filter(status="sent", address="").count() == sent


def test_old_refused_events_go() -> None:
    worlds.lived()
    RejectedEvent.objects.update(received_at=at(0))
    assert RejectedEvent.objects.exists()
    retained("rejected", at(days=15))
    assert not RejectedEvent.objects.exists()


def test_people_without_activity_are_erased_unless_they_are_in_a_journey() -> None:
    worlds.lived()
    tell(track("idle", "Seen", at(0)), track("busy", "Seen", at(days=19)))
    run_until(worlds.NOW)
    idle = worlds.home("idle")
    retained("people", at(days=15))
    erased = Erasure.objects.get(profile_id=idle)
    assert erased.by_rule and erased.state == "done"
    # Zaphod and Trillian are in a course; the other one was heard of.
    assert Erasure.objects.count() == 1
    assert worlds.home("busy") and worlds.home()


def test_it_goes_on_where_a_killed_worker_was() -> None:
    worlds.lived()
    operations.set_rule(what="rejected", keep_days=1, enabled=True, by=None, now=clock.now())
    operations.begin_retention(now=clock.now())
    gone = clock.now() - timedelta(minutes=1)
    RetentionRun.objects.update(state="running", heartbeat_at=gone, done=7)
    tasks.sweep()
    tasks.work()
    run = RetentionRun.objects.get()
    assert run.state == "done" and run.done >= 7
