"""The numbers of the demonstration's conflicts, against counts by hand over the event log."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.console.demo import load
from apps.console.demo.drafts import DRAFTS
from apps.console.demo.month import batches
from apps.events import operations as events
from apps.events.models import Event
from apps.orchestrator.route import route_all
from apps.people.models import Trait
from apps.simulate import operations, queries
from apps.simulate.analysing import run_next
from apps.simulate.conflicts import Finding, stored
from apps.simulate.conflicts.kinds import KINDS
from apps.simulate.history.numbers import History
from tests.demo.brute_force import Counted, Log, count, the_log, times_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]

END = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
SIZE = load.Size(people=600, days=30, seed=99)
# It competes with nobody, and so isn't counted by hand.
ALONE = "order-confirmation"


@dataclass(frozen=True)
class Month:
    """What the analysis found over a month of the shop, and what can be counted by hand."""

    log: Log
    counted: Counted
    findings: tuple[Finding, ...]
    history: History

    def found(self, kind: str, journey: str, node: str = "") -> Finding:
        place = (kind, journey, node)
        known = [(one.kind, one.where.journey, one.where.node) for one in self.findings]
        assert known.count(place) == 1, known
        return self.findings[known.index(place)]


loaded: list[Month] = []


@pytest.fixture
def month(transactional_db: None, graph: object) -> Month:
    """Loaded once for all tests of this file: what comes out of it are mere values."""
    if not loaded:
        loaded.append(_month())
    return loaded[0]


def _month() -> Month:
    source = load.begin(SIZE, END)
    for batch in batches(load.calls_of(SIZE, source), seed=SIZE.seed):
        events.append(source=source, events=batch, now=END)
    route_all()
    _remember_traits()
    asked = operations.request(by=None, now=END)
    assert run_next()
    asked.refresh_from_db()
    history = queries.history(asked)
    assert history is not None, asked.error
    log = the_log()
    found = tuple(stored.findings(asked.findings or ()))
    return Month(log, count(log, END), found, history)


def _remember_traits() -> None:
    """What advancing keeps: which traits there are; one person is enough to have them."""
    rows = Event.objects.filter(type="identify", profile_id__isnull=False)
    told = rows.values_list("profile_id", "payload")
    keys = {key: profile for profile, payload in told if profile for key in payload["traits"]}
    for key, profile in keys.items():
        Trait.objects.create(profile_id=profile, key=key, value="x", occurred_at=END)


def same(ours: Mapping[Any, Any], theirs: Mapping[Any, Any]) -> bool:
    """Whether both say the same of the same; what differs is shown."""
    keys = ours.keys() | theirs.keys()
    differing = {
        key: (ours.get(key, 0), theirs.get(key, 0))
        for key in keys
        if ours.get(key, 0) != theirs.get(key, 0)
    }
    assert not differing, f"by hand and by the analysis: {differing}"
    return bool(keys)


def test_every_kind_is_found_and_all_of_it_was_counted(month: Month) -> None:
    assert {one.kind for one in month.findings} == set(KINDS)
    assert not month.history.failed
    assert sum(month.counted.sent.values()) > 1000


def test_runs_and_messages_are_those_of_a_count_by_hand(month: Month) -> None:
    entered = {key: value for key, value in month.history.entered.items() if key != ALONE}
    assert same(month.counted.entered, {key: runs for key, (runs, _) in entered.items()})
    assert same(month.counted.entered_people, {key: people for key, (_, people) in entered.items()})
    proposed: Counter[Any] = Counter()
    sent: Counter[Any] = Counter()
    stopped: Counter[Any] = Counter()
    for (key, node), numbers in month.history.messages.items():
        if key != ALONE:
            # Which of the two is luck; to the rules they are the same.
            place = (key, "review" if node == "cross-sell" else node)
            proposed[place] += numbers.proposed
            sent[place] += numbers.sent
            stopped.update({(*place, *why): times for why, (times, _) in numbers.stopped.items()})
    assert same(month.counted.proposed, proposed)
    assert same(month.counted.sent, sent)
    assert same(month.counted.stopped, stopped)


def test_meetings_and_their_people_are_those_of_a_count_by_hand(month: Month) -> None:
    found = {
        (one.where.rule, *one.journeys): one for one in month.findings if one.kind == "meeting"
    }
    assert len(found) > 40
    assert same(month.counted.met, {pair: one.count for pair, one in found.items()})
    assert same(month.counted.met_people, {pair: one.people for pair, one in found.items()})


def test_two_that_begin_with_the_same_event_meet_once_for_each_person(month: Month) -> None:
    people = len(times_of(month.log, "Subscription Started"))
    for cap in ("one-a-day", "three-in-a-week"):
        [one] = [
            one
            for one in month.findings
            if (one.where.rule, one.journeys) == (cap, ("recipe-club", "refer-a-friend"))
        ]
        assert (one.people, one.count) == (people, people) and people > 20


def test_who_would_have_won_and_by_what_is_that_of_a_count_by_hand(month: Month) -> None:
    ours: Counter[Any] = Counter()
    reasons: Counter[Any] = Counter()
    for (pair, winner, code, rule), times in month.counted.won.items():
        ours[pair, winner] += times
        reasons[pair, code, rule] += times
    pairs = {(pair.cap, pair.one, pair.two): pair for pair in month.history.pairs}
    assert same(ours, {(p, key): n for p, one in pairs.items() for key, n in one.won.items()})
    assert same(reasons, {(p, *why): n for p, one in pairs.items() for why, n in one.by.items()})
    assert {code for _, code, _ in reasons} >= {
        *("lost_tier", "lost_priority", "lost_key", "frequency_cap", "look_ahead")
    }


def test_the_journey_that_always_loses_wanted_to_write_to_everybody(month: Month) -> None:
    for key in ("trial-tour", "partner-offers"):
        proposed = sum(n for (journey, _), n in month.counted.proposed.items() if journey == key)
        assert not [journey for journey, _ in month.counted.sent if journey == key]
        one = month.found("shadowed", key)
        assert (one.people, one.count) == (month.counted.wanted[key], proposed)
    assert month.counted.wanted["trial-tour"] == len(times_of(month.log, "Trial Started"))


def test_messages_that_a_cap_stops_were_wanted_so_often(month: Month) -> None:
    for key, node in (("partner-offers", "offer"), ("trial-nudges", "third")):
        one = month.found("capped_out", key, node)
        # Where an earlier one was not sent there may be room after all.
        left = month.counted.sent[key, node]
        assert one.severity == ("warning" if left else "error") and left < 5
        assert one.people == month.counted.arrived[key, node] > 20
        assert one.count == month.counted.proposed[key, node]


def test_the_node_without_a_way_and_the_way_that_nobody_takes(month: Month) -> None:
    assert month.found("unreachable", "anniversary", "gift").people is None
    [document] = [document for key, _, document in DRAFTS if key == "anniversary"]
    assert not [edge for edge in document["edges"] if edge["to"] == "gift"]
    # Whoever comes to the split has ordered at least once, three days before.
    orders = times_of(month.log, "Order Completed")
    came = [times for times in orders if min(times) + timedelta(days=3) <= END]
    one = month.found("unreachable", "partner-offers", "often")
    assert (one.people, one.about) == (len(came), "often")
    assert [times for times in came if len(times) >= 3], "somebody would belong there"


def test_so_many_came_to_the_waits_that_outlive_their_journeys(month: Month) -> None:
    cancelled = len(times_of(month.log, "Subscription Cancelled"))
    assert month.found("outlives", "second-chance", "days").people == cancelled > 20
    waited = month.counted.arrived["subscriber-welcome", "Hear"]
    assert month.found("outlives", "subscriber-welcome", "box").people == waited > 10


def test_so_many_were_in_the_journeys_whose_exits_cannot_fire(month: Month) -> None:
    assert not times_of(month.log, "Cart Emptied")
    nudged = month.found("dead_exit", "trial-nudges", "subscribed")
    trials = len(times_of(month.log, "Trial Started"))
    assert (nudged.people, nudged.count) == (trials, trials)
    reminded = month.found("dead_exit", "cart-reminder", "emptied")
    assert reminded.people == month.counted.entered_people["cart-reminder"]
    assert reminded.count == month.counted.entered["cart-reminder"] > reminded.people


def test_only_the_key_decided_so_often(month: Month) -> None:
    ties = {one.journeys: one for one in month.findings if one.kind == "tie"}
    assert same(month.counted.ties, {pair: one.count for pair, one in ties.items()})
    assert same(month.counted.ties_people, {pair: one.people for pair, one in ties.items()})
    assert ties["refer-a-friend", "recipe-club"].people


def test_so_many_missed_a_reminder_for_the_night(month: Month) -> None:
    missed = [
        times
        for (journey, _, code, _), times in month.counted.stopped.items()
        if (journey, code) == ("cart-reminder", "quiet_hours")
    ]
    one = month.found("quiet_too_long", "cart-reminder", "reminder")
    people = month.counted.stopped_people["cart-reminder", "reminder", "quiet_hours"]
    assert (one.people, one.count) == (people, sum(missed)) and people > 3


def test_the_template_with_a_gap_would_have_gone_to_so_many(month: Month) -> None:
    had = {key for rows in month.log.values() for row in rows for key in row.traits}
    assert "referral_code" not in had and "first_name" in had
    one = month.found("unknown_trait", "refer-a-friend", "code")
    people = len(times_of(month.log, "Subscription Started"))
    assert (one.about, one.people, one.count) == ("referral_code", people, people)
