"""The fixed workloads: people, one template, journeys and rules; and running the flow in here.

Needs Django set up over the stores that are measured.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from apps.common import clock
from apps.delivery.models import Template
from apps.events import operations as events
from apps.events.models import Source
from apps.journeys.models import Journey
from apps.orchestrator import advance, queries
from apps.orchestrator.route import route_all
from tests import scenario
from tests.bench.installation import TooLate

TEMPLATE = "hello"
CHUNK = 500
# Seconds that the flow may take to catch up.
PATIENCE = 120
ONE_A_DAY = {"id": "one-a-day", "name": "One a day", "limit": 1, "hours": 24}


def address(user: str) -> str:
    return f"{user}@bench.example"


def users(prefix: str, count: int, start: int = 0) -> list[str]:
    return [f"{prefix}-{number}" for number in range(start, start + count)]


def template() -> None:
    if not Template.objects.filter(key=TEMPLATE).exists():
        Template.objects.create(
            key=TEMPLATE,
            name="Hello",
            channel="email",
            subject="Hello {{ person.first_name }}",
            text="Dear {{ person.first_name }}, thank you for {{ event.order_id }}.\n\n"
            "{{ unsubscribe_url }}",
            html="<p>Dear {{ person.first_name }}, thank you for {{ event.order_id }}.</p>"
            '<p><a href="{{ unsubscribe_url }}">No more of these</a></p>',
        )


def rules(*caps: dict[str, Any]) -> None:
    scenario.rule_set(caps=list(caps))


def journey(key: str, event: str, **settings: Any) -> None:
    """The smallest journey: this event lets people in, and one message goes out."""
    scenario.publish(key, scenario.message_on(event, template=TEMPLATE, **settings))


def only(*keys: str) -> None:
    """Leave these journeys in the book, and no others: the rest become drafts, as if not there."""
    Journey.objects.exclude(key__in=keys).update(status=Journey.Status.DRAFT)
    Journey.objects.filter(key__in=keys).update(status=Journey.Status.LIVE)


def identify(user: str) -> dict[str, Any]:
    return {
        "type": "identify",
        "userId": user,
        "messageId": f"{user}:identify",
        "traits": {"email": address(user), "first_name": user, "plan": "pro"},
    }


def track(user: str, event: str, number: int = 0) -> dict[str, Any]:
    return {
        "type": "track",
        "userId": user,
        "event": event,
        "messageId": f"{user}:{event}:{number}",
        "properties": {"order_id": f"{user}-{number}", "total": 27.5, "currency": "EUR"},
    }


def source() -> Source:
    known, _ = Source.objects.get_or_create(
        key="bench", defaults={"name": "Bench", "kind": "live", "created_at": clock.now()}
    )
    return known


def append(told: Iterable[dict[str, Any]]) -> int:
    """Append to the log as the intake does, in chunks; the number of events."""
    all_of_them, to = list(told), source()
    for start in range(0, len(all_of_them), CHUNK):
        events.append(source=to, events=all_of_them[start : start + CHUNK], now=clock.now())
    return len(all_of_them)


def people(names: Sequence[str]) -> None:
    """Make these people known, with an address, and wait until the state is in the graph."""
    append(map(identify, names))
    settle()


def warm_up(singly: int) -> None:
    """So many events one by one: a graph on Java compiles what it repeats, and takes as many."""
    template()
    rules()
    journey("warm-up", "Warm Up")
    names = users("warm-up", singly)
    people(names)
    for name in names:
        append([track(name, "Warm Up")])
        flow()


def settle() -> None:
    """Run the flow, together with whoever else runs it, until nothing is behind."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        flow()
        behind = queries.backlog(clock.now())
        if not behind.unrouted and not behind.unapplied:
            return
        time.sleep(0.05)
    raise TooLate(f"still behind: {behind}")


def flow() -> int:
    """Route and advance everything there is now; the number of items applied."""
    routed = True
    applied = 0
    while routed:
        routed = bool(route_all())
        applied += advance.drain_all(clock.now()).items
    return applied
