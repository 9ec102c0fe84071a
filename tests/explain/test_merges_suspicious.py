"""What speaks against a merge, and the sweep that looks for it."""

from typing import Any

import pytest
from django.test import Client

from apps.engine.luck import draw
from apps.experiments import operations as experiments
from apps.explain import tasks
from apps.explain.merges.suspicious import MANY_TAKEN_IN, Seen, Side, suspicions
from apps.orchestrator import books
from apps.orchestrator.route import route_all
from apps.people import queries_identity
from apps.people.models import IdentityRules, Merge
from tests.explain.two_people import go, joined, kinds, looked_at, text
from tests.orchestrator.test_unmerging import visit
from tests.scenario import at, identify, rule_set, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def seen(**changes: Any) -> list[dict[str, Any]]:
    return suspicions(Seen(**{"kept": Side(), "given": Side()} | changes))


def test_nothing_speaks_against_a_visitor_who_logs_in() -> None:
    kept = Side(matched=frozenset({"user_id"}), emails=frozenset({"ann@x.test"}))
    given = Side(matched=frozenset({"anonymous_id"}))
    assert seen(kept=kept, given=given, identifiers=1, events=999) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"identifiers": 11}, {"identifiers": 11}),
        ({"events": 1001}, {"events": 1001}),
        ({"runs": 21}, {"runs": 21}),
        ({"taken_in": MANY_TAKEN_IN}, {"taken_in": MANY_TAKEN_IN}),
    ],
)
def test_a_large_one_is_to_be_reviewed(changes: dict[str, int], found: dict[str, int]) -> None:
    assert seen(**changes) == [{"kind": "large", **found}]


def test_a_shared_device_counts_only_between_two_who_are_somebody() -> None:
    kept = Side(matched=frozenset({"user_id"}), names=frozenset({"ann"}))
    device = frozenset({"anonymous_id"})
    assert seen(kept=kept, given=Side(matched=device)) == []
    by_device = seen(kept=kept, given=Side(matched=device, names=frozenset({"bob"})))
    assert by_device[0] == {"kind": "devices", "types": ["anonymous_id"]}
    by_email = seen(kept=kept, given=Side(frozenset({"email"}), names=frozenset({"bob"})))
    assert [one["kind"] for one in by_email] == ["traits"]


def test_the_same_address_on_both_sides_is_no_conflict() -> None:
    same = Side(emails=frozenset({"ann@x.test"}), names=frozenset({"ann a"}))
    assert seen(kept=same, given=same) == []


def test_differing_addresses_and_a_device_alone_are_found_by_the_sweep() -> None:
    joined(first_name="Bob", phone="+491701234567")
    merge = looked_at()
    assert kinds(merge) == ["devices", "traits"]
    assert merge.suspicions[1]["about"] == ["email"]
    assert merge.suspicious is True


def test_a_merge_of_a_visitor_is_looked_at_and_fine() -> None:
    rule_set()
    tell(visit("phone", "Looked", at(0)), identify("ann", at(1)))
    tell(identify("ann", at(2), anonymous="phone"))
    go()
    merge = looked_at()
    assert merge.suspicious is False and merge.suspicions == []


def test_it_is_looked_at_only_when_it_is_applied() -> None:
    rule_set()
    tell(visit("phone", "Looked", at(0)), identify("ann", at(1)))
    go()
    tell(identify("ann", at(2), anonymous="phone"))
    route_all()
    assert looked_at().suspicious is None
    go()
    assert looked_at().suspicious is False


def test_one_who_took_in_many_is_large() -> None:
    rule_set()
    tell(identify("ann", at(0)), *(visit(f"v{n}", "Looked", at(n)) for n in range(1, 6)))
    go()
    tell(*(identify("ann", at(9 + n), anonymous=f"v{n}") | {"traits": {}} for n in range(1, 6)))
    go()
    tasks.sweep()
    found = list(Merge.objects.order_by("id").values_list("suspicious", flat=True))
    assert found == [False, False, False, False, True]


def test_a_limit_that_is_reached_later_brings_it_to_the_review() -> None:
    rule_set()
    tell(visit("phone", "Looked", at(0)), identify("ann", at(1)))
    tell(identify("ann", at(2), anonymous="phone"))
    go()
    assert looked_at().suspicious is False
    tell(identify("bob", at(3), anonymous="phone"))
    go()
    merge = looked_at()
    assert merge.suspicious is True
    assert merge.suspicions == [{"kind": "limit", "types": ["user_id"], "apart": False, "times": 1}]


def test_a_holdout_that_it_made_silent_is_named(browser: Client) -> None:
    rule_set()
    document = queries_identity.current_document()
    types = [one | ({"limit": 2} if one["key"] == "user_id" else {}) for one in document["types"]]
    # Nobody can publish this any more; people of that time may be there.
    IdentityRules.objects.create(number=1, document=document | {"types": types}, published_at=at(0))
    hold = experiments.create(
        name="Nobody new", share=0.5, scope="everything", values=[], by=None, now=at(0)
    )
    experiments.start(key=hold.key, now=at(0))
    (holdout,) = books.current().holdouts
    of_arm = {draw(holdout.salt, f"user_id:u{n}") < holdout.share: f"u{n}" for n in range(50)}
    same = {"email": "both@example.test"}
    tell(*(track(user, "Looked", at(1)) for user in of_arm.values()))
    tell(*(identify(user, at(2)) | {"traits": same} for user in of_arm.values()))
    go()
    merge = looked_at()
    assert {"kind": "arms", "holdouts": ["Nobody new"]} in merge.suspicions
    shown = text(browser, f"/people/merges/{merge.pk}/")
    assert "Held out, of both arms" in shown and "the person stays silent" in shown
