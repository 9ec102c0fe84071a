"""Signed webhooks: what arrives, what is tried again, and where they never go."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from apps.delivery import operations
from apps.delivery.drain import drain
from apps.delivery.ledger import Ledger
from apps.delivery.models import Delivery, Template
from apps.delivery.signing import webhook_key
from apps.delivery.targets import ForbiddenTarget, UnknownTarget, is_public, resolve
from apps.people.models import Consent
from tests.delivery import make
from tests.delivery.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with receiving() as receiver:
        settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{receiver.port}"]
        settings.WEBHOOK_TIMEOUT_SECONDS = 2
        yield receiver


def hook(url: str, **content: str) -> Template:
    return make.template("hook", channel="webhook", url=url, **content)


def decided(**fields: Any) -> Delivery:
    return make.decided(channel="webhook", template="hook", **fields)


def test_it_posts_signed_json_with_an_idempotency_key(receiver: Receiver) -> None:
    body = {
        "who": "{{ person.first_name }}",
        "total": "{{ event.total }}",
        "line": "{{ event.total | times: 2 }} items",
        "tags": ["vip", True],
    }
    hook(receiver.url + "/in/{{ event.total }}?a=1", body=json.dumps(body))
    delivery = decided(context={"person": {"first_name": 'A","x":"'}, "event": {"total": 3}})
    drain("webhook", make.Clock())
    assert make.status(delivery) == ("sent", "")
    [(path, headers, raw)] = receiver.requests
    assert path == "/in/3?a=1"
    assert headers["Idempotency-Key"] == str(delivery.id)
    assert json.loads(raw) == {
        "who": 'A","x":"',
        "total": 3,
        "line": "6 items",
        "tags": ["vip", True],
    }
    fields = dict(part.split("=") for part in headers["Throughline-Signature"].split(","))
    assert int(fields["t"]) == int(make.NOW.timestamp())
    signed = hmac.new(webhook_key().encode(), fields["t"].encode() + b"." + raw, hashlib.sha256)
    assert hmac.compare_digest(fields["v1"], signed.hexdigest())
    assert len(delivery.tries.get().response) <= 2100


def test_without_a_body_it_posts_person_event_and_message(receiver: Receiver) -> None:
    hook(receiver.url)
    delivery = decided()
    drain("webhook", make.Clock())
    posted = json.loads(receiver.requests[0][2])
    assert posted["event"] == {"total": 3}
    assert posted["message"]["id"] == str(delivery.id)


@pytest.mark.parametrize("answer", [503, 429, 408, 0])
def test_what_may_pass_is_tried_again_with_the_same_key(receiver: Receiver, answer: int) -> None:
    hook(receiver.url)
    receiver.answers = [(answer, {})]
    delivery, clock = decided(), make.Clock()
    drain("webhook", clock)
    assert make.status(delivery)[0] == "pending"
    clock.forward(minutes=2)
    drain("webhook", clock)
    assert make.status(delivery) == ("sent", "")
    assert {headers["Idempotency-Key"] for _, headers, _ in receiver.requests} == {str(delivery.id)}


def test_it_waits_as_long_as_it_is_asked_to(receiver: Receiver) -> None:
    hook(receiver.url)
    receiver.answers = [(503, {"Retry-After": "1200"})]
    delivery = decided()
    drain("webhook", make.Clock())
    delivery.refresh_from_db()
    assert delivery.not_before == make.NOW + timedelta(seconds=1200)


@pytest.mark.parametrize(
    ("answer", "reason"), [(400, "refused"), (410, "refused"), (302, "redirected")]
)
def test_a_no_is_final_and_no_redirect_is_followed(
    receiver: Receiver, answer: int, reason: str
) -> None:
    hook(receiver.url)
    receiver.answers = [(answer, {"Location": receiver.url + "/elsewhere"})]
    delivery = decided()
    drain("webhook", make.Clock())
    assert make.status(delivery) == ("failed", reason)
    assert len(receiver.requests) == 1


def test_an_opt_out_stops_a_webhook_too(receiver: Receiver) -> None:
    hook(receiver.url)
    profile = make.person()
    delivery = decided(profile=profile)
    Consent.objects.create(
        profile=profile, channel="webhook", topic="offers", status="unsubscribed", at=make.NOW
    )
    drain("webhook", make.Clock())
    assert make.status(delivery) == ("stopped", "unsubscribed")
    assert not receiver.requests


def test_a_worker_lost_while_posting_leaves_a_message_that_is_sent_again(
    receiver: Receiver,
) -> None:
    hook(receiver.url)
    delivery, clock = decided(), make.Clock()
    ledger = Ledger("webhook", clock)
    [row] = ledger.take(1)
    ledger.people = {row.id: [row.profile_id]}
    assert ledger.mark(row, receiver.url)
    clock.forward(minutes=1)
    assert operations.sweep(now=clock()).requeued == 1
    drain("webhook", clock)
    assert make.status(delivery) == ("sent", "")


def test_a_host_that_is_away_does_not_keep_the_others_waiting(
    receiver: Receiver, settings: Settings
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
        make.template("away", channel="webhook", url=f"http://127.0.0.1:{port}/")
        hook(receiver.url)
        away = [make.decided(channel="webhook", template="away") for _ in range(3)]
        fine = decided()
        drain("webhook", make.Clock())
    assert make.status(fine) == ("sent", "")
    assert [make.status(d)[0] for d in away] == ["pending"] * 3
    assert sum(d.attempts for d in away) == 1


def test_a_server_that_drips_its_answer_is_given_up(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_HOSTS, settings.WEBHOOK_TIMEOUT_SECONDS = ["127.0.0.1"], 1
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            peer, _ = server.accept()
            with peer:
                done = threading.Event()
                peer.sendall(b"HTTP/1.1 200 OK\r\n")
                try:
                    while not done.wait(0.2):
                        peer.sendall(b"X-More: 1\r\n")
                except OSError:
                    done.set()

        threading.Thread(target=drip, daemon=True).start()
        hook(f"http://127.0.0.1:{server.getsockname()[1]}/")
        delivery = decided()
        drain("webhook", make.Clock())
    assert make.status(delivery) == ("pending", "unreachable")


PRIVATE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://10.0.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/",
    "http://[fe80::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_it_never_posts_to_an_address_that_is_not_public(url: str) -> None:
    hook(url)
    delivery = decided()
    drain("webhook", make.Clock())
    assert make.status(delivery) == ("failed", "forbidden_target")


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "http://user:pw@example.org/", "http://", "http://a b/", "//x/"]
)
def test_it_refuses_what_is_no_plain_http_url(url: str) -> None:
    with pytest.raises(ForbiddenTarget):
        resolve(url, [])


def test_a_host_cannot_come_from_a_persons_data() -> None:
    hook("http://{{ event.host }}/")
    delivery = decided(context={"event": {"host": "127.0.0.1"}})
    drain("webhook", make.Clock())
    assert make.status(delivery) == ("failed", "bad_url")


@given(st.ip_addresses())
def test_only_global_addresses_are_public(address: object) -> None:
    if is_public(str(address)):
        assert getattr(address, "is_global", False)


@given(st.text(max_size=60))
def test_no_text_as_url_gives_anything_but_a_refusal(text: str) -> None:
    # ".invalid" never resolves, so that nothing is asked of the network.
    with pytest.raises((ForbiddenTarget, UnknownTarget)):
        resolve("http://" + text.partition("/")[0] + ".invalid/", [])
