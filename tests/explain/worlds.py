"""Small worlds in which something is decided that a page can explain."""

from uuid import UUID

from apps.journeys.models import JourneyVersion
from apps.people import queries as people
from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)

DAY_CAP = {"id": "day", "name": "1 e-mail a day", "limit": 1, "hours": 24, "channels": ["email"]}


def person(user: str = "ann") -> UUID:
    found = people.by_identifier("user_id", user)
    assert found is not None
    return found


def three_that_compete(**rules: object) -> None:
    """Three journeys want to write to Ann at one moment: a lifecycle one, and two of marketing."""
    rule_set(**{"caps": [DAY_CAP]} | rules)
    publish("winback", message_on("Trial Started", tier="marketing", priority=90))
    publish("thanks", message_on("Trial Started", tier="marketing", priority=10))
    publish("onboarding", onboarding())
    tell(
        identify("ann", at(0), plan="pro", timezone="Europe/Berlin"),
        track("ann", "Trial Started", at(1), source="ad"),
    )
    run_until(at(1, minutes=1))


def onboarding() -> dict[str, object]:
    return path(
        node("in", "entry", event="Trial Started", audience={"trait": "plan", "value": "pro"}),
        node("Trial day 1", "message", template="hello"),
        node("three days", "delay", duration={"days": 3}),
        node("Trial day 3", "message", template="hello"),
        node("out", "exit"),
        tier="lifecycle",
    )


def one_journey(**rules: object) -> JourneyVersion:
    rule_set(**rules)
    return publish("welcome", message_on("Signed Up"))
