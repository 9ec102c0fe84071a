"""The page where people unsubscribe, and the sandbox's inbox."""

import re
import uuid

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.delivery.drain import drain
from apps.delivery.links import Subscription, read_token, token_for, unsubscribe_url
from apps.delivery.models import Delivery, SandboxMessage
from apps.events.models import Event
from apps.people.models import Consent, Profile
from tests.delivery import make
from tests.pages import may_see

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def user(client: Client) -> Client:
    client.force_login(
        may_see(User.objects.create_user("ann")),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def path(profile: Profile, topic: str = "offers") -> str:
    return f"/u/{token_for(Subscription(profile.id, 'email', topic))}/"


def test_the_token_keeps_what_it_is_about() -> None:
    subscription = Subscription(uuid.uuid4(), "email", "product-news")
    assert read_token(token_for(subscription)) == subscription
    assert "product-news" not in unsubscribe_url(subscription)


def test_get_asks_and_changes_nothing(stranger: Client) -> None:
    response = stranger.get(path(make.person()))
    assert response.status_code == 200
    assert b"Unsubscribe from offers" in response.content
    assert not Consent.objects.exists() and not Event.objects.exists()


def test_one_click_unsubscribes_at_once_and_the_log_is_told(stranger: Client) -> None:
    profile = make.person()
    response = stranger.post(path(profile), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    consent = Consent.objects.get()
    assert (consent.profile, consent.channel, consent.topic) == (profile, "email", "offers")
    assert consent.status == "unsubscribed"
    event = Event.objects.get()
    assert (event.name, event.profile_hint) == ("Subscription Changed", profile.id)
    assert event.payload["properties"] == {
        "channel": "email",
        "topic": "offers",
        "status": "unsubscribed",
    }


def test_unsubscribing_twice_is_as_good_as_once(stranger: Client) -> None:
    profile = make.person()
    for _ in range(2):
        assert stranger.post(path(profile)).status_code == 200
    assert Consent.objects.count() == 1


def test_all_of_a_channel_can_be_left(stranger: Client) -> None:
    stranger.post(path(make.person()), {"scope": "all"})
    assert Consent.objects.get().topic == ""


def test_a_link_made_for_a_merged_profile_unsubscribes_the_person(stranger: Client) -> None:
    profile, survivor = make.person(), make.person()
    profile.merged_into = survivor
    profile.save()
    stranger.post(path(profile))
    assert Consent.objects.get().profile == survivor


def test_the_link_of_a_sent_message_stops_the_next(stranger: Client) -> None:
    make.template()
    profile = make.person()
    make.decided(profile)
    drain("email", make.Clock())
    link = re.search(r"/u/\S+/", SandboxMessage.objects.get().text)
    assert link
    stranger.post(link[0])
    second = make.decided(profile)
    drain("email", make.Clock())
    assert make.status(second) == ("stopped", "unsubscribed")


@pytest.mark.parametrize("token", ["x", "AAAA.BBBB", "é", "a" * 500, "%00", "="])
def test_a_token_that_is_not_ours_is_refused(stranger: Client, token: str) -> None:
    for response in (stranger.get(f"/u/{token}/"), stranger.post(f"/u/{token}/")):
        assert response.status_code == 404
    assert not Consent.objects.exists()


def test_a_changed_token_is_refused(stranger: Client) -> None:
    token = token_for(Subscription(make.person().id, "email", "offers"))
    changed = token.replace(token[3], "A" if token[3] != "A" else "B", 1)
    assert stranger.post(f"/u/{changed}/").status_code == 404


@pytest.fixture
def message() -> Delivery:
    make.template(html="<p>Hi</p><script>alert(1)</script>")
    delivery = make.decided(address="ann@example.org")
    drain("email", make.Clock())
    return delivery


@pytest.mark.parametrize("page", ["/inbox/", "/inbox/{}/", "/inbox/{}/html/"])
def test_the_inbox_asks_for_a_login(client: Client, message: Delivery, page: str) -> None:
    assert client.get(page.format(message.id)).status_code == 302


def test_an_empty_inbox_says_so(user: Client) -> None:
    assert b"Nothing here yet" in user.get("/inbox/").content


def test_the_inbox_lists_and_finds(user: Client, message: Delivery) -> None:
    assert b"Hello Ann" in user.get("/inbox/").content
    assert b"Hello Ann" in user.get("/inbox/", {"q": "ANN@EX"}).content
    assert b"No message matches" in user.get("/inbox/", {"q": "bob"}).content
    fragment = user.get("/inbox/", headers={"HX-Request": "true"}).content
    assert b"Hello Ann" in fragment and b"<html" not in fragment


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999999999999999", "?q=%00"])
def test_no_query_breaks_the_inbox(user: Client, message: Delivery, query: str) -> None:
    assert user.get("/inbox/" + query).status_code == 200


@pytest.mark.parametrize("tab", ["", "html", "text", "headers", "nonsense"])
def test_a_message_shows_its_parts_and_the_way_to_why(
    user: Client, message: Delivery, tab: str
) -> None:
    content = user.get(f"/inbox/{message.id}/", {"tab": tab}).content.decode()
    assert f"/messages/{message.id}/why/" in content
    assert "<script>alert" not in content
    if tab == "headers":
        assert "List-Unsubscribe-Post" in content


def test_the_html_of_a_message_runs_nothing(user: Client, message: Delivery) -> None:
    response = user.get(f"/inbox/{message.id}/html/")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'") and "script-src" not in policy


def test_the_administration_shows_records_and_changes_none(
    admin_client: Client, message: Delivery
) -> None:
    for model in ("delivery", "attempt", "sandboxmessage", "templateversion"):
        assert admin_client.get(f"/admin/delivery/{model}/").status_code == 200
        assert admin_client.get(f"/admin/delivery/{model}/add/").status_code == 403
    assert admin_client.get(f"/admin/delivery/delivery/{message.id}/change/").status_code == 200


def test_everything_can_be_left_at_once_on_every_channel(stranger: Client) -> None:
    make.template()
    profile = make.person()
    stranger.post(path(profile), {"scope": "everything"})
    assert Consent.objects.get().channel == "all"
    message = make.decided(profile)
    drain("email", make.Clock())
    assert make.status(message) == ("stopped", "unsubscribed")
