"""E-mail: subject, plain text and HTML from the template, handed to the configured provider."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from apps.delivery.addresses import BadAddress, checked_email
from apps.delivery.ledger import Ledger
from apps.delivery.links import Subscription, unsubscribe_url
from apps.delivery.liquid import render
from apps.delivery.mime import header_value, one_line
from apps.delivery.models import TemplateVersion
from apps.delivery.providers import provider
from apps.delivery.providers.base import Provider
from apps.delivery.sender import sender_domain
from apps.delivery.sending import Claimed, Refused


@dataclass(frozen=True, slots=True)
class Mail:
    """A finished e-mail. `headers` are ready to be sent; `subject` is readable."""

    row: Claimed
    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    note: str
    at: datetime

    @property
    def message_id(self) -> str:
        return self.headers["Message-ID"].strip("<>")


class Email:
    """The channel. Repeating an e-mail would show twice."""

    repeatable = False

    def provider(self) -> Provider:
        return provider(settings.EMAIL_PROVIDER)

    def reaches_people(self) -> bool:
        return self.provider().reaches_people

    def prepare(self, row: Claimed, address: str, version: TemplateVersion, now: datetime) -> Mail:
        if not address:
            raise Refused("no_address", "The person has no e-mail address.")
        try:
            to = checked_email(address)
        except BadAddress as problem:
            raise Refused("bad_address", str(problem)) from problem
        about = Subscription(row.profile_id, row.channel, row.topic, row.decided_at)
        link = unsubscribe_url(about)
        values = {**row.values(), "unsubscribe_url": link}
        subject, text = render(version.subject, values), render(version.text, values)
        html = render(version.html, values, html=True)
        line = one_line(subject.text)[:900]
        missing = dict.fromkeys((*subject.missing, *text.missing, *html.missing))
        return Mail(
            row=row,
            to=to,
            subject=line,
            text=text.text,
            html=html.text,
            headers=headers(row, to, line, "" if row.transactional else link),
            note=f"empty in the template: {', '.join(missing)}" if missing else "",
            at=now,
        )

    def send(self, messages: Sequence[Mail], ledger: Ledger) -> None:
        self.provider().deliver(messages, ledger)


def headers(row: Claimed, to: str, subject: str, unsubscribe: str) -> dict[str, str]:
    """The headers of a message; those for unsubscribing (RFC 8058) where there is a link."""
    found = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "To": to,
        "Subject": header_value(subject),
        "Message-ID": f"<{row.id}@{sender_domain()}>",
    }
    if unsubscribe:
        found["List-Unsubscribe"] = f"<{unsubscribe}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found
