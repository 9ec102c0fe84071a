"""What every e-mail provider is handed and does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from apps.delivery.ledger import Ledger
from apps.delivery.sending import Claimed


class MailLike(Protocol):
    """A finished e-mail, as the e-mail channel makes it."""

    @property
    def row(self) -> Claimed: ...

    @property
    def to(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def html(self) -> str: ...

    @property
    def headers(self) -> dict[str, str]: ...

    @property
    def note(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def message_id(self) -> str: ...


class Provider(Protocol):
    """One way to hand over e-mail."""

    reaches_people: bool

    def deliver(self, mails: Sequence[MailLike], ledger: Ledger) -> None:
        """Sends each and settles it; raises Outage with the rest unsettled."""
