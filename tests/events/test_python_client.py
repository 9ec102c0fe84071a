"""Segment's official Python client, unchanged, by its own host setting."""

from datetime import UTC, datetime

import pytest
from segment.analytics.client import Client

from apps.events.models import Event, Source

THEN = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gzip", [False, True])
def test_it_sends_every_call(server: str, shop: tuple[Source, str], gzip: bool) -> None:
    failures: list[object] = []
    client = Client(
        shop[1], host=server, gzip=gzip, on_error=lambda error, batch: failures.append(error)
    )
    client.identify(42, {"email": "ü@example.com"}, timestamp=THEN)
    client.track(42, "Order Completed", {"total": 9.5, "at": THEN}, anonymous_id="a")
    client.page(42, "Shop", "Home", {"url": "/"})
    client.screen(42, "Shop", "Start")
    client.group(42, "g1", {"plan": "pro"})
    client.alias("a", 42)
    client.shutdown()
    assert failures == []
    stored = Event.objects.order_by("id").values_list("type", "name", "user_id")
    assert sorted(stored) == [
        ("alias", "", "42"),
        ("group", "", "42"),
        ("identify", "", "42"),
        ("page", "Home", "42"),
        ("screen", "Start", "42"),
        ("track", "Order Completed", "42"),
    ]
    identify = Event.objects.get(type="identify")
    assert abs(identify.occurred_at - THEN).total_seconds() < 60
    assert identify.payload["traits"] == {"email": "ü@example.com"}


@pytest.mark.django_db(transaction=True)
def test_it_sends_many_in_batches(server: str, shop: tuple[Source, str]) -> None:
    failures: list[object] = []
    client = Client(shop[1], host=server, on_error=lambda error, batch: failures.append(error))
    for n in range(1000):
        client.track("42", "Tick", {"n": n})
    client.shutdown()
    assert failures == []
    numbers = Event.objects.order_by("id").values_list("payload__properties__n", flat=True)
    assert list(numbers) == list(range(1000))
