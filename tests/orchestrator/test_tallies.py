"""What conditions count, as it comes and from what was told before anybody asked."""

from typing import Any

import pytest

from tests.scenario import at, identify, node, path, publish, rule_set, run_until, sent, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def counting(event: str) -> dict[str, Any]:
    """Lets in who did this at least twice."""
    often = {"count": event, "op": "gte", "value": 2}
    return path(
        node("in", "entry", event="Asked", audience=often, again="after_leaving"),
        node("message", "message", template="hello"),
        node("out", "exit"),
    )


def viewed(name: str, hours: float, kind: str = "page") -> dict[str, Any]:
    return track("u", "", at(hours), id=f"{name}{hours}") | {"type": kind, "name": name}


@pytest.mark.parametrize(
    ("event", "kind", "name"),
    [
        ("Viewed Pricing Page", "page", "Pricing"),
        ("Viewed Page", "page", ""),
        ("Viewed Cart Screen", "screen", "Cart"),
    ],
)
@pytest.mark.parametrize("asked_first", [True, False])
def test_pages_and_screens_are_counted(event: str, kind: str, name: str, asked_first: bool) -> None:
    rule_set()
    if asked_first:
        publish("often", counting(event))
    tell(identify("u", at(0)), viewed(name, 1, kind), viewed(name, 2, kind))
    run_until(at(3))
    if not asked_first:
        publish("often", counting(event))
    tell(track("u", "Asked", at(4)))
    run_until(at(5))
    assert len(sent()) == 1
