"""A small shop to draw journeys in: rules, templates, and people who have done something."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from apps.common import clock
from apps.delivery.drain import drain
from apps.delivery.models import Template
from apps.events import operations as events
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from tests.scenario import identify, rule_set, source, track

PEOPLE = {"ann": "trial", "ben": "pro", "cid": "free"}


def build() -> datetime:
    """The shop as it stands now; the answer is now."""
    now = clock.now().replace(microsecond=0)
    # Or the editor would suggest what another test's people did.
    cache.clear()
    rule_set(timezone="Europe/Berlin")
    for key, subject in (("welcome", "Welcome"), ("remind", "Still there?")):
        Template.objects.create(
            key=key, name=subject, channel="email", subject=subject, text="Hi {{ person.email }}"
        )
    told: list[dict[str, Any]] = []
    for hours, (user, plan) in enumerate(PEOPLE.items(), start=2):
        then = now - timedelta(hours=hours)
        told.append(identify(user, then, plan=plan, first_name=user.title()))
        told.append(track(user, "Trial Started", then, source="ad"))
        told.append(track(user, "Order Completed", then, order_id=f"A-{hours}", total=49.5))
    told.append(track("ben", "Subscription Started", now - timedelta(hours=1)))
    happened(*told)
    return now


def happened(*told: dict[str, Any]) -> None:
    """What was told takes its way through all stages, until now."""
    if told:
        events.append(source=source(), events=list(told), now=clock.now())
    flow()


def flow() -> None:
    """What waits in the stores takes its way through all stages, as the workers do it."""
    route_all()
    advance.drain_all(clock.now())
    drain("email", clock.now)
