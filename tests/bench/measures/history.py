"""What an event costs of a person with 50,000 past events, against one with 10.

The journey asks how many of them there were in the last 30 days. The first round also brings the
counts up to date from the log, once per person: it is told apart.
"""

from django.db import connection

from apps.events.models import Event
from tests import scenario
from tests.bench import world
from tests.bench.compare import Side, compare
from tests.bench.figures import Figure, Result
from tests.bench.installation import Bench

EVENT, PAST = "Asks For History", "Page Read"
PEOPLE = 4


def measure(bench: Bench) -> Result:
    bench.stop()
    world.template()
    world.rules()
    many = bench.size(50_000, 2000)
    sides = {f"{count:,} past events": count for count in (10, many)}
    for count in sides.values():
        names = world.users(f"past-{count}", PEOPLE)
        world.people(names)
        for name in names:
            _add_history(name, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_event")
    scenario.publish("history", _document())
    world.only("history")
    size = bench.size(60, 10)
    small, large = (_side(bench, name, count, size) for name, count in sides.items())
    result = compare(small, large, rounds=bench.size(8, 2), at_most=1.3)
    (count, first_small), (_, first_large) = small.rounds[0], large.rounds[0]
    first = Figure(
        "the first event of each, which counts the past, cpu",
        round(first_large.total / max(first_small.total, 0.001), 2),
        "×",
    )
    return Result([*result.figures, first], {**result.detail, "events in the first round": count})


def _document() -> dict[str, object]:
    often = {"count": PAST, "days": 30, "op": "gte", "value": 5}
    return scenario.path(
        scenario.node("in", "entry", event=EVENT, audience=often, again="after_leaving"),
        scenario.node("message", "message", template=world.TEMPLATE),
        scenario.node("out", "exit"),
    )


def _side(bench: Bench, name: str, past: int, size: int) -> Side:
    def prepare(number: int) -> None:
        names = world.users(f"past-{past}", PEOPLE)
        world.append(
            world.track(user, EVENT, number * size + each) for each in range(size) for user in names
        )

    return Side(name, prepare, world.flow, bench.groups())


def _add_history(user: str, count: int) -> None:
    """So many events of the last month, as if applied: at places before the lane's first."""
    known = Event.objects.get(type="identify", user_id=user)
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, {"identified": known.pk, "name": PAST, "count": count})


_HISTORY = """
WITH known AS MATERIALIZED (
    SELECT e.*, least((SELECT min(o.lane_seq) FROM events_event o WHERE o.lane = e.lane), 0) AS low
    FROM events_event e WHERE e.id = %(identified)s
)
INSERT INTO events_event (source_id, message_id, type, name, user_id, payload, occurred_at,
                          received_at, profile_id, lane, lane_seq)
SELECT k.source_id, k.message_id || ':past:' || n, 'track', %(name)s, k.user_id,
       jsonb_build_object('type', 'track', 'properties', jsonb_build_object('page', n)),
       k.received_at - n * interval '29 days' / %(count)s,
       k.received_at - n * interval '29 days' / %(count)s,
       k.profile_id, k.lane, k.low - n
FROM known k, generate_series(1, %(count)s) AS n
"""
