"""Of how many people something was: nobody is counted twice, and nobody is forgotten."""

from datetime import timedelta

import pytest

from apps.simulate.history import stored
from tests.scenario import START, at, identify, node, path, track
from tests.simulate.test_history import history, quiet_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_people_that_two_quiet_hours_stopped_are_all_counted() -> None:
    night = {"channel": "email", "start": "08:00", "end": "12:00", "id": "early", "name": "Early"}
    late = {**night, "start": "14:00", "end": "20:00", "id": "late", "name": "Late"}
    quiet_world(
        identify("ann", at(0)),
        identify("bob", at(0)),
        *(track("ann", "Bought", START + timedelta(days=day, hours=1)) for day in (0, 1)),
        track("ann", "Bought", START + timedelta(days=2, hours=6)),
        track("bob", "Bought", START + timedelta(hours=6)),
    )
    draft = path(
        node("in", "entry", event="Bought", again="after_leaving"),
        node("message", "message", template="hello", when_stopped="skip"),
    )
    numbers = history({"thanks": draft}, quiet_hours=[night, late]).messages["thanks", "message"]
    assert numbers.stopped == {("quiet_hours", "early"): (2, 1), ("quiet_hours", "late"): (2, 2)}
    assert numbers.stopped_people == {"quiet_hours": 2}


def test_people_of_a_journey_and_of_a_template_are_counted_once() -> None:
    quiet_world(
        identify("ann", at(0)),
        track("ann", "Bought", at(1)),
        identify("bob", at(0), plan="pro"),
        track("bob", "Bought", at(1)),
    )
    pro = {"port": "pro", "when": {"trait": "plan", "op": "eq", "value": "pro"}}
    draft = path(
        node("in", "entry", event="Bought"),
        node("split", "condition_split", branches=[pro]),
        node("one", "message", template="hello", channel="webhook"),
        node("two", "message", template="hello", channel="webhook"),
    )
    draft["nodes"].append(node("three", "message", template="pros", channel="webhook"))
    draft["edges"].append({"from": "split", "port": "pro", "to": "three"})
    found = history({"thanks": draft})
    assert found.wanted == {
        ("journey", "thanks"): 2,
        ("template", "hello"): 1,
        ("template", "pros"): 1,
    }
    assert stored.history(stored.as_json(found)) == found


def test_what_competes_with_nobody_is_wanted_of_no_journey() -> None:
    quiet_world(identify("ann", at(0)), track("ann", "Bought", at(1)))
    draft = path(
        node("in", "entry", event="Bought"),
        node("message", "message", template="receipt", tier="transactional"),
    )
    assert history({"thanks": draft}).wanted == {("template", "receipt"): 1}
