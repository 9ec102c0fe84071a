"""Keeps messages in this installation's own inbox: nobody gets anything.

The message and the status `sent` share a transaction, so it is exactly once with nothing in doubt.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import DataError, transaction

from apps.delivery import permission
from apps.delivery.ledger import Ledger
from apps.delivery.models import SandboxMessage
from apps.delivery.outcomes import failed
from apps.delivery.providers.base import MailLike
from apps.delivery.sending import HISTORY_AFTER, Claimed, Outcome
from apps.delivery.status import Status


class Sandbox:
    reaches_people = False

    def deliver(self, mails: Sequence[MailLike], ledger: Ledger) -> None:
        try:
            self._together(mails, ledger)
        except (DataError, ValueError):
            for mail in mails:
                self._alone(mail, ledger)

    def _alone(self, mail: MailLike, ledger: Ledger) -> None:
        try:
            self._together([mail], ledger)
        except (DataError, ValueError) as problem:
            now = stamp(mail.row, ledger.clock())
            ledger.settle([failed(mail.row, "not_stored", repr(problem)[:500], now)])

    def _together(self, mails: Sequence[MailLike], ledger: Ledger) -> None:
        if not mails:
            return
        now = ledger.clock()
        with transaction.atomic():
            rows = [mail.row for mail in mails]
            verdicts = permission.check(ledger.channel, rows, now, reaches_people=False)
            allowed = [mail for mail in mails if not verdicts[mail.row.id].reason]
            moved = ledger.settle([sent(mail, stamp(mail.row, now)) for mail in allowed])
            keep([mail for mail in allowed if mail.row.id in moved], now)
            # Opted out since the batch was checked: whoever comes next finds and stops them.
            ledger.release([mail.row for mail in mails if verdicts[mail.row.id].reason])


def sent(mail: MailLike, at: datetime) -> Outcome:
    return Outcome(
        row=mail.row,
        status=Status.SENT,
        at=at,
        detail=mail.note,
        provider="sandbox",
        provider_message_id=mail.message_id,
    )


def keep(mails: Sequence[MailLike], now: datetime) -> None:
    SandboxMessage.objects.bulk_create(
        SandboxMessage(
            delivery_id=mail.row.id,
            to=mail.to,
            subject=mail.subject.replace("\0", ""),
            text=mail.text.replace("\0", ""),
            html=mail.html.replace("\0", ""),
            headers=mail.headers,
            at=stamp(mail.row, now),
        )
        for mail in mails
    )


def stamp(row: Claimed, now: datetime) -> datetime:
    """The row's own time where it is imported history, so that history reads right."""
    return row.decided_at if now - row.decided_at > HISTORY_AFTER else now
