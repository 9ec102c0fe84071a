"""The demonstration has something of every kind of conflict in it: here are the ingredients."""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from apps.console.demo.drafts import DRAFTS
from apps.console.demo.month import month
from apps.console.demo.published import JOURNEYS
from apps.console.demo.rules import RULES
from apps.console.demo.templates import DRAFTED, MESSAGES
from apps.engine import compile
from apps.engine.book import Cap, Journey
from apps.engine.conditions import Facts, evaluate
from apps.engine.local_time import quiet_until, zone
from apps.engine.problems import Invalid
from apps.rules.checks import check_document

END = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
MONTH = month(people=300, days=30, seed=7, end=END)
EVENTS = {call["event"] for call in MONTH if call["type"] == "track"}
RULE_SET = compile.rule_set(RULES, id="r", number=1)
LIVE = {
    key: compile.journey(document, key=key, name=name, version=key)
    for key, name, _, document in JOURNEYS
}
DOCUMENTS = {key: document for key, _, document in DRAFTS}


def draft(key: str) -> Journey:
    return compile.journey(DOCUMENTS[key], key=key, name=key, version=key)


def entry(journey: Journey) -> Any:
    return journey.nodes[journey.entry].settings


def messages(journey: Journey) -> list[Any]:
    return [node.settings for node in journey.nodes.values() if node.type == "message"]


def cap(id: str) -> Cap:
    return next(cap for cap in RULE_SET.caps if cap.id == id)


def test_the_rules_and_every_draft_but_the_unconnected_one_may_be_published() -> None:
    check_document(RULES)
    assert [key for key in DOCUMENTS if not _compiles(key)] == ["anniversary"]
    assert not set(DOCUMENTS) & set(LIVE)


def _compiles(key: str) -> bool:
    try:
        draft(key)
    except Invalid:
        return False
    return True


def test_two_journeys_meet_within_a_caps_window() -> None:
    week = timedelta(hours=cap("three-in-a-week").hours or 0)
    seen: dict[str, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for call in MONTH:
        if call["type"] == "track":
            at = datetime.fromisoformat(call["timestamp"])
            seen[call["userId"]][call["event"]].append(at)
    trial, order = (entry(LIVE[key]).event for key in ("trial-onboarding", "post-purchase"))
    both = [
        user
        for user, events in seen.items()
        if any(abs(a - b) < week for a in events[trial] for b in events[order])
    ]
    assert len(both) > 50


def test_one_journey_always_loses_to_a_better_tier_at_the_same_moment() -> None:
    tour, onboarding = LIVE["trial-tour"], LIVE["trial-onboarding"]
    assert entry(tour).event == entry(onboarding).event
    assert RULE_SET.tier_rank(onboarding.tier) < RULE_SET.tier_rank(tour.tier)
    for journey in (tour, onboarding):
        assert journey.nodes[journey.nodes[journey.entry].next["next"]].type == "message"
    assert [message.when_stopped for message in messages(tour)] == ["skip"]


def test_a_cap_always_stops_a_message() -> None:
    closed = cap("no-partner-offers")
    assert closed.limit == 0
    assert all(set(m.tags) & set(closed.tags) for m in messages(draft("partner-offers")))
    reminders = cap("two-reminders-in-a-week")
    nudges = messages(draft("trial-nudges"))
    assert all(set(m.tags) & set(reminders.tags) for m in nudges)
    assert len(nudges) > reminders.limit
    lasts = sum((m.at_most for m in nudges), timedelta(days=2))
    assert lasts < timedelta(hours=reminders.hours or 0)


def test_a_node_cannot_be_reached() -> None:
    with pytest.raises(Invalid) as refused:
        draft("anniversary")
    assert [(p.node, p.code) for p in refused.value.problems] == [("gift", "unreachable")]


def test_a_way_is_closed_because_an_earlier_one_takes_everybody() -> None:
    ordered, often = draft("partner-offers").nodes["often"].settings.branches
    asked = [(branch.when.op, branch.when.value) for branch in (ordered, often)]
    assert ordered.when.key == often.when.key == "Order Completed"
    assert asked == [("gte", 1), ("gte", 3)]


def test_waits_outlive_their_journeys() -> None:
    welcome, second = LIVE["subscriber-welcome"], draft("second-chance")
    assert welcome.longest_stay and second.longest_stay
    assert welcome.nodes["box"].settings.at_most > welcome.longest_stay
    assert second.nodes["days"].settings.duration > second.longest_stay


def test_exit_rules_cannot_fire() -> None:
    [exit] = [known for known in LIVE["cart-reminder"].listeners if known.node == "emptied"]
    assert exit.event and exit.event not in EVENTS
    [never] = draft("trial-nudges").listeners
    plans = {call["traits"].get("plan") for call in MONTH if call["type"] == "identify"}
    assert len(plans) > 3
    assert not any(evaluate(never.where, Facts(END, traits={"plan": plan})).ok for plan in plans)


def test_only_the_last_tie_break_decides_between_two_journeys() -> None:
    ties = [
        {one.key, other.key}
        for one, other in combinations(LIVE.values(), 2)
        if (one.tier, one.priority) == (other.tier, other.priority)
    ]
    assert ties == [{"recipe-club", "refer-a-friend"}]
    assert len({entry(LIVE[key]).event for key in ties[0]}) == 1
    assert entry(LIVE["recipe-club"]).event in EVENTS


def test_quiet_hours_are_longer_than_a_message_may_wait() -> None:
    where = zone("Europe/Berlin")
    assert where is not None
    [reminder] = messages(LIVE["cart-reminder"])
    evening = datetime(2026, 11, 18, 21, 0, tzinfo=where).astimezone(UTC)
    silence = quiet_until(RULE_SET.quiet_hours, evening, where)
    assert silence is not None and silence[1] - evening > reminder.at_most


def test_a_template_uses_a_trait_that_nobody_has() -> None:
    had = {key for call in MONTH if call["type"] == "identify" for key in call["traits"]}
    had |= {
        node.settings.trait
        for journey in LIVE.values()
        for node in journey.nodes.values()
        if node.type == "update_trait"
    }
    texts = " ".join(message.text for message in (*MESSAGES, *DRAFTED))
    asked = set(re.findall(r"person\.(\w+)", texts))
    assert asked - had == {"referral_code"}


def test_every_new_kind_of_node_has_its_natural_use() -> None:
    settings = {(key, n.key): n for key, j in LIVE.items() for n in j.nodes.values()}
    assert entry(LIVE["post-purchase"]).again == "once_per_key"
    assert settings["post-purchase", "delivery"].settings.where
    assert settings["trial-onboarding", "before-end"].settings.trait == "trial_ends_at"
    assert settings["win-back", "days"].settings.clock is not None
    assert entry(LIVE["subscriber-welcome"]).event == "Stage Entered"
    assert settings["cart-reminder", "again"].settings.limit == 1
    assert entry(LIVE["cart-reminder"]).cool_down
