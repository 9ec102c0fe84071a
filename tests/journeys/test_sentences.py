"""Nodes and conditions as sentences."""

from typing import Any

import pytest

from apps.engine import compile, conditions
from apps.engine.book import Node
from apps.engine.nodes import NODE_TYPES
from apps.engine.problems import Problems
from apps.journeys.ports import WORDS, port_words
from apps.journeys.sentences import SENTENCES, longest_stay, sentence
from apps.rules.condition_words import words
from tests.scenario import message_on


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
            says("entry", event="Go", where={"event": "from", "op": "ne", "value": ""}),
            "When Go",
            "from is not empty; once per person",
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
        (
            says("entry", event="Order", again="once_per_key", key="order_id"),
            "When Order",
            "once per order id",
        ),
        (
            says("entry", event="Order", again="after_leaving", cool_down={"days": 7}),
            "When Order",
            "again 1 week after leaving",
        ),
        (
            says("delay", until={"time": "09:00", "weekdays": ["mon", "fri"]}),
            "Wait until 09:00 on Mon or Fri",
            "by the person’s clock",
        ),
        (
            says("delay", duration={"days": 2}, until={"time": "09:00"}),
            "Wait 2 days, then until 09:00",
            "by the person’s clock",
        ),
        (
            says("delay", until={"time": "08:30", "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
            "Wait until 08:30 on workdays",
            "by the person’s clock",
        ),
        (
            says("delay", trait="trial_ends_at", offset={"days": -3}, time="10:00"),
            "Wait until 3 days before trial ends at, 10:00",
            "",
        ),
        (says("delay", trait="birthday"), "Wait until birthday", ""),
        (
            says("move_stage", lifecycle="customer", stage="paying"),
            "Move to stage paying",
            "of customer",
        ),
        (says("jump", limit=3), "Go back up to 3 times", ""),
        (says("jump", "Again", limit=1), "Go back once", "Again"),
        (
            says(
                "wait_for_event",
                event="Order Completed",
                at_most={"days": 2},
                match=[{"property": "order_id", "entry": "order_id"}],
            ),
            "Wait for Order Completed",
            "at most 2 days; only if order id is the entry’s order id",
        ),
        (
            says("exit", where={"stage": "customer", "op": "eq", "value": "paying"}),
            "Exit: once stage of customer is paying",
            "at once, from anywhere, whatever event comes",
        ),
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


def test_a_longest_stay_is_said() -> None:
    document = message_on("Go") | {"longest_stay": {"days": 30}}
    known = compile.journey(document, key="way", name="Way", version="1")
    assert longest_stay(known) == "Whoever is still inside after 30 days leaves."
    assert longest_stay(compile.journey(message_on("Go"), key="way", name="Way", version="1")) == ""


@pytest.mark.parametrize("type", NODE_TYPES)
def test_a_port_that_the_type_names_has_its_words(type: str) -> None:
    samples: dict[str, Any] = {"delay": {"trait": "birthday"}, "condition_split": {"branches": []}}
    parsed = NODE_TYPES[type].parse(samples.get(type, {}), Problems())
    named = set(NODE_TYPES[type].ports(parsed)) - {"next"}
    assert named == WORDS.get(type, {}).keys() | (named if type == "random_split" else set())
    assert port_words("random_split", "a") == "a" and port_words("jump", "limit") != "limit"
