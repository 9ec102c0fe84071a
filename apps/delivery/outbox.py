"""What the orchestrator hands over: one message that was decided, ready to be written."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A decided message. `id`, derived from (enrollment, node, visit), is the one-send guarantee.

    `context` holds plain values: `person` (traits) and `event` (properties of the trigger).
    An empty `address` is looked up among the person's identifiers when it is sent.
    """

    id: uuid.UUID
    profile_id: uuid.UUID
    enrollment_id: uuid.UUID
    decision_id: uuid.UUID
    journey: str
    version_id: str
    node: str
    channel: str
    template: str
    decided_at: datetime
    topic: str = ""
    tier: str = ""
    transactional: bool = False
    address: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None
