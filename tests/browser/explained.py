"""A small shop in which three journeys want to write to one person on the same day."""

from datetime import datetime
from typing import Any

from apps.delivery.drain import drain
from apps.delivery.models import Delivery, Template
from apps.journeys import operations as journeys
from apps.rules import operations as rules
from tests.scenario import START, at, identify, node, path, run_until, tell, track

RULES: dict[str, Any] = {
    "tiers": [
        {"key": "transactional", "name": "Transactional", "transactional": True},
        {"key": "lifecycle", "name": "Lifecycle"},
        {"key": "marketing", "name": "Marketing"},
    ],
    "caps": [
        {"id": "day", "name": "1 e-mail a day", "limit": 1, "hours": 24, "channels": ["email"]}
    ],
    "quiet_hours": [
        {
            "id": "night",
            "name": "Quiet nights",
            "channel": "email",
            "start": "21:00",
            "end": "08:00",
        }
    ],
    "timezone": "Europe/Berlin",
    "arbitration_window_minutes": 5,
    "consent": {"email": "opt_out", "webhook": "none"},
}


def trial() -> dict[str, Any]:
    document = path(
        node(
            "Trial started",
            "entry",
            event="Trial Started",
            audience={"trait": "plan", "value": "trial"},
        ),
        node("Welcome", "message", template="welcome"),
        node("Three days", "delay", duration={"days": 3}),
        node("First project?", "wait_for_event", event="Project Created", at_most={"days": 1}),
        node("Bought", "goal", event="Subscription Started"),
        node("Trial day 3", "message", template="day-3", at_most={"days": 2}),
        tier="lifecycle",
        priority=60,
    )
    edges = [edge for edge in document["edges"] if edge["from"] != "Bought"]
    edges.append({"from": "First project?", "port": "timeout", "to": "Trial day 3"})
    return {**document, "edges": edges}


def after(event: str, name: str, *, days: float, priority: int) -> dict[str, Any]:
    return path(
        node("Entry", "entry", event=event),
        node("A while", "delay", duration={"days": days}),
        node(name, "message", template="hello", at_most={"days": 2}),
        node("Done", "exit"),
        priority=priority,
    )


def build() -> Delivery:
    """The shop, its events and what came of them; the message in which three competed."""
    for key, subject in (
        ("welcome", "Welcome, {{ person.first_name }}"),
        ("day-3", "{{ person.first_name }}, your first project takes two minutes"),
        ("hello", "We miss you"),
    ):
        text = "Hi {{ person.first_name }},\n\ncreate a project and invite your team.\n"
        Template.objects.create(key=key, name=key, channel="email", subject=subject, text=text)
    rules.publish(document=RULES, note="One e-mail a day", by=None, now=START)
    for key, name, document in (
        ("trial-onboarding", "Trial onboarding", trial()),
        ("win-back", "Win-back", after("Subscription Cancelled", "Come back", days=4, priority=40)),
        (
            "post-purchase",
            "Post-purchase",
            after("Order Completed", "How was it?", days=4, priority=20),
        ),
    ):
        journeys.publish(key=key, name=name, document=document, by=None, now=START)
    anonymous = track("", "Pricing Viewed", at(0.5)) | {"anonymousId": "a-7f3c"}
    del anonymous["userId"]
    tell(
        anonymous,
        identify(
            "ann",
            at(0.9),
            anonymous="a-7f3c",
            first_name="Ann",
            plan="trial",
            timezone="Europe/Berlin",
        ),
        track("ann", "Order Completed", at(1.06), total=49.0, order_id="A-1001"),
        track("ann", "Subscription Cancelled", at(1.08), reason="too expensive"),
        track("ann", "Trial Started", at(1), source="ad", plan="trial"),
        track("ann", "Team Invited", at(20), members=3),
    )
    run_until(at(days=9))
    drain("email", lambda: at(days=9))
    return Delivery.objects.get(node="Trial day 3")


def moment() -> datetime:
    return at(days=9)
