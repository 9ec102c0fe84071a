"""A small world to look at through the pages, and somebody who looks."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.common import clock
from apps.events import operations as events
from apps.experiments import operations as experiments
from apps.journeys import operations as journeys
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from apps.rules import operations as rules
from apps.rules.document import with_item
from apps.rules.queries import current_document
from tests import scenario
from tests.scenario import identify, message_on, node, path, rule_set, track

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def staff(client: Client) -> Client:
    """A browser in which a member of staff is logged in."""
    ann = User.objects.create_user("ann", password="x", is_staff=True)
    client.force_login(may_see(ann), BACKEND)
    return client


def may_see(user: User) -> User:
    """This user, with the right to see personal data."""
    right = Permission.objects.get(codename="see_personal_data", content_type__app_label="people")
    user.user_permissions.add(right)
    return user


@pytest.fixture
def world(graph: object) -> datetime:
    """Four people whom two journeys and a holdout compete for, until now; the answer is now."""
    now = clock.now().replace(microsecond=0)
    rule_set(
        caps=[{"id": "one-a-week", "name": "One a week", "limit": 1, "hours": 168}],
        timezone="Europe/Berlin",
    )
    publish("onboarding", "Trial onboarding", onboarding(), now)
    publish("winback", "Win-back", message_on("Trial Started", template="miss-you"), now)
    hold = experiments.create(
        name="Nobody new", share=0.9, scope="journeys", values=["winback"], by=None, now=now
    )
    experiments.start(key=hold.key, now=now - timedelta(days=2))
    people(4, now - timedelta(hours=5))
    return now


def publish(key: str, name: str, document: dict[str, Any], now: datetime) -> None:
    journeys.publish(key=key, name=name, document=document, by=None, now=now - timedelta(days=3))


def onboarding() -> dict[str, Any]:
    return path(
        node("in", "entry", event="Trial Started"),
        node("hello", "message", template="hello"),
        node("wait", "delay", duration={"days": 3}),
        node("more", "message", template="more"),
        node("out", "exit"),
        tier="lifecycle",
    )


def people(count: int, since: datetime) -> None:
    """So many more people start a trial; everything until now is worked through."""
    start = len(scenario.sent())
    told: list[dict[str, Any]] = []
    for number in range(count):
        user = f"person{start}-{number}"
        told += [identify(user, since), track(user, "Trial Started", since)]
    events.append(source=scenario.source(), events=told, now=clock.now())
    route_all()
    advance.drain_all(clock.now(), limit=500)


def queries_of(client: Client, address: str) -> int:
    """How many statements this page asks PostgreSQL for."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def add_cap(**changes: Any) -> None:
    cap = {"id": "two", "name": "Two a day", "limit": 2, "calendar": "day"} | changes
    document = with_item(current_document(), "caps", cap)
    rules.publish(document=document, note=f"Cap “{cap['name']}”", by=None, now=clock.now())
