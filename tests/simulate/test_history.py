"""What a run over history counts, in small worlds whose numbers were counted by hand."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from apps.simulate.history import analyse
from apps.simulate.history.numbers import History
from apps.simulate.history.subject import Authored, Rules, Subject, book_for
from tests import scenario
from tests.scenario import START, at, identify, message_on, node, path, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

RULES: dict[str, Any] = {
    "tiers": [
        {"key": "transactional", "name": "Transactional", "transactional": True},
        {"key": "lifecycle", "name": "Lifecycle"},
        {"key": "marketing", "name": "Marketing"},
    ],
    "timezone": "UTC",
    "arbitration_window_minutes": 0,
    "consent": {"email": "opt_out", "webhook": "none"},
}
ONE_A_DAY = {"id": "day", "name": "One a day", "limit": 1, "hours": 24}
BEGIN, END = START - timedelta(days=1), START + timedelta(days=10)


def subject(drafts: Mapping[str, Mapping[str, Any]], **rules: Any) -> Subject:
    authored = [Authored(key, key.title(), document) for key, document in drafts.items()]
    return book_for(Rules(RULES | rules), (), authored)


def history(
    drafts: Mapping[str, Mapping[str, Any]],
    *,
    caps: Sequence[Mapping[str, Any]] = (),
    chunk: int = 1000,
    **rules: Any,
) -> History:
    book = subject(drafts, caps=list(caps), **rules).book
    return analyse.history_of(book, BEGIN, END, chunk=chunk)


def quiet_world(*told: Mapping[str, Any]) -> None:
    """These events, routed and applied; nobody is let in anywhere."""
    tell(*told)
    run_until(at(days=10))


def test_it_counts_runs_people_and_messages() -> None:
    quiet_world(
        identify("ann", at(0)),
        identify("bob", at(0)),
        track("ann", "Bought", at(1)),
        track("ann", "Bought", at(2)),
        track("bob", "Bought", at(3)),
        track("bob", "Nothing anybody hears", at(4)),
    )
    found = history({"thanks": message_on("Bought")})
    assert (found.events, found.people) == (5, 2)
    assert found.entered == {"thanks": (3, 2)}
    assert found.arrived == {("thanks", key): 2 for key in ("in", "message", "out")}
    numbers = found.messages["thanks", "message"]
    assert (numbers.proposed, numbers.people, numbers.sent, numbers.waited) == (3, 2, 3, 0)
    assert not numbers.stopped and not found.pairs and not found.ties and not found.failed


def test_it_says_what_stopped_a_message_in_the_end_and_what_only_waited() -> None:
    quiet_world(
        identify("ann", at(0)),
        identify("bob", at(0)),
        track("ann", "Bought", at(1)),
        track("ann", "Bought", at(2)),
        track("bob", "Bought", at(1)),
    )
    one_a_day = {**ONE_A_DAY, "journeys": ["thanks"]}
    waits = history({"thanks": message_on("Bought")}, caps=[one_a_day])
    numbers = waits.messages["thanks", "message"]
    assert (numbers.proposed, numbers.sent, numbers.waited) == (3, 3, 1)
    skips = history({"thanks": message_on("Bought", when_stopped="skip")}, caps=[one_a_day])
    numbers = skips.messages["thanks", "message"]
    assert (numbers.proposed, numbers.sent, numbers.waited) == (3, 2, 0)
    assert numbers.stopped == {("frequency_cap", "day"): (1, 1)}
    assert len(numbers.examples) == 1


def test_two_journeys_that_meet_under_a_cap_and_who_wins() -> None:
    quiet_world(
        identify("ann", at(0)),
        track("ann", "Bought", at(1)),
        track("ann", "Bought", at(days=3)),
        identify("bob", at(0)),
        track("bob", "Bought", at(1)),
    )
    drafts = {
        "better": message_on("Bought", priority=80, when_stopped="skip"),
        "worse": message_on("Bought", priority=20, when_stopped="skip"),
    }
    found = history(drafts, caps=[ONE_A_DAY])
    [pair] = found.pairs
    assert (pair.one, pair.two, pair.channel, pair.cap) == ("better", "worse", "email", "day")
    assert (pair.meetings, pair.people) == (3, 2)
    # The better one has gone when the other one asks: the cap is full of it.
    assert pair.won == {"better": 3} and sum(pair.by.values()) == 3
    assert found.messages["worse", "message"].sent == 0
    assert found.ties == {}


def test_a_tie_is_what_only_the_last_criterion_decided() -> None:
    quiet_world(identify("ann", at(0)), track("ann", "Bought", at(1)))
    drafts = {key: message_on("Bought") for key in ("a", "b")}
    found = history(drafts, caps=[ONE_A_DAY], arbitration_window_minutes=5)
    assert found.ties == {("b", "a"): (1, 1)}
    assert found.pairs[0].by == {("lost_key", "arbitration"): 1}
    assert found.pairs[0].won == {"a": 1}


def test_a_message_of_another_channel_or_outside_of_the_cap_meets_nobody() -> None:
    quiet_world(identify("ann", at(0)), track("ann", "Bought", at(1)))
    drafts = {
        "mail": message_on("Bought"),
        "hook": message_on("Bought", channel="webhook"),
        "other": message_on("Bought"),
    }
    assert not history(drafts, caps=[{**ONE_A_DAY, "journeys": ["mail", "hook"]}]).pairs


def test_a_calendar_window_is_the_persons_own_day() -> None:
    # 23:30 and 00:30 UTC are the same day in New York.
    quiet_world(
        identify("ann", at(0), timezone="America/New_York"),
        identify("bob", at(0)),
        *(
            track(user, name, at(hours))
            for user in ("ann", "bob")
            for name, hours in (("Bought", 14.5), ("Looked", 15.5))
        ),
    )
    drafts = {"bought": message_on("Bought"), "looked": message_on("Looked")}
    cap = {"id": "cap", "name": "Cap", "limit": 5, "calendar": "day"}
    [pair] = history(drafts, caps=[cap]).pairs
    assert (pair.meetings, pair.people, pair.won) == (1, 1, {})


def test_who_was_merged_is_one_person() -> None:
    told = track("ann", "Bought", at(1)) | {"anonymousId": "visitor"}
    told.pop("userId")
    quiet_world(
        told,
        identify("ann", at(2), anonymous="visitor"),
        track("ann", "Bought", at(3)),
        identify("ann", at(4), anonymous="other"),
    )
    found = history({"thanks": message_on("Bought", channel="webhook")})
    assert found.people == 1
    assert found.entered == {"thanks": (2, 1)}
    assert found.messages["thanks", "message"].people == 1


def test_two_profiles_that_became_one_are_counted_once() -> None:
    anonymous = track("x", "Bought", at(1)) | {"anonymousId": "visitor"}
    anonymous.pop("userId")
    quiet_world(
        anonymous,
        identify("ann", at(2)),
        track("ann", "Bought", at(3)),
        # Only now it turns out that both are one.
        identify("ann", at(4), anonymous="visitor"),
        track("ann", "Bought", at(5)),
    )
    found = history({"thanks": message_on("Bought", channel="webhook")})
    assert found.people == 1 and found.entered == {"thanks": (3, 1)}
    assert found.events == 5


def test_what_was_known_before_the_window_holds_in_it() -> None:
    early = BEGIN - timedelta(days=5)
    quiet_world(
        identify("ann", early, plan="pro"),
        track("ann", "Bought", early),
        # Said again within the window: the earlier word is read from the log.
        identify("ann", at(days=5), plan="free"),
        track("ann", "Looked", at(1)),
        track("ann", "Looked", at(days=6)),
    )
    pro = {"trait": "plan", "op": "eq", "value": "pro"}
    bought = {"count": "Bought", "op": "gte", "value": 1}
    draft = path(
        node("in", "entry", event="Looked", audience={"all": [pro, bought]}, again="after_leaving"),
        node("message", "message", template="hello"),
    )
    found = history({"pros": draft})
    assert found.entered == {"pros": (1, 1)}
    assert found.messages["pros", "message"].sent == 1


def test_what_was_sent_before_the_window_counts_under_its_caps() -> None:
    scenario.rule_set()
    scenario.publish("early", message_on("Bought"))
    tell(
        identify("ann", BEGIN - timedelta(days=2)),
        track("ann", "Bought", BEGIN - timedelta(hours=1)),
        track("ann", "Looked", BEGIN + timedelta(hours=1)),
    )
    run_until(at(days=10))
    draft = message_on("Looked", when_stopped="skip")
    found = history({"looked": draft}, caps=[ONE_A_DAY])
    assert found.messages["looked", "message"].stopped == {("frequency_cap", "day"): (1, 1)}


def test_a_run_that_ends_first_has_withdrawn_its_message() -> None:
    quiet_world(
        identify("ann", at(0)),
        track("ann", "Looked", at(1)),
        track("ann", "Bought", at(1, minutes=2)),
        track("ann", "Looked", at(days=9, hours=24, minutes=-1)),
    )
    draft = path(
        node("in", "entry", event="Looked", again="after_leaving"),
        node("message", "message", template="hello"),
        node("bought", "goal", event="Bought"),
    )
    draft["edges"] = [edge for edge in draft["edges"] if edge["to"] != "bought"]
    found = history({"remind": draft}, arbitration_window_minutes=5)
    numbers = found.messages["remind", "message"]
    assert (numbers.proposed, numbers.sent, numbers.withdrawn, numbers.open) == (2, 0, 1, 1)
    assert found.arrived["remind", "bought"] == 1


def test_a_stage_that_somebody_is_in_already_lets_nobody_in() -> None:
    early = BEGIN - timedelta(days=5)
    quiet_world(
        identify("ann", early),
        track("ann", "Bought", early),
        track("ann", "Looked", at(1)),
        identify("bob", at(0)),
        track("bob", "Bought", at(2)),
    )
    buyer = {"key": "buyer", "when": {"count": "Bought", "op": "gte", "value": 1}}
    lifecycle = {"key": "customer", "name": "Customer", "stages": [buyer]}
    draft = message_on("Stage Entered")
    found = history({"welcome": draft, "looks": message_on("Looked")}, lifecycles=[lifecycle])
    assert found.entered == {"looks": (1, 1), "welcome": (1, 1)}


def test_a_draft_that_cant_run_is_left_out_and_the_live_version_stays() -> None:
    live = Authored("thanks", "Thanks", message_on("Bought"), version="v1")
    bad = Authored("thanks", "Thanks", {"nodes": "nothing"}, number=3)
    made = book_for(Rules(RULES), [live], [bad])
    assert made.book.live == ("v1",) and not made.drafts
    assert "thanks" in made.left_out
    good = Authored("thanks", "Thanks", message_on("Looked"), number=4)
    replaced = book_for(Rules(RULES), [live], [good])
    assert replaced.book.live == ("draft:thanks:4",) and replaced.drafts == {"thanks"}
    assert replaced.fingerprint != made.fingerprint


def test_an_empty_log_gives_an_empty_history() -> None:
    found = history({"thanks": message_on("Bought")})
    assert (found.events, found.people, dict(found.messages), found.pairs) == (0, 0, {}, ())
