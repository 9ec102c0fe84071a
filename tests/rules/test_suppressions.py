"""The suppression list: what is put there by hand reaches the engine and the send."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.events.models import Event
from apps.graph import queries_people
from apps.people.models import Profile, Suppression
from apps.rules import operations_suppressions as operations
from tests.scenario import (
    at,
    identify,
    message_on,
    publish,
    rule_set,
    run_until,
    sent,
    tell,
    track,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]


def suppress(address: str = "ann@example.test", channel: str = "email") -> Suppression:
    by = User.objects.get_or_create(username="ann")[0]
    return operations.suppress(
        channel=channel, address=address, reason="Asked by letter", by=by, now=at(1)
    )


def test_the_engine_and_the_send_both_know_it(graph: object) -> None:
    rule_set()
    publish("hello", message_on("Hello", when_stopped="skip"))
    tell(identify("ann", at(0)), identify("bob", at(0)))
    run_until(at(0.5))
    row = suppress(" Ann@Example.test ")
    assert row.address == "ann@example.test"
    tell(track("ann", "Hello", at(2)), track("bob", "Hello", at(2)))
    run_until(at(2))
    assert [one.user for one in sent()] == ["bob"]
    told = Event.objects.get(name=operations.SUPPRESSED)
    assert told.payload["properties"]["by"] == "ann"
    operations.release(id=row.id, by=None, now=at(3))
    tell(track("ann", "Hello", at(4)))
    run_until(at(5))
    assert [one.user for one in sent()] == ["bob", "ann"]
    states = [queries_people.state(str(profile.id)) for profile in Profile.objects.all()]
    assert not any(state.suppressed for state in states if state)


def test_every_profile_with_the_address_is_told_once(graph: object) -> None:
    tell(
        identify("ann", at(0), phone="+49301234"),
        identify("bob", at(0), phone="+49301234"),
    )
    run_until(at(0.5))
    suppress("+49301234", "sms")
    told = Event.objects.filter(name=operations.SUPPRESSED)
    assert len(set(told.values_list("profile_hint", flat=True))) == told.count() == 2


def test_an_address_that_is_there_keeps_its_reason(graph: object) -> None:
    suppress()
    with pytest.raises(operations.AlreadySuppressed, match="Asked by letter"):
        suppress("ANN@example.test")
    with pytest.raises(ValueError, match="one of email"):
        suppress("x", "pigeon")
    assert Suppression.objects.count() == 1


def test_the_pages_list_search_add_and_remove(staff: Client, graph: object) -> None:
    assert "No address is suppressed" in staff.get("/rules/suppressions/").content.decode()
    form = {"channel": "email", "address": "Bob@Example.test", "reason": "Complained"}
    assert staff.post("/rules/suppressions/new/", form).status_code == 302
    again = staff.post("/rules/suppressions/new/", form)
    assert again.status_code == 422 and b"on the list already" in again.content
    wrong = staff.post("/rules/suppressions/new/", form | {"address": "nobody"})
    assert wrong.status_code == 422
    found = staff.get("/rules/suppressions/?q=COMPL", headers={"HX-Request": "true"})
    assert b"bob@example.test" in found.content and b"<html" not in found.content
    none = staff.get("/rules/suppressions/?q=nothing&channel=sms").content.decode()
    assert "No address matches" in none
    address = f"/rules/suppressions/{Suppression.objects.get().pk}/remove/"
    assert b"Take it off the list" in staff.get(address).content
    assert Suppression.objects.count() == 1
    staff.post(address)
    assert Suppression.objects.count() == 0
    assert staff.post(address).status_code == 404


def test_the_list_is_paged(staff: Client, graph: object) -> None:
    Suppression.objects.bulk_create(
        Suppression(channel="email", address=f"{n}@example.test", reason="x", at=at(n))
        for n in range(30)
    )
    page = staff.get("/rules/suppressions/?page=2").content.decode()
    assert "26–30 of 30" in page and ">0@example.test" in page
