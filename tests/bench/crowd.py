"""Fills the stores with many people at once, as they stand after they were identified."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection

from apps.common import clock
from apps.engine.values import ProfileState, TraitValue
from apps.graph import codec, store
from apps.orchestrator.lanes import lane_of

NAMESPACE = UUID("6f1d7d39-6a4b-5e0a-9a55-3e9f5f3c8d11")
CHUNK = 2000


def fill(people: int, *, now: datetime | None = None) -> None:
    """Profiles, identifiers and traits in PostgreSQL; profiles and identifiers in the graph."""
    now = now or clock.now()
    for start in range(0, people, CHUNK):
        numbers = range(start, min(start + CHUNK, people))
        ids = [uuid5(NAMESPACE, str(number)) for number in numbers]
        users = [f"crowd-{number}" for number in numbers]
        _fill_postgres(ids, users, now)
        _fill_graph(ids, users, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_profile, people_identifier, people_trait")


def _fill_postgres(ids: list[UUID], users: list[str], now: datetime) -> None:
    with connection.cursor() as cursor:
        for statement in (_PROFILES, _IDENTIFIERS, _TRAITS):
            cursor.execute(statement, {"ids": ids, "users": users, "now": now})


def _fill_graph(ids: list[UUID], users: list[str], now: datetime) -> None:
    rows = [
        {
            "uid": str(id),
            "lane": lane_of(id),
            "user": f"user_id:{user}",
            "value": user,
            "as_of": now.timestamp(),
            "state": codec.encode(
                ProfileState(
                    str(id),
                    now,
                    traits={
                        "email": TraitValue(f"{user}@bench.example", now),
                        "first_name": TraitValue(user, now),
                    },
                )
            ),
        }
        for id, user in zip(ids, users, strict=True)
    ]
    store.transact(lambda: store.run(_GRAPH, rows=rows))


_PROFILES = """
INSERT INTO people_profile (id, created_at)
SELECT id, %(now)s FROM unnest(%(ids)s::uuid[]) AS x (id)
"""
_IDENTIFIERS = """
INSERT INTO people_identifier (type, value, profile_id, since)
SELECT kind, CASE kind WHEN 'email' THEN u || '@bench.example' ELSE u END, id, %(now)s
FROM unnest(%(ids)s::uuid[], %(users)s::text[]) AS x (id, u),
     unnest(ARRAY['user_id', 'email']) AS kind
"""
_TRAITS = """
INSERT INTO people_trait (profile_id, key, value, occurred_at)
SELECT id, key, to_jsonb(u), %(now)s
FROM unnest(%(ids)s::uuid[], %(users)s::text[]) AS x (id, u),
     unnest(ARRAY['email', 'first_name']) AS key
"""
_GRAPH = """
UNWIND $rows AS row
CREATE (p:Profile {uid: row.uid, state: row.state, lane: row.lane, as_of: row.as_of})
CREATE (i:Identifier {uid: row.user, type: 'user_id', value: row.value})
CREATE (p)-[:HAS_IDENTIFIER {since: row.as_of}]->(i)
"""
