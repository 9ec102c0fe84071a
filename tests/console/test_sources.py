"""Sources, their keys, and the live debugger."""

import re
from datetime import datetime

import pytest
from django.test import Client

from apps.common import clock
from apps.events import credentials, operations
from apps.events.models import Event, QuarantinedEvent, Source, WriteKey
from tests.scenario import track

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def source() -> Source:
    return operations.create_source(key="shop", name="Shop", kind="live", now=clock.now())[0]


def test_a_new_source_shows_its_key_once_and_the_key_opens_the_intake(staff: Client) -> None:
    page = staff.post("/sources/new/", {"name": "Web shop", "kind": "live"}).content.decode()
    [key] = re.findall(r'id="write-key">([^<]+)<', page)
    credentials.forget()
    sent = staff.post(
        "/v1/track",
        {"userId": "1", "event": "Seen", "writeKey": key},
        content_type="application/json",
    )
    assert sent.status_code == 200
    assert key not in staff.get("/sources/web-shop/").content.decode()


def test_a_name_that_is_taken_is_kept_and_named(staff: Client, source: Source) -> None:
    response = staff.post("/sources/new/", {"name": "Shop", "kind": "live"})
    assert response.status_code == 422
    assert b"choose another name" in response.content and b'value="Shop"' in response.content


def test_a_revoked_key_opens_nothing(staff: Client, source: Source) -> None:
    key = WriteKey.objects.get()
    address = f"/sources/shop/keys/{key.pk}/"
    assert b"can\xe2\x80\x99t be undone" in staff.get(address).content
    assert WriteKey.objects.get().revoked_at is None
    staff.post(address)
    assert WriteKey.objects.get().revoked_at is not None
    assert staff.get(address).status_code == 404


def test_events_are_found_by_name_and_user(staff: Client, source: Source) -> None:
    now = clock.now()
    told = [track("ann", "Cart Viewed", now), track("bob", "Order Completed", now)]
    operations.append(source=source, events=told, now=now)
    page = staff.get("/events/?name=order").content.decode()
    assert "Order Completed" in page and "Cart Viewed" not in page
    page = staff.get("/events/?user=ann").content.decode()
    assert "Cart Viewed" in page and "Order Completed" not in page
    event = Event.objects.get(user_id="ann")
    detail = staff.get(f"/events/{event.pk}/").content.decode()
    assert "&quot;event&quot;: &quot;Cart Viewed&quot;" in detail and "not routed yet" in detail


def test_lists_of_events_go_on_page_by_page(staff: Client, source: Source) -> None:
    now = clock.now()
    told = [track("ann", "Seen", now, id=f"m{n}") for n in range(60)]
    operations.append(source=source, events=told, now=now)
    first = staff.get("/events/").content.decode()
    [older] = re.findall(r"before=(\d+)", first)
    assert staff.get(f"/events/?before={older}").content.decode().count('id="event-') == 10


def test_refused_and_quarantined_events_say_why(staff: Client, source: Source) -> None:
    now: datetime = clock.now()
    operations.append(source=source, events=[{"type": "track"}], now=now)
    page = staff.get("/events/?tab=rejected").content.decode()
    [link] = re.findall(r"/events/rejected/\d+/", page)
    assert staff.get(link).status_code == 200
    operations.append(source=source, events=[track("ann", "Seen", now)], now=now)
    QuarantinedEvent.objects.create(
        event=Event.objects.get(), at=now, stage="advance", error="It broke."
    )
    assert "It broke." in staff.get("/events/?tab=quarantined").content.decode()
