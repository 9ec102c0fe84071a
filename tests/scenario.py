"""Builds small worlds for tests: journeys, rules, events; and lets time pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import connection

from apps.events import operations as events
from apps.events.models import Source
from apps.journeys import operations as journeys
from apps.journeys.models import JourneyVersion
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from apps.rules import operations as rules
from apps.rules.models import RuleSetVersion

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def at(hours: float = 0, *, days: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
    """A moment after START."""
    return START + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def node(key: str, type: str, **settings: Any) -> dict[str, Any]:
    return {"key": key, "type": type, "name": key, "settings": settings}


def path(*nodes: Mapping[str, Any], tier: str = "marketing", priority: int = 50) -> dict[str, Any]:
    """A document whose nodes follow each other by their first way on."""
    first = {"wait_for_event": "event", "condition_split": "else"}
    edges = [
        {"from": a["key"], "port": first.get(a["type"], "next"), "to": b["key"]}
        for a, b in pairwise(nodes)
    ]
    return {"tier": tier, "priority": priority, "nodes": list(nodes), "edges": edges}


def message_on(event: str, *, template: str = "hello", **more: Any) -> dict[str, Any]:
    """The smallest journey: an event lets people in and a message goes out."""
    again = more.pop("again", "after_leaving")
    tier, priority = more.pop("tier", "marketing"), more.pop("priority", 50)
    return path(
        node("in", "entry", event=event, again=again),
        node("message", "message", template=template, **more),
        node("out", "exit"),
        tier=tier,
        priority=priority,
    )


def publish(key: str, document: Mapping[str, Any]) -> JourneyVersion:
    return journeys.publish(key=key, name=key.title(), document=document, by=None, now=START)


def rule_set(**changes: Any) -> RuleSetVersion:
    """Rules with an opt-out for e-mail and no arbitration window, but for the changes."""
    document = {
        "tiers": [
            {"key": "transactional", "name": "Transactional", "transactional": True},
            {"key": "lifecycle", "name": "Lifecycle"},
            {"key": "marketing", "name": "Marketing"},
        ],
        "caps": [],
        "quiet_hours": [],
        "timezone": "UTC",
        "arbitration_window_minutes": 0,
        "consent": {"email": "opt_out", "webhook": "none"},
    }
    return rules.publish(document=document | changes, note="", by=None, now=START)


def source(kind: str = "import") -> Source:
    known = Source.objects.filter(key="test").first()
    return known or Source.objects.create(key="test", name="Test", kind=kind, created_at=START)


def track(user: str, name: str, when: datetime, id: str = "", **properties: Any) -> dict[str, Any]:
    """An event in Segment's shape, sent the moment it happened."""
    return {
        "type": "track",
        "userId": user,
        "event": name,
        "timestamp": when.isoformat(),
        "sentAt": when.isoformat(),
        "messageId": id or f"{user}:{name}:{when.timestamp()}",
        "properties": properties,
    }


def identify(user: str, when: datetime, anonymous: str = "", **traits: Any) -> dict[str, Any]:
    event = {
        "type": "identify",
        "userId": user,
        "timestamp": when.isoformat(),
        "sentAt": when.isoformat(),
        "messageId": f"{user}:identify:{when.timestamp()}",
        "traits": {"email": f"{user}@example.test"} | traits,
    }
    return event | ({"anonymousId": anonymous} if anonymous else {})


def tell(*told: Mapping[str, Any]) -> None:
    """Append events to the log, as an import: each is received when it was sent."""
    events.append(source=source(), events=[dict(e) for e in told], now=at(days=365))


def run_until(when: datetime, *, batch: int = 500) -> None:
    """Route and advance everything up to this moment."""
    route_all()
    advance.drain_all(when, limit=batch)


@dataclass(frozen=True, slots=True)
class Sent:
    """One row of the outbox, by what does not depend on ids."""

    user: str
    journey: str
    node: str
    at: datetime


def sent() -> list[Sent]:
    """The outbox, in the order of decisions."""
    with connection.cursor() as cursor:
        cursor.execute(_SENT)
        return [Sent(*row) for row in cursor.fetchall()]


_SENT = """
SELECT coalesce((SELECT i.value FROM people_identifier i JOIN people_profile p
                 ON i.profile_id = p.id OR i.profile_id = p.merged_into_id
                 WHERE p.id = d.profile_id AND i.type = 'user_id' LIMIT 1), ''),
       d.journey, d.node, d.decided_at
FROM delivery_delivery d ORDER BY d.decided_at, d.journey, d.node
"""


def users(count: int) -> Sequence[str]:
    return [f"u{number}" for number in range(count)]
