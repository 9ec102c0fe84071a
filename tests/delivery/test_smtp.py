"""What becomes of messages at an SMTP server, and of those it refuses, loses or keeps waiting."""

from typing import Any

import pytest
from pytest_django import Settings

from apps.delivery.drain import drain
from apps.delivery.models import Attempt, ChannelState, Delivery
from apps.delivery.queries import due_channels
from apps.events.models import Event
from tests.delivery import make
from tests.delivery.sink import Sink, free_port, running

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _template() -> None:
    make.template(html="<p>Hi {{ person.first_name }}</p>")


def test_it_sends_both_parts_with_the_headers_of_one_click_unsubscription(sink: Sink) -> None:
    delivery = make.decided(context={"person": {"first_name": "Zoë <b>"}})
    drain("email", make.Clock())
    [message] = sink.messages
    assert make.status(delivery) == ("sent", "")
    assert str(message["Subject"]) == "Hello Zoë <b>"
    assert message["Message-ID"] == f"<{delivery.id}@localhost>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/u/" in message["List-Unsubscribe"]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text and "Hi Zoë <b>:" in text.get_content()
    assert html and html.get_content().strip() == "<p>Hi Zoë &lt;b&gt;</p>"
    attempt = Attempt.objects.get()
    assert (attempt.number, attempt.outcome, attempt.response) == (1, "sent", "250 OK")


def test_a_transactional_message_carries_no_unsubscribe_header(sink: Sink) -> None:
    make.decided(transactional=True)
    drain("email", make.Clock())
    assert "List-Unsubscribe" not in sink.messages[0]


def test_a_line_that_is_a_dot_arrives_as_it_is(sink: Sink) -> None:
    make.template("dots", text="one\n.\n..two\nthree")
    make.decided(template="dots")
    drain("email", make.Clock())
    assert sink.messages[0].get_content().splitlines() == ["one", ".", "..two", "three"]


def test_a_refused_recipient_fails_for_good_and_the_log_is_told(sink: Sink) -> None:
    bad, good = make.person("bad@example.org"), make.person("good@example.org")
    sink.recipients["bad@example.org"] = "550 no such user"
    refused, fine = make.decided(bad), make.decided(good)
    drain("email", make.Clock())
    assert make.status(refused) == ("failed", "recipient_refused")
    assert make.status(fine) == ("sent", "")
    event = Event.objects.get(message_id=f"failed:{refused.id}")
    assert event.name == "Message Failed"
    assert event.payload["properties"] == {
        "message_id": str(refused.id),
        "channel": "email",
        "reason": "recipient_refused",
        "permanent": True,
    }


@pytest.mark.parametrize("where", ["recipients", "answers"])
def test_a_temporary_refusal_is_tried_again_later(sink: Sink, where: str) -> None:
    make.person("slow@example.org")
    getattr(sink, where)["slow@example.org"] = "450 try later"
    delivery = make.decided(address="slow@example.org")
    clock = make.Clock()
    drain("email", clock)
    assert make.status(delivery)[0] == "pending"
    assert delivery.attempts == 1 and delivery.not_before > clock()
    getattr(sink, where).clear()
    clock.forward(minutes=5)
    drain("email", clock)
    assert make.status(delivery) == ("sent", "")
    assert [a.outcome for a in delivery.tries.order_by("number")] == ["retry", "sent"]
    assert sink.ids()[str(delivery.id)] == 1


def test_a_permanent_refusal_of_the_message_itself_fails_it(sink: Sink) -> None:
    sink.answers[""] = "554 looks like spam"
    delivery = make.decided()
    drain("email", make.Clock())
    assert make.status(delivery) == ("failed", "message_refused")
    assert delivery.tries.get().response == "554 looks like spam"


def test_a_message_without_an_answer_to_its_end_is_in_doubt_and_never_repeated(
    sink: Sink,
) -> None:
    sink.answers["lost@example.org"] = "hang up"
    lost, fine = make.decided(address="lost@example.org"), make.decided()
    clock = make.Clock()
    drain("email", clock)
    sink.answers.clear()
    clock.forward(hours=1)
    drain("email", clock)
    assert make.status(lost) == ("in_doubt", "no_answer")
    assert make.status(fine) == ("sent", "")
    assert sink.ids() == {str(lost.id): 1, str(fine.id): 1}


def test_a_connection_lost_before_the_dot_costs_one_attempt_and_nobody_else(sink: Sink) -> None:
    sink.recipients["cut@example.org"] = "hang up"
    cut, fine = make.decided(address="cut@example.org"), make.decided()
    drain("email", make.Clock())
    assert make.status(cut) == ("pending", "connection_lost")
    assert make.status(fine) == ("sent", "")
    assert sink.ids() == {str(fine.id): 1}


def test_an_outage_loses_nothing_and_costs_no_attempt(settings: Settings) -> None:
    port = free_port()
    settings.EMAIL_PROVIDER, settings.SMTP_URL = "smtp", f"smtp://127.0.0.1:{port}"
    deliveries = [make.decided() for _ in range(20)]
    clock = make.Clock()
    for _ in range(40):
        drain("email", clock)
        clock.forward(minutes=7)
    assert set(Delivery.objects.values_list("status", "attempts")) == {("pending", 0)}
    assert ChannelState.objects.get().down_since == make.NOW
    with running(port=port) as (sink, _):
        drain("email", clock)
        assert sink.ids() == {str(d.id): 1 for d in deliveries}
    assert ChannelState.objects.get().down_since is None


def test_a_channel_that_waits_for_its_provider_is_not_due(settings: Settings) -> None:
    settings.EMAIL_PROVIDER, settings.SMTP_URL = "smtp", f"smtp://127.0.0.1:{free_port()}"
    make.decided()
    clock = make.Clock()
    assert due_channels(clock()) == ["email"]
    drain("email", clock)
    assert due_channels(clock()) == []
    clock.forward(seconds=1)
    assert due_channels(clock()) == ["email"]


def test_a_wrong_address_of_the_server_blames_the_channel_not_the_messages(
    settings: Settings, sink: Sink
) -> None:
    settings.SMTP_URL = "nonsense"
    delivery = make.decided()
    drain("email", make.Clock())
    assert make.status(delivery) == ("pending", "") and delivery.attempts == 0
    assert "SMTP_URL" in ChannelState.objects.get().detail


def test_it_gives_up_after_a_day(sink: Sink, settings: Settings) -> None:
    settings.MESSAGE_MAX_AGE_HOURS = 100
    sink.answers[""] = "450 never"
    delivery = make.decided()
    clock = make.Clock()
    for _ in range(60):
        drain("email", clock)
        clock.forward(minutes=30)
    assert make.status(delivery) == ("failed", "gave_up")


def test_a_message_that_grew_too_old_is_stopped_and_its_cap_released(sink: Sink) -> None:
    delivery = make.decided()
    clock = make.Clock()
    clock.forward(hours=13)
    drain("email", clock)
    assert make.status(delivery) == ("stopped", "expired")
    assert not sink.messages
    assert Event.objects.get(message_id=f"failed:{delivery.id}").name == "Message Failed"


BAD_ROWS: dict[str, dict[str, Any]] = {
    "an address with a header in it": {"address": "a@example.org\r\nBcc: b@example.org"},
    "an address that is none": {"address": "nobody"},
    "an address beyond ASCII": {"address": "zoë@example.org"},
    "no template": {"template": "gone"},
    "a template that fails": {"template": "broken"},
    "a context that is no object": {"context": ["what"]},
}


@pytest.mark.parametrize("what", BAD_ROWS)
def test_one_bad_row_fails_alone(sink: Sink, what: str) -> None:
    make.template("broken", text="{{ 1 | divided_by: 0 }}")
    before, bad, after = make.decided(), make.decided(**BAD_ROWS[what]), make.decided()
    drain("email", make.Clock())
    assert make.status(bad)[0] == "failed" and bad.reason
    assert make.status(before) == make.status(after) == ("sent", "")
    assert sink.ids() == {str(before.id): 1, str(after.id): 1}


def test_a_value_with_line_breaks_stays_in_its_header(sink: Sink) -> None:
    make.decided(context={"person": {"first_name": "Ann\r\nBcc: everyone@example.org\r\n\r\nHi"}})
    drain("email", make.Clock())
    assert "Bcc" not in sink.messages[0]
    assert str(sink.messages[0]["Subject"]) == "Hello Ann Bcc: everyone@example.org Hi"
