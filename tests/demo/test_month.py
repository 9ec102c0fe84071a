"""The demonstration's month, as it is made up: no store is touched."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice

from apps.console.demo.households import households
from apps.console.demo.live import live, sent_at
from apps.console.demo.month import batches, broken, month
from apps.console.demo.published import JOURNEYS
from apps.console.demo.rules import RULES
from apps.console.demo.templates import MESSAGES
from apps.engine import compile
from apps.engine.local_time import zone
from apps.events.normalise import Receipt, Rejection, Row, normalise
from apps.rules.checks import check_document

END = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
MONTH = month(people=200, days=30, seed=7, end=END)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_same_seed_gives_the_same_month() -> None:
    assert month(people=200, days=30, seed=7, end=END) == MONTH
    assert month(people=200, days=30, seed=8, end=END) != MONTH


def test_a_person_lives_the_same_life_among_more_people() -> None:
    ids = {call["messageId"]: call for call in month(people=220, days=30, seed=7, end=END)}
    assert all(ids[call["messageId"]] == call for call in MONTH)


def test_nothing_happens_before_the_month_or_after_its_end() -> None:
    start = END - timedelta(days=30)
    for call in MONTH:
        assert start <= moment(call["timestamp"]) <= moment(call["sentAt"]) <= END


def test_every_day_of_it_has_events() -> None:
    assert len({call["sentAt"][:10] for call in MONTH}) >= 30


def test_some_are_late_and_some_are_doubled() -> None:
    late = sum(
        moment(call["sentAt"]) - moment(call["timestamp"]) > timedelta(hours=1) for call in MONTH
    )
    doubled = len(MONTH) - len({call["messageId"] for call in MONTH})
    assert 0.01 < late / len(MONTH) < 0.05
    assert 0.01 < doubled / len(MONTH) < 0.04


def test_visitors_become_known_and_people_come_back_on_other_devices() -> None:
    anonymous = {call["anonymousId"] for call in MONTH if "userId" not in call}
    known = {
        call["anonymousId"]: call["userId"]
        for call in MONTH
        if call["type"] == "identify" and "anonymousId" in call
    }
    assert len(anonymous & known.keys()) > 60
    assert max(Counter(known.values()).values()) == 2
    assert anonymous - known.keys()


def test_zones_are_many_some_tell_none_and_one_tells_a_wrong_one() -> None:
    people = {
        call["userId"]: call["traits"].get("timezone")
        for call in month(people=400, days=30, seed=7, end=END)
        if call["type"] == "identify"
    }
    told = Counter(people.values())
    assert told[None] > 5
    assert len(told) > 7
    assert [name for name in told if name and zone(name) is None] == ["Europe/Atlantis"]


def test_requests_hold_everything_in_no_order() -> None:
    sent = list(batches(MONTH, seed=7, size=100))
    assert [call for batch in sent for call in batch] != MONTH
    assert [len(batch) for batch in sent[:-1]] == [100] * (len(sent) - 1)
    assert Counter(c["messageId"] for b in sent for c in b) == Counter(
        c["messageId"] for c in MONTH
    )
    latest = [max(call["sentAt"] for call in batch) for batch in sent]
    assert latest == sorted(latest)


def test_the_intake_takes_all_of_it_and_refuses_what_is_broken() -> None:
    receipt = Receipt(END, history=True)
    assert all(isinstance(normalise(call, receipt), Row) for call in MONTH)
    refused = [normalise(call, receipt) for call in broken(END)]
    assert all(isinstance(one, Rejection) for one in refused)


def test_definitions_hold_together() -> None:
    check_document(RULES)
    templates = {message.key for message in MESSAGES}
    used = set()
    for key, name, _, document in JOURNEYS:
        journey = compile.journey(document, key=key, name=name, version="v")
        used |= {n.settings.template for n in journey.nodes.values() if n.type == "message"}
    assert used == templates


def test_live_events_go_on_for_ever_in_a_sequence_of_their_own() -> None:
    first = list(islice(live(people=50, seed=7, name="a"), 500))
    assert first == list(islice(live(people=50, seed=7, name="a"), 500))
    other = {call["messageId"] for call in islice(live(people=50, seed=7, name="b"), 500)}
    assert not other & {call["messageId"] for call in first}
    assert len({call["messageId"] for call in first}) == 500
    receipt = Receipt(END)
    assert all(isinstance(normalise(call, receipt), Row) for call in first)
    assert {"Trial Started", "Order Completed"} <= {call.get("event") for call in first}


def test_a_live_trial_ends_two_weeks_after_it_was_told() -> None:
    told = [sent_at(call, END) for call in islice(live(people=50, seed=7, name="a"), 500)]
    assert {call["timestamp"] for call in told} == {"2026-11-22T15:30:00.000Z"}
    trials = {call["userId"] for call in told if call.get("event") == "Trial Started"}
    ends = {
        call["userId"]: call["traits"]["trial_ends_at"]
        for call in told
        if "trial_ends_at" in call.get("traits", {})
    }
    assert trials and ends == dict.fromkeys(trials, "2026-12-06")


def test_some_live_together_and_share_devices() -> None:
    """A large shop has accounts, tablets of two people, and a friend's address on a device."""
    told = households(people=2000, seed=7, start=END - timedelta(days=30), end=END)
    ids = [call["messageId"] for call in told]
    assert len(set(ids)) == len(ids)
    groups = {call["groupId"] for call in told if call["type"] == "group"}
    assert len(groups) > 40
    of_device: dict[str, set[str]] = {}
    for call in told:
        if "anonymousId" in call and "userId" in call:
            of_device.setdefault(call["anonymousId"], set()).add(call["userId"])
    assert sum(len(users) == 2 for users in of_device.values()) > 5
    assert sum(call.get("traits", {}).get("first_name") == "Kim" for call in told) > 4
    assert households(people=600, seed=7, start=END - timedelta(days=30), end=END) == []
