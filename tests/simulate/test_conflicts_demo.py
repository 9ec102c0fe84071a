"""The demonstration's month: every kind of conflict is in it, and each is found."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from apps.console.demo import load
from apps.console.demo.month import batches
from apps.events import operations as events
from apps.events.models import Event
from apps.orchestrator.route import route_all
from apps.people.models import Trait
from apps.people.queries_sets import survivors
from apps.simulate import operations
from apps.simulate.analysing import run_next
from apps.simulate.conflicts import Finding, stored
from apps.simulate.conflicts.kinds import KINDS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
    pytest.mark.graph,
]
END = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
SIZE = load.Size(people=150, days=30, seed=7)


@pytest.fixture
def found() -> list[Finding]:
    """The findings over a month of the shop, of which nothing but who did what is known."""
    source = load.begin(SIZE, END)
    for batch in batches(load.calls_of(SIZE, source), seed=SIZE.seed):
        events.append(source=source, events=batch, now=END)
    route_all()
    _remember_traits()
    asked = operations.request(by=None, now=END, window=timedelta(days=31))
    assert run_next()
    asked.refresh_from_db()
    assert asked.state == "done", asked.error
    return stored.findings(asked.findings or ())


def _remember_traits() -> None:
    """What advancing keeps: which traits there are; one person is enough to have them."""
    told = Event.objects.filter(type="identify", profile_id__isnull=False)
    rows = told.values_list("profile_id", "payload")
    keys = {key: str(profile) for profile, payload in rows for key in payload["traits"]}
    for key, profile in keys.items():
        Trait.objects.create(profile_id=profile, key=key, value="x", occurred_at=END)


def times_of(name: str) -> dict[str, list[datetime]]:
    """When each person who goes on today had events of this name."""
    rows = list(Event.objects.filter(name=name).values_list("profile_id", "received_at"))
    goes_on = survivors({str(profile) for profile, _ in rows})
    times: dict[str, list[datetime]] = defaultdict(list)
    for profile, at in rows:
        times[goes_on.get(str(profile), str(profile))].append(at)
    return times


def test_every_kind_is_found_and_counted_as_the_log_has_it(found: list[Finding]) -> None:
    by_kind = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one)
    told = "\n".join(f"{one.severity} {one.kind}: {one.title}" for one in found)
    assert set(by_kind) >= set(KINDS) - {"incomplete"}, told
    places = {(one.kind, one.where.journey, one.where.node) for one in found}
    assert ("unreachable", "anniversary", "gift") in places, told
    assert ("capped_out", "partner-offers", "offer") in places, told
    assert ("capped_out", "trial-nudges", "third") in places, told
    assert ("outlives", "subscriber-welcome", "box") in places, told
    assert ("dead_exit", "cart-reminder", "emptied") in places, told
    assert ("dead_exit", "trial-nudges", "subscribed") in places, told
    assert any("referral_code" in one.title for one in by_kind["unknown_trait"]), told
    assert any("trial-tour" in one.journeys[:1] for one in by_kind["shadowed"]), told

    trials, orders = times_of("Trial Started"), times_of("Order Completed")
    [exit] = [one for one in by_kind["dead_exit"] if one.where.journey == "trial-nudges"]
    assert exit.people == len(trials)
    [offer] = [one for one in by_kind["capped_out"] if one.where.journey == "partner-offers"]
    # Three days after an order the offer is due, whether it may leave or not.
    due = [one for one, at in orders.items() if min(at) + timedelta(days=3) <= END]
    assert offer.severity == "error" and offer.people == len(due) > 10
    ties = {frozenset(one.journeys) for one in by_kind["tie"]}
    assert frozenset({"recipe-club", "refer-a-friend"}) in ties, told
