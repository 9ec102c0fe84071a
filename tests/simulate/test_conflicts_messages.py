"""Messages that never leave, or have a gap: found where it is so, and not where it isn't."""

from dataclasses import replace
from typing import Any

import pytest

from apps.delivery.liquid import render
from apps.simulate.conflicts.template_traits import printed_traits
from apps.simulate.history.numbers import MessageNumbers
from tests.scenario import message_on, node, path
from tests.simulate.conflict_worlds import cap, found, history, quiet, two, world

STOPPED = {("frequency_cap", "week"): (12, 9)}


def test_a_cap_of_none_is_an_error_also_without_history() -> None:
    rules = {"caps": [cap("none", 0, journeys=["alpha"])]}
    (one,) = found(world(two(), rules=rules), "capped_out")
    assert one.severity == "error" and one.where.rule == "none"
    assert one.title == "“message” of “Alpha” can never be sent, because of “Cap none”."
    assert one.people is None


def series(delay: dict[str, Any], **second: Any) -> dict[str, dict[str, Any]]:
    return {
        "alpha": path(
            node("in", "entry", event="Go"),
            node("first", "message", template="a"),
            node("pause", "delay", duration=delay),
            node("second", "message", template="b", **second),
        )
    }


def test_a_run_that_fills_the_cap_itself_is_an_error() -> None:
    (one,) = found(world(series({"days": 3}), rules={"caps": [cap()]}), "capped_out")
    assert (one.severity, one.where.node) == ("error", "second")
    assert "can never follow “first”" in one.title


def test_one_that_left_where_the_earlier_one_had_not_is_a_warning() -> None:
    numbers = {("alpha", "second"): MessageNumbers(proposed=9, people=9, sent=2)}
    rules, past = {"caps": [cap()]}, history(messages=numbers)
    (one,) = found(world(series({"days": 3}), rules=rules, history=past), "capped_out")
    assert (one.severity, one.count) == ("warning", 9)
    assert one.why[-1] == "Where less was sent there, the message would have left 2 times."
    unsent = {place: replace(known, sent=0) for place, known in numbers.items()}
    past = history(messages=unsent)
    (one,) = found(world(series({"days": 3}), rules=rules, history=past), "capped_out")
    assert one.severity == "error"


@pytest.mark.parametrize(
    "delay, second, limit",
    [
        # Six days and the wait of a day are the week: at its end there is room again.
        ({"days": 6}, {}, 1),
        ({"days": 3}, {"at_most": {"days": 4}}, 1),
        ({"days": 8}, {}, 1),
        ({"days": 3}, {}, 2),
        ({"days": 3}, {"channel": "sms"}, 1),
    ],
)
def test_one_that_finds_room_before_it_gives_up_is_not(
    delay: dict[str, Any], second: dict[str, Any], limit: int
) -> None:
    known = world(series(delay, **second), rules={"caps": [cap(limit=limit, channels=["email"])]})
    assert found(known, "capped_out") == []


def test_a_way_around_the_first_message_is_no_proof() -> None:
    document = series({"days": 3})["alpha"]
    split = node(
        "split", "condition_split", branches=[{"port": "a", "when": {"trait": "x", "op": "exists"}}]
    )
    document["nodes"].append(split)
    document["edges"] = [
        {"from": "in", "port": "next", "to": "split"},
        {"from": "split", "port": "a", "to": "first"},
        {"from": "split", "port": "else", "to": "pause"},
        {"from": "first", "port": "next", "to": "pause"},
        {"from": "pause", "port": "next", "to": "second"},
    ]
    assert found(world({"alpha": document}, rules={"caps": [cap()]}), "capped_out") == []


def test_a_message_that_met_nothing_but_full_caps_is_a_warning() -> None:
    numbers = MessageNumbers(proposed=12, people=9, stopped=STOPPED)
    known = world(
        two(),
        rules={"caps": [cap()]},
        history=history(messages={("beta", "message"): numbers}),
    )
    (one,) = found(known, "capped_out")
    assert (one.severity, one.people, one.count) == ("warning", 9, 12)
    assert one.title.endswith("because of “Cap week”: 9 people wanted it.")


@pytest.mark.parametrize(
    "numbers",
    [
        MessageNumbers(proposed=13, sent=1, stopped=STOPPED),
        MessageNumbers(proposed=4, stopped={("frequency_cap", "week"): (4, 4)}),
        MessageNumbers(proposed=13, stopped={**STOPPED, ("lost_tier", "arbitration"): (1, 1)}),
    ],
)
def test_a_message_that_left_or_came_through_the_cap_is_not(numbers: MessageNumbers) -> None:
    known = world(
        two(),
        rules={"caps": [cap()]},
        history=history(messages={("beta", "message"): numbers}),
    )
    assert found(known, "capped_out") == []


def test_a_silence_longer_than_the_wait_is_a_warning() -> None:
    stopped = {("quiet_hours", "q21:00"): (4, 3), ("quiet_hours", "other"): (2, 2)}
    numbers = MessageNumbers(proposed=20, stopped=stopped, stopped_people={"quiet_hours": 5})
    known = world(
        {"alpha": message_on("Go", at_most={"hours": 10})},
        rules={"quiet_hours": [quiet("21:00", "08:00")]},
        history=history(messages={("alpha", "message"): numbers}),
    )
    (one,) = found(known, "quiet_too_long")
    assert (one.severity, one.people, one.count) == ("warning", 5, 6)
    assert "waits at most 10 hours" in one.title and "up to 11 hours" in one.title


def test_windows_that_follow_each_other_are_one_silence() -> None:
    weekend = [
        quiet("20:00", "00:00", weekdays=["fri"]),
        quiet("00:00", "00:00", weekdays=["sat", "sun"]),
        quiet("21:00", "08:00"),
    ]
    known = {"alpha": message_on("Go", at_most={"days": 2})}
    (one,) = found(world(known, rules={"quiet_hours": weekend}), "quiet_too_long")
    assert "up to 2 days 12 hours" in one.title and one.people is None


@pytest.mark.parametrize(
    "more",
    [
        {"at_most": {"hours": 11}},
        {"at_most": {"hours": 1}, "when_stopped": "skip"},
        {"at_most": {"hours": 1}, "channel": "sms"},
        {"at_most": {"hours": 1}, "tier": "transactional"},
    ],
)
def test_a_wait_that_lasts_or_is_not_one_is_fine(more: dict[str, Any]) -> None:
    rules = {"quiet_hours": [quiet("21:00", "08:00")]}
    assert found(world({"alpha": message_on("Go", **more)}, rules=rules), "quiet_too_long") == []


def test_a_channel_that_is_never_open_is_an_error() -> None:
    rules = {"quiet_hours": [quiet("09:00", "09:00")]}
    (one,) = found(world({"alpha": message_on("Go")}, rules=rules), "quiet_too_long")
    assert one.severity == "error" and "never over" in one.title


def test_a_trait_that_nobody_has_is_a_warning() -> None:
    numbers = MessageNumbers(proposed=4, people=2)
    known = world(
        {"alpha": message_on("Go")},
        templates={"hello": frozenset({"first_nam", "plan"})},
        traits=frozenset({"plan"}),
        history=history(
            messages={("alpha", "message"): numbers}, wanted={("template", "hello"): 3}
        ),
    )
    (one,) = found(known, "unknown_trait")
    assert one.title == "The template “hello” prints “first_nam”, which nobody has."
    assert (one.severity, one.people, one.where.template) == ("warning", 3, "hello")
    assert found(replace(known, traits=None), "unknown_trait") == []
    assert found(replace(known, traits=frozenset({"plan", "first_nam"})), "unknown_trait") == []


def test_a_trait_that_a_journey_sets_is_known() -> None:
    journeys = {
        "alpha": message_on("Go"),
        "beta": path(
            node("in", "entry", event="Go"), node("set", "update_trait", trait="vip", value=True)
        ),
    }
    templates = {"hello": frozenset({"vip"})}
    assert found(world(journeys, templates=templates, traits=frozenset()), "unknown_trait") == []


@pytest.mark.parametrize(
    "text, printed",
    [
        ("{{ person.plan }}", {"plan"}),
        ("{{ person['plan'] | upcase }}", {"plan"}),
        ("{{ person.plan | default: 'free' }}", set()),
        ("{{ person.plan | default: person.other }}", {"other"}),
        ("{% if person.plan %}{{ person.plan }}{% endif %}", set()),
        ("{% assign p = person.plan %}{{ p }}", {"plan"}),
        ("{% assign p = person.plan | default: 'x' %}{{ p }}", set()),
        ("{% assign p = person.plan %}{{ p | default: 'x' }}", set()),
        ("{% for x in person.items %}{{ x.name }}{% endfor %}", set()),
        ("{{ 'a' | append: person.plan }}", {"plan"}),
        ("{{ event.total }} {{ person.id }} {{ unsubscribe_url }}", set()),
    ],
)
def test_what_a_template_prints_without_a_default(text: str, printed: set[str]) -> None:
    assert printed_traits({"text": text}) == printed
    # A gap shows at the very traits that are named, and nowhere else.
    assert {f"person.{name}" for name in printed} <= set(render(text, {"person": {}}).missing) | {
        f"person.{name}" for name in printed if "append" in text
    }


def test_a_webhooks_body_and_address_are_read_and_a_broken_text_is_left_out() -> None:
    content = {"body": '{"a": ["{{ person.b }}"]}', "url": "https://x.test/{{ person.u }}"}
    assert printed_traits(content | {"text": "{{ person.", "subject": "{% if"}) == {"b", "u"}
