"""Conflicts as they happened: the matrix, and what stands behind its cells."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from apps.common import clock
from apps.explain.conflicts import conflicts
from apps.explain.conflicts.period import period
from apps.graph import queries_competition
from apps.graph.against import against
from apps.graph.queries_competition import Loss
from tests.explain.rivals import WIDE, Counted, considered, counted, rivals
from tests.explain.worlds import person
from tests.scenario import at, rule_set

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
LOSSES = ("lost_tier", "lost_priority", "lost_ready_time", "lost_key", "frequency_cap")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The pages' last 30 days are those of the world."""
    moment = at(days=11)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def as_counted(losses: list[Loss]) -> Counted:
    return {(one.loser, one.winner): (one.candidates, one.people) for one in losses}


def test_every_cell_and_total_is_what_a_count_over_all_decisions_says() -> None:
    rivals()
    found = as_counted(queries_competition.losses(WIDE))
    assert found == counted()
    assert {("beta", "alpha"), ("gamma", "beta"), ("delta", "gamma")} <= set(found)


@pytest.mark.parametrize("reason", LOSSES)
def test_a_rule_alone_counts_what_it_decided(reason: str) -> None:
    rivals()
    found = as_counted(queries_competition.losses(replace(WIDE, reason=reason)))
    assert found and found == counted(reason)


def test_a_candidate_that_is_asked_again_counts_once() -> None:
    rivals()
    edges = [one for _, one in considered() if one.journey == "delta" and against(one.reason)]
    assert len(edges) > len({one.message_id for one in edges})
    [total] = [
        one
        for one in queries_competition.losses(replace(WIDE, loser="delta"))
        if (one.loser, one.winner) == ("delta", "")
    ]
    assert total.candidates == len({one.message_id for one in edges})


def test_a_cap_stop_is_lost_to_the_journeys_whose_sends_fill_the_cap() -> None:
    rivals()
    ann = str(person("u4"))
    [one] = [c for made, c in considered() if made.profile == ann and c.reason.rule == "day"][:1]
    assert one.reason.numbers["journeys"] == ["alpha"]
    found = as_counted(queries_competition.losses(replace(WIDE, reason="frequency_cap")))
    assert found[("beta", "alpha")] == counted("frequency_cap")[("beta", "alpha")]


def test_channel_and_period_bound_it() -> None:
    rivals()
    assert queries_competition.losses(replace(WIDE, channel="sms")) == []
    assert queries_competition.losses(replace(WIDE, channel="email"))
    first = min(made.at for made, _ in considered()).timestamp()
    assert queries_competition.losses(replace(WIDE, until=first)) == []
    early = replace(WIDE, since=first, until=first + 1)
    assert sum(one.candidates for one in queries_competition.losses(early)) > 0


def test_behind_a_cell_stand_as_many_candidates_as_it_counts() -> None:
    rivals()
    for (loser, winner), (candidates, people) in counted().items():
        rows = queries_competition.behind(replace(WIDE, loser=loser, winner=winner))
        listed = rows[0:100]
        assert len(rows) == len(listed) == candidates
        assert len({row["profile"] for row in listed}) == people


def test_the_matrix_puts_first_what_happens_most_and_shades_it() -> None:
    losses = [
        Loss("", "", 30, 9),
        Loss("a", "", 25, 9),
        Loss("b", "", 5, 2),
        Loss("", "c", 30, 9),
        Loss("a", "c", 25, 9),
        Loss("b", "c", 1, 1),
    ]
    found = conflicts.matrix(losses, {"a": "Alpha", "b": "Beta", "c": "Gamma"})
    assert [row.loser.name for row in found.rows] == ["Alpha", "Beta"]
    assert [row.cells[0].step for row in found.rows if row.cells[0]] == [5, 1]
    assert (found.candidates, found.people) == (30, 9)
    only = conflicts.matrix(losses, {"a": "Alpha", "b": "Beta", "c": "Gamma"}, "bet")
    assert [row.loser.key for row in only.rows] == ["b"]


def test_the_page_shows_the_matrix_and_its_fragment(browser: Client) -> None:
    rivals()
    page = browser.get("/conflicts/happened/").content.decode()
    candidates, people = counted()[("beta", "alpha")]
    assert f"Beta lost to Alpha: {candidates} messages of {people} people" in page
    assert "style=" not in page and "<html" in page
    assert "Arbitration: Tier" in page and "Frequency cap: 1 e-mail a day" in page
    fragment = browser.get("/conflicts/happened/?q=delta", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "Beta lost to Alpha" not in fragment.content.decode()
    by_tier = browser.get("/conflicts/happened/?rule=lost_tier:arbitration").content.decode()
    candidates, _ = counted("lost_tier")[("beta", "alpha")]
    assert f"Beta lost to Alpha: {candidates} message" in by_tier


def test_the_page_says_when_there_is_nothing(browser: Client) -> None:
    rule_set()
    assert "No message lost to another" in browser.get("/conflicts/happened/").content.decode()
    page = browser.get("/conflicts/happened/?channel=sms").content.decode()
    assert "No conflict matches" in page


def test_days_of_my_choice_are_whole_days_and_bad_ones_are_named(browser: Client) -> None:
    rivals()
    query = "period=custom&first=2026-03-02&last=2026-03-02"
    page = browser.get(f"/conflicts/happened/?{query}").content.decode()
    assert "Beta lost to Alpha" in page and "first=2026-03-02&amp;last=2026-03-02" in page
    before = browser.get("/conflicts/happened/?period=custom&first=2026-02-01&last=2026-02-02")
    assert "No message lost" in before.content.decode()
    for bad in (
        "first=2026-03-03&last=2026-03-02",
        "first=x&last=",
        "last=9999-12-31",
    ):
        page = browser.get(f"/conflicts/happened/?period=custom&{bad}").content.decode()
        assert "Choose the first and the last day" in page


def test_a_chosen_day_ends_at_the_midnight_of_its_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = period("custom", "2026-03-29", "2026-03-29", now=at(0), zone=berlin)
    assert (found.until - found.since).total_seconds() == 24 * 3600
    utc = [moment.astimezone(UTC) for moment in (found.since, found.until)]
    assert (utc[1] - utc[0]).total_seconds() == 23 * 3600


def test_a_cell_opens_its_people_and_decisions(browser: Client) -> None:
    rivals()
    page = browser.get("/conflicts/happened/cell/?loser=beta&winner=alpha").content.decode()
    candidates, _ = counted()[("beta", "alpha")]
    assert "Beta lost to Alpha" in page and f"{candidates} messages" in page
    assert f"/people/{person('u0')}/" in page and f"/people/{person('u1')}/" not in page
    for decided, one in considered():
        if one.journey == "beta" and decided.profile == str(person("u0")):
            assert f"#m-{one.message_id}" in page
    assert "u0@example.test" in page and "Sent" in page
    assert "Nothing matches" in browser.get("/conflicts/happened/cell/?loser=none").content.decode()


@pytest.fixture
def api(browser: Client) -> APIClient:
    client = APIClient()
    client.force_authenticate(User.objects.get(username="mia"))
    return client


def test_the_api_has_the_matrix_and_its_cells(api: APIClient) -> None:
    rivals()
    body: dict[str, Any] = api.get("/api/conflicts/happened/").json()
    cells = {(c["loser"], c["winner"]): (c["candidates"], c["people"]) for c in body["cells"]}
    assert cells == {cell: count for cell, count in counted().items() if all(cell)}
    assert (body["candidates"], body["people"]) == counted()[("", "")]
    assert {"lost_tier", "frequency_cap"} <= {rule["reason"] for rule in body["rules"]}
    cell = api.get("/api/conflicts/happened/cell/?loser=beta&winner=alpha").json()
    assert cell["count"] == cells[("beta", "alpha")][0] == len(cell["results"])
    assert all(row["against"] == ["alpha"] for row in cell["results"])


def test_the_api_names_what_it_does_not_understand(api: APIClient) -> None:
    for query in ("since=x", "since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", "page=0"):
        answer = api.get(f"/api/conflicts/happened/cell/?{query}")
        assert answer.status_code == 400 and answer.json()["errors"][0]["field"]
