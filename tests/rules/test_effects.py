"""Effects over what was really sent: tags, merged people, and journeys side by side."""

from datetime import timedelta
from typing import Any

import pytest

from apps.engine.book import Cap, ExclusionGroup, RuleSet
from apps.rules import effects
from apps.rules.effect import Effect
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

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
RULES = RuleSet("", 0, ())


def waiting(event: str) -> dict[str, Any]:
    return path(
        node("in", "entry", event=event),
        node("wait", "delay", duration={"days": 9}),
        node("out", "exit"),
    )


def test_a_cap_over_a_tag_counts_what_had_the_tag(graph: object) -> None:
    rule_set()
    publish("promo", message_on("Promo", tags=["promo", "spring"]))
    publish("plain", message_on("Plain"))
    tell(identify("ann", at(0)), identify("bob", at(0)))
    tell(*(track("ann", "Promo", at(hour)) for hour in (1, 2, 3)))
    tell(track("bob", "Promo", at(1)), track("ann", "Plain", at(4)))
    run_until(at(5))
    cap = Cap("c", "c", 1, hours=24, tags=("promo",))
    assert effects.of_cap(cap, RULES, at(6)) == Effect(stopped=2, sends=4, touched=1, people=2)
    assert effects.of_cap(Cap("c", "c", 1, hours=24, tags=("x",)), RULES, at(6)).sends == 0
    assert effects.of_cap(Cap("c", "c", 1, hours=24), RULES, at(6)).sends == 5


def test_sends_to_profiles_that_became_one_person_count_together(graph: object) -> None:
    rule_set()
    publish("hello", message_on("Hello"))
    anonymous = identify("", at(0), anonymous="a-1", email="ann@example.test")
    del anonymous["userId"]
    greeted = {key: v for key, v in track("", "Hello", at(1)).items() if key != "userId"}
    tell(anonymous, greeted | {"anonymousId": "a-1"})
    tell(identify("ann", at(2), email="other@example.test"), track("ann", "Hello", at(3)))
    run_until(at(4))
    cap = Cap("c", "c", 1, hours=24)
    assert effects.of_cap(cap, RULES, at(5)) == Effect(stopped=0, sends=2, touched=0, people=2)
    tell(identify("ann", at(6), anonymous="a-1"))
    run_until(at(7))
    assert effects.of_cap(cap, RULES, at(8)) == Effect(stopped=1, sends=2, touched=1, people=1)


def test_a_group_counts_who_was_in_two_of_its_journeys_at_once(graph: object) -> None:
    rule_set()
    for key, event in (("trial", "Trial"), ("winback", "Left"), ("other", "Other")):
        publish(key, waiting(event))
    tell(identify("ann", at(0)), identify("bob", at(0)))
    tell(track("ann", "Trial", at(1)), track("ann", "Left", at(days=2)))
    tell(track("bob", "Trial", at(1)), track("bob", "Left", at(days=12)))
    tell(track("bob", "Other", at(days=3)))
    run_until(at(days=13))
    group = ExclusionGroup("g", "g", ("trial", "winback"))
    assert effects.of_group(group, at(days=13)) == Effect(1, 4, 1, 2)
    assert effects.of_group(group, at(days=31) + timedelta(hours=2)) == Effect(1, 2, 1, 2)
