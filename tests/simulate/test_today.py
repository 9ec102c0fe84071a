"""A stored decision under today's rules: what changed, and what could not be taken over."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.graph import store
from apps.journeys.models import Journey
from apps.rules import operations as rules
from apps.rules.queries import current_document, draft_row
from apps.simulate import comparing
from apps.simulate.comparing import Compared, Row
from apps.simulate.today import DRAFT, TODAY, today
from tests.explain.worlds import DAY_CAP, onboarding, one_journey, three_that_compete
from tests.scenario import (
    at,
    identify,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

NOBODY = "00000000-0000-0000-0000-000000000000"


def first() -> str:
    return str(store.read("MATCH (d:Decision) RETURN d.uid AS u ORDER BY d.at LIMIT 1")[0]["u"])


def last() -> str:
    rows = store.read("MATCH (d:Decision) RETURN d.uid AS u ORDER BY d.at DESC LIMIT 1")
    return str(rows[0]["u"])


def compare(uid: str, which: str = TODAY) -> Compared:
    found = today(uid, which)
    assert found is not None
    return comparing.compared(found, which, "ann@example.test")


def row(found: Compared, journey: str) -> Row:
    return next(one for one in found.rows if journey in one.name)


def test_where_nothing_changed_it_comes_out_the_same() -> None:
    three_that_compete()
    found = compare(first())
    assert found.verdict == "Today it would come out the same."
    assert found.changed == 0 and len(found.rows) == 3
    assert found.then == found.now and not found.notes and not found.moved


def test_another_rule_changes_verdict_reason_and_numbers() -> None:
    three_that_compete()
    rule_set(caps=[DAY_CAP | {"limit": 0}])
    found = compare(first())
    assert found.verdict == "Today it would come out otherwise: 3 of 3 messages differ."
    winner = row(found, "Onboarding")
    assert winner.then and winner.then.verdict == "Sent"
    assert winner.now and winner.now.reason == "frequency_cap" and "0 of 0" in winner.now.sentence
    assert winner.now.stopped_by == ("Frequency caps",)
    assert "got nothing" in found.now and "is about to get" not in found.now


def test_the_same_reason_with_other_numbers_shows_them_side_by_side() -> None:
    one_journey(caps=[DAY_CAP])
    tell(identify("ann", at(0)), track("ann", "Signed Up", at(1)), track("ann", "Signed Up", at(2)))
    run_until(at(2))
    rule_set(caps=[DAY_CAP | {"limit": 0}])
    (only,) = compare(last()).rows
    assert only.changed and only.then and only.now and only.then.reason == only.now.reason
    assert {one.name: (one.then, one.now) for one in only.numbers}["limit"] == ("1", "0")


def test_nothing_is_written_by_it() -> None:
    three_that_compete()
    rule_set(caps=[])
    before = store.read("MATCH (n) RETURN count(n) AS n")
    compare(first())
    assert store.read("MATCH (n) RETURN count(n) AS n") == before


def test_a_run_goes_on_in_the_latest_version_where_its_node_is() -> None:
    three_that_compete()
    run_until(at(2, days=3))
    document: dict[str, Any] = {**onboarding(), "tier": "marketing"}
    publish("onboarding", document)
    found = compare(last())
    assert found.moved == (
        "The run through “Onboarding” goes on in version 2 instead of version 1.",
    )
    assert found.notes == ()


def test_a_run_whose_node_is_gone_stays_and_it_is_said() -> None:
    three_that_compete()
    run_until(at(2, days=3))
    publish(
        "onboarding",
        path(
            node("in", "entry", event="Trial Started"),
            node("other", "message", template="hello"),
            node("out", "exit"),
        ),
    )
    found = compare(last())
    assert found.notes == (
        "Version 2 of “Onboarding” has no such node as “three days”: the run stays in version 1.",
    )
    assert found.moved == ()


def test_a_journey_that_was_paused_since_is_why() -> None:
    three_that_compete()
    Journey.objects.filter(key="onboarding").update(status=Journey.Status.PAUSED)
    found = compare(first())
    assert any(one.now is None and one.changed for one in found.rows)


def test_the_draft_of_the_rules_can_be_tried_on_it() -> None:
    three_that_compete()
    draft = draft_row()
    document = {**current_document(), "caps": []}
    rules.edit_draft(document=document, revision=draft.revision if draft else 0, by=None, now=at(0))
    found = compare(first(), DRAFT)
    loser = row(found, "Winback")
    assert loser.now and loser.now.verdict == "Lost, waits"
    assert "cap" not in loser.now.sentence and loser.changed


def test_an_unknown_decision_is_none() -> None:
    assert today(NOBODY) is None


def test_the_page_shows_then_and_now() -> None:
    three_that_compete()
    rule_set(caps=[DAY_CAP | {"limit": 0}])
    client = Client()
    client.force_login(User.objects.create_user("mia", is_staff=True))
    address = f"/decisions/{first()}/replay/"
    said = client.post(address, {"with": "today"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in said and "Today it would come out otherwise" in said
    assert "differs" in said
    assert "<html" in client.post(address, {"with": "today"}).content.decode()
    assert client.post(f"/decisions/{NOBODY}/replay/", {"with": "today"}).status_code == 404
