"""Nodes and conditions as sentences."""

from typing import Any

import pytest

from apps.engine import conditions
from apps.engine.book import Node
from apps.engine.nodes import NODE_TYPES
from apps.engine.problems import Problems
from apps.journeys.condition_words import words
from apps.journeys.sentences import SENTENCES, sentence


def says(type: str, name: str = "", **settings: Any) -> tuple[str, str]:
    parsed = NODE_TYPES[type].parse(settings, Problems())
    said = sentence(Node("key", type, name or "key", parsed))
    return said.what, said.more


def test_every_node_type_has_its_sentence() -> None:
    assert SENTENCES.keys() == NODE_TYPES.keys()


@pytest.mark.parametrize(
    ("node", "what", "more"),
    [
        (says("entry", event="Trial Started"), "When Trial Started", "once per person"),
        (
            says("message", "Trial day 3", template="t", channel="email"),
            "E-mail “Trial day 3”",
            "waits up to 1 day",
        ),
        (
            says("message", template="t", when_stopped="skip", tier="lifecycle"),
            "E-mail “t”",
            "lifecycle tier; skips it when stopped",
        ),
        (says("delay", duration={"days": 3}), "Wait 3 days", ""),
        (says("delay", duration={"hours": 1, "minutes": 30}), "Wait 1 hour 30 minutes", ""),
        (says("delay", duration={"weeks": 2}), "Wait 2 weeks", ""),
        (
            says("wait_for_event", event="Order Completed", at_most={"days": 2}),
            "Wait for Order Completed",
            "at most 2 days",
        ),
        (
            says(
                "condition_split",
                branches=[{"port": "pro", "when": {"trait": "plan", "value": "pro"}}],
            ),
            "If plan is pro",
            "",
        ),
        (
            says(
                "random_split",
                variants=[{"port": "a", "weight": 1}, {"port": "b", "weight": 3}],
            ),
            "Split by chance",
            "a 25%, b 75%",
        ),
        (says("update_trait", trait="lapsed", value=True), "Set lapsed to yes", ""),
        (says("goal", event="Subscribed"), "Goal: Subscribed", "at once, from anywhere"),
        (says("exit"), "Exit", ""),
    ],
)
def test_a_node_reads_as_a_sentence(node: tuple[str, str], what: str, more: str) -> None:
    assert node == (what, more)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ({}, ""),
        ({"trait": "plan", "op": "ne", "value": "pro"}, "plan is not pro"),
        ({"event": "total", "op": "gte", "value": 50}, "total is at least 50"),
        ({"entry": "order_id", "op": "exists"}, "order id is known"),
        (
            {"count": "Order Completed", "days": 30, "op": "gte", "value": 2},
            "2 or more Order Completed in 30 days",
        ),
        ({"count": "Order Completed", "op": "eq", "value": 0}, "no Order Completed"),
        (
            {"any": [{"trait": "a", "value": 1}, {"all": [{"trait": "b", "value": 2}]}]},
            "a is 1 or b is 2",
        ),
        (
            {
                "all": [
                    {"trait": "a", "value": True},
                    {"any": [{"trait": "b", "value": 2}, {"trait": "c", "op": "missing"}]},
                ]
            },
            "a is yes and (b is 2 or c is not known)",
        ),
        ({"not": {"trait": "a", "value": 1}}, "not (a is 1)"),
    ],
)
def test_a_condition_reads_as_words(raw: Any, text: str) -> None:
    assert words(conditions.parse(raw, Problems(), "when")) == text
