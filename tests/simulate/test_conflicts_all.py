"""All kinds together: the same findings for the same world, there and back."""

import random
from typing import Any

from apps.simulate.conflicts import find, stored
from apps.simulate.conflicts.kinds import KINDS, TITLES
from tests.scenario import message_on, node
from tests.simulate.conflict_worlds import (
    cap,
    found,
    leaving,
    quiet,
    stay,
    two,
    world,
)


def test_a_draft_that_cant_be_read_is_a_note_with_its_problems() -> None:
    broken = {"nodes": [{"key": "in", "type": "entry", "settings": {}}], "edges": []}
    (one,) = found(world({"alpha": broken}), "incomplete")
    assert one.severity == "note" and "1 problem " in one.title
    assert "name the event that lets people in" in one.why[0]
    assert found(world(two()), "incomplete") == []


def test_every_kind_has_its_words() -> None:
    assert KINDS.keys() == TITLES.keys()


def everything() -> dict[str, Any]:
    journeys = two() | stay(7, node("pause", "delay", duration={"days": 10}))
    return {
        "journeys": journeys | leaving(where={"any": []}),
        "rules": {"caps": [cap(), cap("none", 0)], "quiet_hours": [quiet("09:00", "08:00")]},
    }


def test_the_same_world_gives_the_same_findings_in_the_same_order() -> None:
    given = everything()
    first = find(world(given["journeys"], rules=given["rules"]))
    assert len({one.key for one in first}) == len(first) >= 5
    severities = [one.severity for one in first]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    for seed in range(5):
        mixed = list(given["journeys"].items())
        random.Random(seed).shuffle(mixed)
        assert find(world(dict(mixed), rules=given["rules"])) == first


def test_findings_come_back_from_json_as_they_were() -> None:
    given = everything()
    first = find(world(given["journeys"], rules=given["rules"]))
    assert tuple(stored.findings(stored.as_json(first))) == first


def test_an_empty_installation_has_nothing_to_find() -> None:
    assert find(world()) == ()
    assert find(world({"welcome": message_on("Go")}, traits=None, events={})) == ()
