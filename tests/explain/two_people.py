"""Two who are joined, for the tests of merges: Ann, and somebody on a telephone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from redis import Redis

from apps.config.celery import app
from apps.explain import tasks
from apps.explain.merges.merge_page import merge_page
from apps.orchestrator import advance, unmerging
from apps.orchestrator.route import route_all
from apps.people.models import Merge
from tests.orchestrator.test_unmerging import told, visit
from tests.scenario import at, identify, message_on, node, path, publish, rule_set, tell, track

MERGED = at(days=10)
LATE = at(days=400)


@pytest.fixture(autouse=True)
def woken() -> Iterator[Redis]:
    """The queue of wake-ups; nobody works on it but the test."""
    queue = Redis.from_url(app.conf.broker_url)
    queue.delete("advance")
    yield queue
    queue.delete("advance")


def go(until: datetime = LATE) -> None:
    route_all()
    advance.drain_all(until)


def joined(email: str | None = "bob@example.test", **traits: Any) -> Merge:
    """Ann is known; somebody comes on a telephone, which an event of Ann's names, too."""
    rule_set()
    publish("news", message_on("Read"))
    publish(
        "pros",
        path(
            node("in", "entry", event="Came", audience={"trait": "plan", "value": "pro"}),
            node("message", "message", template="hello"),
            node("wait", "delay", duration={"days": 300}),
            node("out", "exit"),
        ),
    )
    tell(
        identify("ann", at(0), plan="free"),
        track("ann", "Read", at(1)),
        told("phone", at(3), **{"plan": "pro"} | ({"email": email} if email else {}) | traits),
        visit("phone", "Looked", at(4)),
    )
    tell(identify("ann", MERGED, anonymous="phone") | {"messageId": "both", "traits": {}})
    go()
    return Merge.objects.get()


def looked_at() -> Merge:
    tasks.sweep()
    return Merge.objects.get()


def kinds(merge: Merge) -> list[str]:
    return [one["kind"] for one in merge.suspicions]


def text(browser: Client, address: str, status: int = 200, **query: Any) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == status
    return answer.content.decode()


def because(merge: Merge) -> list[tuple[str, str, str, str]]:
    merge.refresh_from_db()
    page = merge_page(merge, LATE)
    assert page.known
    return sorted((m.delivery.journey, m.run_of, m.address_of, m.because) for m in page.messages)


def after_the_merge() -> None:
    """Ann reads and gets it at the other's address; Ann comes, as a pro that only the other is."""
    tell(
        track("ann", "Read", at(days=11)),
        track("ann", "Came", at(days=12)),
        visit("phone", "Read", at(days=13)),
    )
    go()


def undo(merge: Merge) -> None:
    unmerging.undo(merge_id=merge.pk, by=None, because="two people", now=at(days=20))
    go()
    merge.refresh_from_db()
