"""The values that pass between claiming, checking, sending and recording."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from apps.delivery.status import Status

# A sandbox row decided longer ago is imported history: it is stamped with its own time.
HISTORY_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker holds the lease of."""

    id: uuid.UUID
    profile_id: uuid.UUID
    journey: str
    node: str
    channel: str
    template: str
    template_version_id: int | None
    topic: str
    transactional: bool
    address: str
    context: str
    decided_at: datetime
    created_at: datetime
    attempts: int

    def values(self) -> dict[str, Any]:
        """What a template may ask for, as plain values."""
        values = msgspec.json.decode(self.context)
        person = {"id": str(self.profile_id), **(values.get("person") or {})}
        message = {
            "id": str(self.id),
            "journey": self.journey,
            "node": self.node,
            "template": self.template,
            "topic": self.topic,
            "channel": self.channel,
        }
        return {**values, "person": person, "event": values.get("event") or {}, "message": message}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one delivery: the status it moves to, and why.

    `tried` counts it as an attempt. `undone` says that the other side refused what was being sent:
    only then may a delivery that was marked as sending wait for another try.
    """

    row: Claimed
    status: Status
    at: datetime
    reason: str = ""
    detail: str = ""
    response: str = ""
    duration_ms: int = 0
    tried: bool = True
    undone: bool = False
    not_before: datetime | None = None
    provider: str = ""
    provider_message_id: str = ""


class Refused(Exception):
    """This message can't be sent, now or ever: `permanent` is the bit that matters."""

    def __init__(self, reason: str, detail: str = "", *, permanent: bool = True) -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail
        self.permanent = permanent


class Outage(Exception):
    """The provider as a whole can't be reached: no message is to blame."""
