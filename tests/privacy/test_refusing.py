"""Who was erased and is refused is not known again, whichever way they come."""

import pytest

from apps.common import clock
from apps.events.intake import Call, receive
from apps.events.models import Event, RejectedEvent
from apps.events.operations import append_internal, create_source
from apps.people import erased
from apps.people.models import Consent, ErasedIdentifier, Profile
from tests.privacy import worlds
from tests.privacy.worlds import ANONYMOUS, EMAIL, NOW, USER
from tests.scenario import at, identify, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def gone(*, refuse: bool) -> None:
    worlds.erase(worlds.lived(), refuse=refuse)
    erased.forget()


def test_what_is_refused_is_answered_as_taken_and_counted_without_a_word() -> None:
    import base64
    import json

    gone(refuse=True)
    _, key = create_source(key="web", name="Web", kind="live", now=clock.now())
    people, before = Profile.objects.count(), Event.objects.count()
    pair = base64.b64encode(f"{key}:".encode()).decode()
    told = [
        {"type": "track", "userId": USER, "event": "Signed Up"},
        {"type": "track", "userId": "new", "event": "X", "context": {"traits": {"email": EMAIL}}},
        {"type": "page", "anonymousId": ANONYMOUS},
    ]
    body = json.dumps({"batch": told}).encode()
    answer = receive(Call("POST", "batch", f"Basic {pair}", body), clock.now())
    assert (answer.status, answer.body) == (200, b'{"success":true}')
    single = json.dumps(told[0]).encode()
    answer = receive(Call("POST", "track", f"Basic {pair}", single), clock.now())
    assert answer.status == 200
    assert (Profile.objects.count(), Event.objects.count()) == (people, before)
    rows = RejectedEvent.objects.filter(reason="erased")
    assert list(rows.values_list("body", flat=True)) == ["", "", "", ""]
    assert worlds.in_tables(USER, EMAIL, ANONYMOUS) == []


def test_what_the_door_lets_through_route_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    gone(refuse=True)
    people = Profile.objects.count()
    monkeypatch.setattr("apps.events.refusing._checks", [])
    tell(
        track(USER, "Signed Up", at(days=30)),
        track("trillian", "Seen", at(days=30)),
        identify("other", at(days=30), email=EMAIL),
    )
    run_until(at(days=31))
    assert Profile.objects.count() == people
    assert worlds.in_tables(USER, EMAIL) == []
    assert RejectedEvent.objects.filter(reason="erased").count() == 2


def test_who_is_not_refused_may_come_again_as_somebody_new() -> None:
    worlds.lived()
    first = worlds.home("trillian")
    worlds.erase(first)
    assert not ErasedIdentifier.objects.exists()
    erased.forget()
    tell(track("trillian", "Seen", at(days=30)))
    run_until(at(days=31))
    assert worlds.home("trillian") != first


def test_an_address_on_the_suppression_list_is_refused_in_any_case() -> None:
    gone(refuse=False)
    assert list(ErasedIdentifier.objects.values_list("type", flat=True)) == ["phone"]


def test_what_comes_back_about_an_erased_person_is_dropped() -> None:
    profile = worlds.lived()
    worlds.erase(profile)
    append_internal(name="Message Failed", profile_id=profile, message_id="late", now=NOW)
    run_until(at(days=30))
    assert not Event.objects.filter(message_id="late").exists()


@pytest.mark.parametrize("at_the_door", [True, False])
def test_somebody_else_on_the_device_is_heard_and_the_device_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, at_the_door: bool
) -> None:
    gone(refuse=True)
    if not at_the_door:
        monkeypatch.setattr("apps.events.refusing._checks", [])
        monkeypatch.setattr("apps.events.refusing._cleaners", [])
    device = {"anonymousId": ANONYMOUS}
    opted_out = {"channel": "email", "status": "unsubscribed"}
    tell(
        track("trillian", "Subscription Changed", at(days=30), **opted_out) | device,
        identify("new", at(days=30), email=EMAIL) | device,
        track("trillian", "Seen", at(days=30), id="mail") | device | NAMES,
        track(USER, "Seen", at(days=30)) | device,
    )
    run_until(at(days=31))
    states = Consent.objects.filter(profile_id=worlds.home("trillian"), channel="email", topic="")
    assert states.get().status == "unsubscribed"
    assert worlds.in_tables(USER, EMAIL, ANONYMOUS) == []
    assert RejectedEvent.objects.filter(reason="erased").count() == 3


NAMES = {"context": {"externalIds": [{"type": "anonymous_id", "id": ANONYMOUS}]}}
