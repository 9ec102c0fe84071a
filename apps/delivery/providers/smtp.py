"""Sends by SMTP, at most once, with the smallest window in which that can't be known.

Everything that can fail comes first: connect, envelope, the whole message but its last line. Then
the mark `sending` is committed, then the final dot leaves. A worker that dies before the mark has
sent nothing: the server drops a message without its dot. One that dies between the mark and the
recorded answer leaves one delivery per connection in doubt. The answer to a message is recorded in
the commit that marks the next, so each message costs one commit.
"""

import time
from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime

from django.db import DatabaseError

from apps.delivery import outage
from apps.delivery.content import kept
from apps.delivery.ledger import Ledger
from apps.delivery.mime import message
from apps.delivery.outcomes import failed, in_doubt, postponed
from apps.delivery.providers.base import MailLike
from apps.delivery.providers.smtp_connection import Connection, Dropped, NoAnswer, Pool
from apps.delivery.sender import sender_address
from apps.delivery.sending import Outcome, Refused
from apps.delivery.status import Status

POOL = Pool()
WITHDRAWN_WAIT = timedelta(seconds=2)


class Smtp:
    reaches_people = True

    def deliver(self, mails: Sequence[MailLike], ledger: Ledger) -> None:
        Run(ledger).over(mails)


class Run:
    """One batch over one connection."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.connection: Connection | None = None
        self.answered: Outcome | None = None

    def over(self, mails: Sequence[MailLike]) -> None:
        try:
            for mail in mails:
                self.ledger.keep()
                self._one(mail)
        except BaseException:
            # A message may stand on the line without its dot: no one may go on from there.
            self._drop()
            raise
        finally:
            self._record()
            if self.connection is not None:
                POOL.give(self.connection)

    def _one(self, mail: MailLike) -> None:
        started = time.monotonic()
        try:
            connection = self._offered(mail)
        except Refused as no:
            self._refused(mail, no, started, undone=False)
            return
        if not self._marked(mail):
            # Its data is on the wire without the dot: only dropping the line takes it back.
            self._drop()
            self.ledger.release([mail.row], self.ledger.clock() + WITHDRAWN_WAIT)
            return
        try:
            response = connection.finish()
        except Refused as no:
            self._refused(mail, no, started, undone=True)
        except NoAnswer as problem:
            self._drop()
            now = self.ledger.clock()
            self.ledger.settle_surely([in_doubt(mail.row, str(problem), now, since(started))])
        else:
            self.answered = sent(mail, response, self.ledger, since(started))

    def _offered(self, mail: MailLike) -> Connection:
        """The connection with the message on it, all but its end; once more where it was stale."""
        data = rendered(mail)
        for attempt in (1, 2):
            connection = self._connected()
            try:
                connection.offer(sender_address(), mail.to, data)
                if connection.spoke():
                    raise Dropped("the server hung up while it was listening")
                return connection
            except Dropped as problem:
                self._drop()
                if attempt == 2:
                    raise Refused("connection_lost", str(problem), permanent=False) from problem
            except Refused:
                if connection.broken:
                    self._drop()
                raise
        raise AssertionError("unreachable")

    def _connected(self) -> Connection:
        if self.connection is None:
            self.connection = POOL.take()
        if self.connection is None:
            self.connection = POOL.open()
            outage.end(channel=self.ledger.channel)
        return self.connection

    def _marked(self, mail: MailLike) -> bool:
        try:
            content = kept(to=mail.to, subject=mail.subject, text=mail.text, html=mail.html)
            marked = self.ledger.mark(mail.row, mail.to, self.answered, content)
        except DatabaseError:
            # The mark may be committed, but the dot stays here: this one is known not to be sent.
            self._drop()
            self._record()
            self.ledger.settle_surely([unsent(mail, self.ledger)])
            raise
        self.answered = None
        return marked

    def _refused(self, mail: MailLike, no: Refused, started: float, *, undone: bool) -> None:
        now, took = self.ledger.clock(), since(started)
        if no.permanent:
            outcome = failed(mail.row, no.reason, "", now, no.detail, took)
        else:
            outcome = postponed(mail.row, no.reason, "", now, no.detail, took, undone=undone)
        if self.connection is not None and self.connection.broken:
            self._drop()
        self.ledger.settle_surely([outcome])

    def _record(self) -> None:
        if self.answered is not None:
            answered, self.answered = self.answered, None
            self.ledger.settle_surely([answered])

    def _drop(self) -> None:
        if self.connection is not None:
            self.connection.drop()
            self.connection = None


def rendered(mail: MailLike) -> bytes:
    headers = {**mail.headers, "Date": format_datetime(mail.at)}
    return message(headers, mail.text, mail.html, f"=_{mail.row.id.hex}")


def sent(mail: MailLike, response: str, ledger: Ledger, duration_ms: int) -> Outcome:
    return Outcome(
        row=mail.row,
        status=Status.SENT,
        at=ledger.clock(),
        detail=mail.note,
        response=response,
        duration_ms=duration_ms,
        provider="smtp",
        provider_message_id=mail.message_id,
    )


def unsent(mail: MailLike, ledger: Ledger) -> Outcome:
    return Outcome(row=mail.row, status=Status.PENDING, at=ledger.clock(), tried=False, undone=True)


def since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
