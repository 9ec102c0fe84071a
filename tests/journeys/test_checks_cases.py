"""The golden cases that the server and the editor share: tests/editor/cases."""

import json
from pathlib import Path
from typing import Any

import pytest

from apps.engine import conditions
from apps.engine.nodes import NODE_TYPES
from apps.engine.problems import Problem, Problems
from apps.journeys import checks, pictures
from apps.rules.condition_words import words

CASES = Path(__file__).resolve().parents[1] / "editor" / "cases"


def cases(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text())


def told(problems: list[Problem]) -> list[list[str]]:
    return sorted([one.node, one.field, one.code] for one in problems)


def test_every_node_type_has_its_cases() -> None:
    assert cases("settings").keys() == NODE_TYPES.keys()


@pytest.mark.parametrize(
    ("type", "case"),
    [(type, case) for type, known in cases("settings").items() for case in known],
)
def test_the_settings_of_a_node(type: str, case: dict[str, Any]) -> None:
    raw = {"key": "here", "type": type, **case}
    settings, found = checks.parsed(raw)
    said = pictures.says(raw)
    ports = [] if settings is None else dict.fromkeys(NODE_TYPES[type].ports(settings))
    assert [[one.field, one.code] for one in found] == case["problems"]
    assert list(ports) == case["ports"]
    assert [said.what, said.more] == case["says"]


@pytest.mark.parametrize("case", cases("conditions"))
def test_a_condition(case: dict[str, Any]) -> None:
    found = Problems("here")
    condition = conditions.parse(case["condition"], found, "when")
    assert [[one.field, one.code] for one in found] == case["problems"]
    assert words(condition) == case["words"]
    assert (condition == conditions.ALWAYS) == case["empty"]


@pytest.mark.parametrize("case", cases("documents"), ids=lambda case: case["name"])
def test_a_document(case: dict[str, Any]) -> None:
    document = case["document"]
    assert told(checks.problems(document, "way")) == sorted(case["problems"])
    assert told(checks.warnings(document, "way")) == sorted(case["warnings"])
