"""One person with a very long history: thousands of decisions made by the flow itself, and events.

The flow runs over history as an import: nothing is written but by its own writers. Only the bulk of
events that mean nothing to anybody, and that deliveries have left, is told to PostgreSQL directly.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from apps.common import clock
from apps.events import operations as events
from apps.events.models import Source
from apps.people import queries as people
from tests import scenario
from tests.bench import world
from tests.scenario import node, path

USER, VISIT, READ = "busy", "Visit", "Page Read"
CAP = {"id": "five", "name": "5 a day", "limit": 5, "hours": 24, "channels": ["email"]}
# Each visit lets in to two journeys that meet at five moments.
MOMENTS, RUNS = 5, 2


def build(user: str, *, decisions: int, reads: int, now: datetime | None = None) -> UUID:
    """The person, with about so many decisions and exactly so many events that nobody waits for."""
    now = now or clock.now()
    visits = max(decisions // MOMENTS, 1)
    _journeys()
    _live(user, now - timedelta(hours=21 * visits + 48), visits)
    profile = people.by_identifier("user_id", user)
    assert profile is not None
    with connection.cursor() as cursor:
        cursor.execute(_READS, {"user": user, "name": READ, "count": reads, "now": now})
        cursor.execute(_SENT, {"profile": profile, "before": now - timedelta(days=3)})
        cursor.execute("ANALYZE events_event, delivery_delivery")
    return profile


def _live(user: str, start: datetime, visits: int) -> None:
    source, _ = Source.objects.get_or_create(
        key="past", defaults={"name": "Past", "kind": "import", "created_at": start}
    )
    told: list[dict[str, Any]] = [scenario.identify(user, start, plan="pro", first_name="Busy")]
    for number in range(visits):
        at = start + timedelta(hours=21 * number + 1)
        told.append(scenario.track(user, VISIT, at, page=number))
    for first in range(0, len(told), world.CHUNK):
        events.append(source=source, events=told[first : first + world.CHUNK], now=clock.now())
    world.flow()


def _journeys() -> None:
    world.template()
    world.rules(CAP)
    for key, tier in (("newsletter", "marketing"), ("onboarding", "lifecycle")):
        scenario.publish(key, _document(tier))
    world.only("newsletter", "onboarding")


def _document(tier: str) -> dict[str, Any]:
    walk = [node("in", "entry", event=VISIT, again="after_leaving")]
    for number in range(MOMENTS):
        walk.append(node(f"m{number}", "message", template=world.TEMPLATE, when_stopped="skip"))
        walk.append(node(f"d{number}", "delay", duration={"hours": 3}))
    return path(*walk, node("out", "exit"), tier=tier)


_READS = """
WITH known AS MATERIALIZED (
    SELECT e.*, least((SELECT min(o.lane_seq) FROM events_event o WHERE o.lane = e.lane), 0) AS low
    FROM events_event e WHERE e.user_id = %(user)s AND e.type = 'identify' LIMIT 1
)
INSERT INTO events_event (source_id, message_id, type, name, user_id, payload, occurred_at,
                          received_at, profile_id, lane, lane_seq)
SELECT k.source_id, k.message_id || ':read:' || n, 'track', %(name)s, k.user_id,
       jsonb_build_object('type', 'track', 'properties', jsonb_build_object(
           'page', n, 'title', 'A page with a rather long title, number ' || n,
           'url', 'https://shop.example/pages/' || n)),
       at, at, k.profile_id, k.lane, k.low - n
FROM known k, generate_series(1, %(count)s) AS n
CROSS JOIN LATERAL (
    SELECT %(now)s::timestamptz - n * (%(now)s::timestamptz - k.received_at) / %(count)s AS at
) AS moment
"""
_SENT = """
UPDATE delivery_delivery SET status = 'sent', sent_at = decided_at
WHERE profile_id = %(profile)s AND decided_at < %(before)s
"""
