"""What the live debugger, the overview and the admin show."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.events import operations, queries
from apps.events.models import Event, QuarantinedEvent, Source
from tests.events.conftest import NOW, track


@pytest.fixture
def log(source: Source) -> Source:
    events = [track(messageId=str(n), userId=str(n % 3), event=f"Event {n % 2}") for n in range(10)]
    operations.append(source=source, events=events, now=NOW)
    operations.append(source=source, events=[{"type": "track"}], now=NOW)
    operations.append_internal(name="Sent", profile_id=None, message_id="1", now=NOW)
    return source


def test_the_latest_come_first(log: Source) -> None:
    ids = [event.message_id for event in queries.latest(size=3)]
    assert ids == ["1", "9", "8"]
    newest = queries.latest(size=1)[0].pk
    assert queries.latest(after=newest) == []


def test_a_search_finds_by_each_of_its_terms_and_in_pages(log: Source) -> None:
    assert len(queries.search(source="shop").events) == 10
    assert len(queries.search(type="status").events) == 1
    assert len(queries.search(name="event 1").events) == 5
    assert {event.user_id for event in queries.search(user="2").events} == {"2"}
    first = queries.search(source="shop", size=6)
    assert first.before is not None
    second = queries.search(source="shop", size=6, before=first.before)
    assert [len(first.events), len(second.events), second.before] == [6, 4, None]


def test_it_counts_each_minute_of_the_last_hour(log: Source) -> None:
    operations.append(source=log, events=[track()], now=NOW + timedelta(minutes=2))
    minutes = queries.per_minute(now=NOW + timedelta(minutes=2, seconds=5))
    assert len(minutes) == 60
    assert [minute.events for minute in minutes[-3:]] == [11, 0, 1]
    assert minutes[-3].at == NOW


def test_it_lists_what_was_refused(log: Source) -> None:
    [rejected] = queries.rejected(source="shop", reason="nobody")
    assert rejected.source == log
    assert queries.rejected(source="other") == []


def test_the_admin_shows_all_of_it(log: Source) -> None:
    event = Event.objects.latest("id")
    QuarantinedEvent.objects.create(event=event, at=NOW, stage="route", error="why")
    User.objects.create_superuser("a", "a@example.com", "a")
    client = Client()
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    for model in ("source", "writekey", "event", "rejectedevent", "quarantinedevent"):
        assert client.get(f"/admin/events/{model}/").status_code == 200
    assert client.get(f"/admin/events/event/{event.pk}/change/").status_code == 200
    action = {"action": "add_write_key", "_selected_action": [log.pk]}
    answer = client.post("/admin/events/source/", action, follow=True)
    assert b"it can&#x27;t be shown again" in answer.content
    assert log.write_keys.count() == 2
    revoke = {"action": "revoke", "_selected_action": [log.write_keys.latest("id").pk]}
    client.post("/admin/events/writekey/", revoke)
    assert log.write_keys.exclude(revoked_at=None).count() == 1
