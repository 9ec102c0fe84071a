"""What a message said is kept with its delivery, by every provider, and within bounds."""

import pytest

from apps.delivery import content
from apps.delivery.drain import drain
from apps.delivery.models import RenderedMessage
from apps.delivery.queries import as_sent
from tests.delivery import make
from tests.delivery.receiver import receiving
from tests.delivery.sink import Sink

pytestmark = pytest.mark.django_db


def test_an_e_mail_is_kept_as_it_left(sink: Sink) -> None:
    make.template(html="<p>Hi {{ person.first_name }}</p>")
    delivery = make.decided(context={"person": {"first_name": "Zoë <b>"}})
    drain("email", make.Clock())
    kept = as_sent([str(delivery.id)])[str(delivery.id)]
    assert kept.subject == "Hello Zoë <b>" and kept.html == "<p>Hi Zoë &lt;b&gt;</p>"
    assert "Hi Zoë <b>:" in kept.text and not kept.cut and not kept.inbox
    assert kept.to and kept.at == make.NOW


def test_one_that_is_tried_twice_is_kept_once(sink: Sink) -> None:
    make.template()
    sink.answers[""] = "451 later"
    delivery, clock = make.decided(), make.Clock()
    drain("email", clock)
    sink.answers.clear()
    clock.forward(hours=2)
    drain("email", clock)
    assert make.status(delivery) == ("sent", "")
    assert RenderedMessage.objects.get(delivery=delivery).at == clock.at


def test_a_webhook_is_kept_with_its_body(settings: object) -> None:
    with receiving() as receiver:
        settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{receiver.port}"]  # type: ignore[attr-defined]
        make.template(
            "hook", channel="webhook", url=receiver.url, body='{"total": "{{ event.total }}"}'
        )
        delivery = make.decided(channel="webhook", template="hook", context={"event": {"total": 3}})
        drain("webhook", make.Clock())
    kept = as_sent([str(delivery.id)])[str(delivery.id)]
    assert '"total"' in kept.body and kept.to.startswith(receiver.url)


def test_the_sandbox_keeps_its_own(settings: object) -> None:
    settings.EMAIL_PROVIDER = "sandbox"  # type: ignore[attr-defined]
    make.template()
    delivery = make.decided()
    drain("email", make.Clock())
    assert not RenderedMessage.objects.exists()
    assert as_sent([str(delivery.id)])[str(delivery.id)].inbox


def test_what_is_too_long_is_cut_and_says_so() -> None:
    kept = content.kept(to="a@example.org", text="x" * 60_000, html="y\0z")
    assert kept.cut and len(kept.text) == content.LONGEST_TEXT and kept.html == "yz"
    assert not content.kept(to="a@example.org", text="short").cut
