"""A lifecycle, people who go through it, and what is to be seen of them."""

from datetime import datetime, timedelta
from typing import Any

from apps.common import clock
from apps.events import operations as events
from apps.journeys import operations as journeys
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from apps.rules import operations as rules
from apps.rules.document import INITIAL
from tests import scenario
from tests.scenario import identify, node, path, track

CUSTOMER: dict[str, Any] = {
    "key": "customer",
    "name": "Customer",
    "stages": [
        {
            "key": "trial",
            "name": "Trial",
            "when": {"count": "Trial Started", "op": "gte", "value": 1},
            "from": [""],
            "done": {"count": "Feature Used", "op": "gte", "value": 1},
        },
        {
            "key": "paying",
            "name": "Paying",
            "when": {"trait": "plan", "op": "in", "value": ["monthly", "yearly"]},
            "from": ["", "trial", "lapsed"],
        },
        {
            "key": "lapsed",
            "name": "Lapsed",
            "when": {"trait": "plan", "op": "eq", "value": "cancelled"},
            "from": ["trial", "paying"],
        },
        {"key": "vip", "name": "VIP", "when": {"any": []}},
    ],
}


def publish_rules(now: datetime, **changes: Any) -> None:
    document = INITIAL | {"lifecycles": [CUSTOMER], "timezone": "Europe/Berlin"} | changes
    rules.publish(document=document, note="", by=None, now=now)


def promotes(now: datetime) -> None:
    """A journey whose node moves people to a stage."""
    document = path(
        node("in", "entry", event="Praised"),
        node("promote", "move_stage", lifecycle="customer", stage="vip"),
        node("out", "exit"),
    )
    journeys.publish(key="praise", name="Praise", document=document, by=None, now=now)


def live() -> datetime:
    """Four people's lives in the last ten days; the answer is now.

    ann: trial, done after an hour, paying after two days, lapsed after two more, paying again.
    bob: trial, never done.   cleo: trial and paying at once.   dan: paying, then a VIP by a node.
    """
    now = clock.now().replace(microsecond=0)
    publish_rules(now - timedelta(days=20))
    promotes(now - timedelta(days=20))
    start = now - timedelta(days=10)
    day, hour = timedelta(days=1), timedelta(hours=1)
    tell(
        identify("ann", start),
        track("ann", "Trial Started", start),
        track("ann", "Feature Used", start + hour),
        identify("ann", start + 2 * day, plan="monthly"),
        identify("ann", start + 4 * day, plan="cancelled"),
        identify("ann", start + 5 * day, plan="yearly"),
        identify("bob", start),
        track("bob", "Trial Started", start + day),
        identify("cleo", start + day),
        track("cleo", "Trial Started", start + day + hour),
        identify("cleo", start + 3 * day + hour, plan="monthly"),
        identify("dan", start, plan="yearly"),
        track("dan", "Praised", start + 6 * day),
    )
    return now


def tell(*told: dict[str, Any]) -> None:
    """It happened, and everything that follows from it did."""
    events.append(source=scenario.source(), events=list(told), now=clock.now())
    route_all()
    advance.drain_all(clock.now(), limit=500)
