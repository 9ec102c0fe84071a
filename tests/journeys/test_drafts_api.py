"""Saving over the API: what is stale is told with what is there instead; looking is cheap."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.journeys import operations
from apps.journeys.models import Journey
from tests.journeys.worlds import first, second
from tests.scenario import at, publish

ADDRESS = "/api/journeys/way/draft/"


def put(client: Client, address: str = ADDRESS, **body: Any) -> Any:
    return client.put(address, body, content_type="application/json")


@pytest.mark.django_db
def test_a_stale_save_is_told_what_is_there_and_writes_nothing(staff: Client) -> None:
    put(staff, document=first(), revision=0)
    ben = User.objects.create_user("ben")
    operations.save_draft(key="way", name="His", document=second(), by=ben, now=at())
    late = put(staff, document=first(), revision=1)
    said = late.json()
    assert late.status_code == 409
    assert (said["errors"][0]["field"], said["errors"][0]["code"]) == ("revision", "stale")
    assert (said["draft"]["name"], said["draft"]["updated_by"]) == ("His", "ben")
    assert (said["draft"]["document"], said["revision"], said["version"]) == (second(), 2, 0)
    quiet = put(staff, f"{ADDRESS}?stale=answer", document=first(), revision=1)
    assert quiet.status_code == 200 and quiet.json()["errors"][0]["code"] == "stale"
    assert put(staff, document=first(), revision=2).json()["revision"] == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.graph
def test_a_draft_that_was_discarded_does_not_come_back_unnoticed(
    graph: object, staff: Client
) -> None:
    publish("way", first())
    put(staff, document=second(), revision=0)
    operations.discard_draft(key="way", revision=1)
    late = put(staff, document=second(), revision=1).json()
    assert (late["draft"], late["revision"], late["version"]) == (None, 2, 1)
    assert put(staff, document=second(), revision=2).json()["revision"] == 3


@pytest.mark.django_db
def test_a_journey_that_went_with_its_draft_is_told_as_gone(staff: Client) -> None:
    put(staff, document=first(), revision=0)
    operations.discard_draft(key="way")
    late = put(staff, document=first(), revision=1)
    assert late.status_code == 409 and late.json()["revision"] == 0
    assert not Journey.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.graph
def test_looking_is_short_while_nothing_is_new(graph: object, staff: Client) -> None:
    publish("way", first())
    assert staff.get(f"{ADDRESS}?seen=0&open=false").status_code == 204
    put(staff, document=second(), revision=0)
    assert staff.get(f"{ADDRESS}?seen=1&open=true").status_code == 204
    news = staff.get(f"{ADDRESS}?seen=0&open=false").json()
    assert news["draft"]["document"] == second() and news["revision"] == 1
    operations.publish_draft(key="way", by=None, now=at())
    gone = staff.get(f"{ADDRESS}?seen=1&open=true").json()
    assert gone == {"draft": None, "revision": 1, "version": 2}
    assert staff.get(f"{ADDRESS}?seen=x").json()["version"] == 2
    assert staff.get("/api/journeys/nowhere/draft/?seen=3").json()["draft"] is None
    assert staff.get(ADDRESS).status_code == 404
