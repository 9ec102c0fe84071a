"""Webhook: a signed JSON POST. Its idempotency key makes sending it again harmless."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from apps.delivery.channels.webhook_http import HEAVY, Answer, Senders, Unreachable
from apps.delivery.checks import LITERAL_HOST
from apps.delivery.content import kept
from apps.delivery.ledger import Ledger
from apps.delivery.liquid import render
from apps.delivery.models import TemplateVersion
from apps.delivery.outcomes import failed, postponed
from apps.delivery.payload import payload
from apps.delivery.sending import Claimed, Outcome, Refused
from apps.delivery.signing import HEADER, signature, webhook_key
from apps.delivery.status import Status
from apps.delivery.targets import ForbiddenTarget

RETRIED = frozenset({408, 423, 425, 429})
LONGEST_RETRY_AFTER = 3600
AWAY_WAIT = timedelta(seconds=15)
WITHDRAWN_WAIT = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Post:
    """A finished request."""

    row: Claimed
    url: str
    body: bytes
    note: str


class Webhook:
    """The channel."""

    repeatable = True

    def reaches_people(self) -> bool:
        return True

    def prepare(self, row: Claimed, address: str, version: TemplateVersion, now: datetime) -> Post:
        if not LITERAL_HOST.match(version.url):
            raise Refused("bad_url", "The template's URL must spell out its host.")
        values = row.values()
        url = render(version.url, values)
        body, missing = payload(version.body, values)
        if len(body) > HEAVY:
            raise Refused("too_large", f"The body has {len(body)} bytes; at most {HEAVY} go out.")
        names = dict.fromkeys((*url.missing, *missing))
        note = f"empty in the template: {', '.join(names)}" if names else ""
        return Post(row, url.text.strip(), body, note)

    def send(self, messages: Sequence[Post], ledger: Ledger) -> None:
        run = Run(ledger)
        try:
            for post in messages:
                ledger.keep()
                run.one(post)
        finally:
            run.close()


class Run:
    """One batch. A host that can't be reached is asked once; its other messages wait."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.senders = Senders(settings.WEBHOOK_ALLOWED_HOSTS, settings.WEBHOOK_TIMEOUT_SECONDS)
        self.answered: Outcome | None = None
        self.away: dict[str, str] = {}
        self.key = webhook_key()

    def one(self, post: Post) -> None:
        now, host = self.ledger.clock(), post.url.split("/", 3)[2]
        if host in self.away:
            self.ledger.release([post.row], now + AWAY_WAIT)
            return
        content = kept(to=post.url, body=post.body.decode(errors="replace"))
        marked = self.ledger.mark(post.row, post.url[:512], self.answered, content)
        self.answered = None
        if not marked:
            self.ledger.release([post.row], now + WITHDRAWN_WAIT)
            return
        started = time.monotonic()
        outcome = self._posted(post, host, now, started)
        if outcome.status == Status.SENT:
            self.answered = outcome
        else:
            self.ledger.settle_surely([outcome])

    def _posted(self, post: Post, host: str, now: datetime, started: float) -> Outcome:
        try:
            answer = self.senders.post(post.url, post.body, self._headers(post, now))
        except ForbiddenTarget as problem:
            return failed(post.row, "forbidden_target", str(problem), now)
        except Unreachable as problem:
            if problem.nobody_there:
                self.away[host] = str(problem)
            took = since(started)
            return postponed(
                post.row, "unreachable", str(problem), now, duration_ms=took, undone=True
            )
        return judged(post, answer, self.ledger.clock(), since(started))

    def _headers(self, post: Post, now: datetime) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "User-Agent": "Throughline",
            "Idempotency-Key": str(post.row.id),
            HEADER: signature(post.body, now, self.key),
        }

    def close(self) -> None:
        self.senders.close()
        if self.answered is not None:
            self.ledger.settle_surely([self.answered])


def judged(post: Post, answer: Answer, now: datetime, took: int) -> Outcome:
    """What an answer means: 2xx is sent, no redirect is followed, 5xx and a few 4xx may pass."""
    response = f"{answer.status} {answer.text}"
    if 200 <= answer.status < 300:
        return sent(post, response, now, took)
    if answer.status in RETRIED or answer.status >= 500:
        wait = asked_wait(answer.retry_after)
        later = now + wait if wait else None
        return postponed(
            post.row, "not_accepted", "", now, response, took, not_before=later, undone=True
        )
    reason = "redirected" if 300 <= answer.status < 400 else "refused"
    return failed(post.row, reason, "", now, response, took)


def sent(post: Post, response: str, now: datetime, took: int) -> Outcome:
    return Outcome(
        row=post.row,
        status=Status.SENT,
        at=now,
        detail=post.note,
        response=response,
        duration_ms=took,
        provider="webhook",
        provider_message_id=str(post.row.id),
    )


def asked_wait(retry_after: str) -> timedelta | None:
    """What a Retry-After in seconds asks for, at most an hour; None where it asks for nothing."""
    if not retry_after.isascii() or not retry_after.isdigit() or len(retry_after) > 9:
        return None
    return timedelta(seconds=min(int(retry_after), LONGEST_RETRY_AFTER))


def since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
