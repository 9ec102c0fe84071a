"""The list of journeys: its numbers, search, filters, sorting, and what a row says."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.common import clock
from apps.graph.queries_list import Rate
from apps.journeys import asked_stages, operations, queries_list
from apps.journeys.models import Journey
from apps.journeys.queries_list import Asked, Row
from apps.rules import gatekeeping
from tests.pages import publish, queries_of
from tests.scenario import at, identify, message_on, node, path, rule_set, run_until, tell, track
from tests.scenario import publish as publish_at_start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
HTMX = {"HX-Request": "true"}


def rows(now: datetime | None = None, **asked: Any) -> dict[str, Row]:
    found = queries_list.listed(Asked(**asked), now or clock.now())
    return {row.journey.key: row for row in found}


def save(key: str, document: dict[str, Any], by: User | None = None) -> None:
    operations.save_draft(key=key, name=key.title(), document=document, by=by, now=clock.now())


def shown(staff: Client, query: str) -> str:
    return staff.get(f"/journeys/{query}", headers=HTMX).content.decode()


def test_it_counts_people_and_sends(world: datetime) -> None:
    found = rows()
    assert set(found) == {"onboarding", "winback"}
    onboarding = found["onboarding"]
    assert (onboarding.inside, onboarding.version, onboarding.tier) == (4, 1, "lifecycle")
    assert (onboarding.sends.long, onboarding.sends.short) == (4, 4)
    assert onboarding.goal_rate is None and onboarding.all_runs == Rate(4, 0)


def test_search_looks_at_name_key_and_owner(staff: Client, world: datetime) -> None:
    cid = User.objects.create_user("cid")
    operations.give_to(key="winback", owner=cid, by=None, now=clock.now())
    for text in ("WIN", "winb", "ci"):
        page = shown(staff, f"?q={text}")
        assert "Win-back" in page and "Trial onboarding" not in page
    assert "No journey matches" in shown(staff, "?q=nothing")


def test_filters_narrow_the_list(staff: Client, world: datetime) -> None:
    ann = User.objects.get(username="ann")
    operations.give_to(key="winback", owner=ann, by=None, now=clock.now())
    save("idea", {})
    assert set(rows(status="live")) == {"onboarding", "winback"}
    assert set(rows(status="draft")) == {"idea"}
    assert set(rows(tier="lifecycle")) == {"onboarding"}
    assert set(rows(owner="ann")) == {"winback"}
    assert set(rows(owner="-")) == {"idea", "onboarding"}
    assert "No journey matches" in shown(staff, "?stage=paying")
    page = staff.get("/journeys/").content.decode()
    assert '<option value="draining"' in page and "<option>ann</option>" in page


@pytest.mark.parametrize("sort", [*queries_list.SORTS, "nonsense"])
def test_it_is_sorted_by_each_column_both_ways(world: datetime, staff: Client, sort: str) -> None:
    save("idea", {"priority": "high", "tier": 7, "nodes": [{"type": "entry", "settings": 3}]})
    up = list(rows(sort=sort))
    down = list(rows(sort=f"-{sort}"))
    assert set(up) == set(down) == {"idea", "onboarding", "winback"}
    if sort in ("name", "inside", "week", "month", "priority"):
        assert up != down
    page = shown(staff, f"?sort=-{sort}")
    assert page.count("aria-sort=") == (sort != "nonsense")


def test_the_most_inside_come_first(world: datetime) -> None:
    found = list(rows(sort="-inside").values())
    assert [row.inside for row in found] == sorted((row.inside for row in found), reverse=True)


def test_stages_are_those_that_the_entry_asks_for() -> None:
    entered = {"event": "Stage Entered", "where": {"event": "stage", "op": "eq", "value": "new"}}
    audience = {
        "all": [
            {"any": [{"stage": "customer", "op": "in", "value": ["trial", "paying"]}]},
            {"not": {"stage": "customer", "op": "eq", "value": "gone"}},
            {"trait": "plan", "op": "eq", "value": "pro"},
        ]
    }
    assert asked_stages.stages(entered) == ["new"]
    assert asked_stages.stages({"event": "Go", "audience": audience}) == ["trial", "paying"]
    assert asked_stages.stages({"event": "Go", "where": entered["where"]}) == []
    odds: list[Any] = [None, [], 3, {"audience": [1]}, {"audience": {"all": {"x": 1}}}]
    for odd in odds:
        assert asked_stages.stages(odd) == []


def test_a_row_names_the_stage_it_is_for(staff: Client, graph: object) -> None:
    stages = [
        {
            "key": "paying",
            "name": "Paying customers",
            "when": {"trait": "plan", "op": "eq", "value": "pro"},
        }
    ]
    rule_set(lifecycles=[{"key": "customer", "name": "Customer", "stages": stages}])
    document = message_on("Go")
    asks = {"stage": "customer", "op": "eq", "value": "paying"}
    document["nodes"][0]["settings"]["audience"] = asks
    publish("way", "Way", document, clock.now())
    assert "Paying customers" in shown(staff, "?stage=paying")
    assert "No journey matches" in shown(staff, "?stage=other")


def goal_world(people: int, share: float) -> datetime:
    """So many get a message, or would have; every other one of them then pays."""
    from apps.experiments import operations as experiments

    rule_set()
    document = path(
        node("in", "entry", event="Go"),
        node("hello", "message", template="hello"),
        node("wait", "delay", duration={"days": 3}),
        node("paid", "goal", event="Paid"),
    )
    publish_at_start("way", document)
    hold = experiments.create(
        name="Some", share=share, scope="journeys", values=["way"], by=None, now=at()
    )
    experiments.start(key=hold.key, now=at())
    for number in range(people):
        user = f"u{number}"
        tell(identify(user, at(1)), track(user, "Go", at(1, minutes=1)))
        if number % 2:
            tell(track(user, "Paid", at(9)))
    run_until(at(days=2))
    return at(days=2)


def test_who_is_held_out_is_beside_who_is_not(staff: Client, graph: object) -> None:
    row = rows(goal_world(60, 0.5))["way"]
    assert row.sent_to.runs + row.held_out.runs == 60 and row.compares
    assert row.sent_to.goals + row.held_out.goals == 30
    assert row.goal_rate == row.sent_to.share


def test_too_few_held_out_are_not_compared(graph: object) -> None:
    row = rows(goal_world(12, 0.3))["way"]
    assert 0 < row.held_out.runs < queries_list.FEWEST and not row.compares
    assert row.goal_rate == row.all_runs.share == 0.5


def test_problems_are_those_of_the_draft_and_of_the_latest_analysis(
    staff: Client, world: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    save("idea", {"nodes": []})
    monkeypatch.setattr(gatekeeping, "_conflicts", [lambda: {"winback": 2}])
    page = shown(staff, "")
    assert "1 in draft" in page or "2 in draft" in page
    assert "2 conflicts" in page
    assert [*rows(sort="-problems")][-1] == "onboarding"


def test_a_row_says_who_changed_what_last(staff: Client, world: datetime) -> None:
    ben = User.objects.create_user("ben")
    operations.set_status(key="winback", status="paused", by=ben, now=clock.now())
    row = rows()["winback"]
    assert row.changed_by == "ben" and next(iter(rows(sort="-changed"))) == "winback"
    page = shown(staff, "?q=winback")
    for said in ("Resume…", "End…", "Duplicate…", "Live canvas", "/journeys/winback/versions/1/"):
        assert said in page
    assert "Archive…" not in page and "Pause…" not in page


def test_the_archive_is_asked_for_and_can_be_left(staff: Client, world: datetime) -> None:
    said = staff.get("/journeys/winback/archive/").content.decode()
    assert "Only a journey that has ended" in said
    staff.post("/journeys/winback/archive/")
    assert Journey.objects.get(key="winback").archived_at is None
    operations.set_status(key="winback", status="ended", by=None, now=clock.now())
    assert "Archive the journey" in staff.get("/journeys/winback/archive/").content.decode()
    staff.post("/journeys/winback/archive/")
    assert "Win-back" not in shown(staff, "") and "Win-back" in shown(staff, "?archived=1")
    assert "Restore the journey" in staff.get("/journeys/winback/archive/").content.decode()
    staff.post("/journeys/winback/archive/")
    assert "Win-back" in shown(staff, "")
    assert "The archive is empty" in shown(staff, "?archived=1")


def test_an_owner_is_chosen_among_staff(staff: Client, world: datetime) -> None:
    User.objects.create_user("outsider")
    page = staff.get("/journeys/winback/owner/").content.decode()
    assert "ann" in page and "outsider" not in page
    ann = User.objects.get(username="ann")
    staff.post("/journeys/winback/owner/", {"owner": ann.pk})
    assert Journey.objects.get(key="winback").owner == ann
    staff.post("/journeys/winback/owner/", {"owner": ""})
    assert Journey.objects.get(key="winback").owner is None


def test_who_begins_a_journey_owns_it(graph: object) -> None:
    ann = User.objects.create_user("ann")
    save("idea", {}, by=ann)
    save("idea", {"nodes": []}, by=User.objects.create_user("ben"))
    assert Journey.objects.get(key="idea").owner == ann


def test_more_journeys_cost_no_more_queries(staff: Client, world: datetime) -> None:
    ann = User.objects.get(username="ann")
    save("draft-0", {"nodes": []}, by=ann)
    before = queries_of(staff, "/journeys/")
    for number in range(1, 12):
        publish(f"way-{number}", f"Way {number}", message_on("Go"), clock.now())
        save(f"way-{number}", {"nodes": []}, by=ann)
        save(f"draft-{number}", {"nodes": []}, by=ann)
    assert queries_of(staff, "/journeys/") == before
