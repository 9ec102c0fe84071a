"""Makes what the tests of this room need: people, templates, decided messages."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.delivery import operations
from apps.delivery.models import Delivery, Template
from apps.delivery.outbox import OutboxRow
from apps.people.models import Identifier, Profile

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that tests set."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


def at(moment: datetime = NOW) -> Callable[[], datetime]:
    return lambda: moment


def person(email: str = "", now: datetime = NOW) -> Profile:
    profile = Profile.objects.create(id=uuid.uuid4(), created_at=now)
    email = email or f"{profile.id.hex}@example.org"
    Identifier.objects.create(type="email", value=email, profile=profile, since=now)
    return profile


def template(key: str = "welcome", **content: str) -> Template:
    defaults = {
        "name": key,
        "channel": "email",
        "subject": "Hello {{ person.first_name }}",
        "text": "Hi {{ person.first_name }}: {{ unsubscribe_url }}",
        "topic": "offers",
    }
    return Template.objects.create(key=key, **(defaults | content))


def row(profile: Profile, **fields: Any) -> OutboxRow:
    defaults: dict[str, Any] = {
        "id": uuid.uuid4(),
        "profile_id": profile.id,
        "enrollment_id": uuid.uuid4(),
        "decision_id": uuid.uuid4(),
        "journey": "welcome",
        "version_id": "1",
        "node": "mail",
        "channel": "email",
        "template": "welcome",
        "decided_at": NOW,
        "context": {"person": {"first_name": "Ann"}, "event": {"total": 3}},
    }
    return OutboxRow(**(defaults | fields))


def decided(profile: Profile | None = None, **fields: Any) -> Delivery:
    """One message in the outbox."""
    made = row(profile or person(), **fields)
    operations.enqueue(rows=[made], now=fields.get("decided_at", NOW))
    return Delivery.objects.get(pk=made.id)


def status(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.status, delivery.reason
