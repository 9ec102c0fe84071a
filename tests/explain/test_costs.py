"""What each rule cost, against a count over all decisions and the outbox."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from apps.common import clock
from apps.delivery.models import Delivery
from apps.engine.reasons import Verdict
from apps.graph import queries_competition, queries_costs
from apps.graph.queries_costs import RuleCost
from tests.explain.rivals import NIGHT, WIDE, considered, rivals
from tests.scenario import at, identify, message_on, publish, rule_set, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
ALL = replace(WIDE, conflict=False)
ENDS = (Verdict.SKIPPED, Verdict.LEFT, Verdict.HELD_OUT)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = at(days=11)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def expected() -> dict[tuple[str, str], tuple[int, int, int, int, float | None]]:
    """Candidates, people, stopped, delayed and the median delay of each rule."""
    sent = {str(id): when for id, when in Delivery.objects.values_list("id", "decided_at")}
    by_rule: dict[tuple[str, str], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for made, one in considered():
        key = (one.reason.code.value, one.reason.rule)
        by_rule[key][one.message_id].append((made.at, one.verdict, made.profile))
    found = {}
    for key, messages in by_rule.items():
        people = {profile for seen in messages.values() for _, _, profile in seen}
        stopped = sum(any(verdict in ENDS for _, verdict, _ in seen) for seen in messages.values())
        delays = [
            (sent[id] - min(waits)).total_seconds()
            for id, seen in messages.items()
            if id in sent and (waits := [when for when, v, _ in seen if v == Verdict.WAITS])
        ]
        middle = median(delays) if delays else None
        found[key] = (len(messages), len(people), stopped, len(delays), middle)
    return found


def told(cost: RuleCost) -> tuple[int, int, int, int, float | None]:
    return cost.candidates, cost.people, cost.stopped, cost.delayed, cost.median_delay


def test_it_is_what_a_count_over_all_decisions_says() -> None:
    rivals()
    found = {(cost.reason, cost.rule): told(cost) for cost in queries_costs.costs(ALL)}
    wanted = expected()
    assert found.keys() == wanted.keys()
    for key, cost in wanted.items():
        assert found[key] == pytest.approx(cost), key
    assert found[("quiet_hours", "night")][3] == 1
    assert any(cost[2] for cost in found.values())


def test_behind_a_number_stand_as_many_as_it_says() -> None:
    rivals()
    for cost in queries_costs.costs(ALL):
        scope = replace(ALL, reason=cost.reason, rule=cost.rule)
        assert len(queries_competition.behind(scope, "stopped")) == cost.stopped
        assert len(queries_competition.behind(scope, "delayed")) == cost.delayed
        assert len(queries_competition.behind(scope)[0:100]) == cost.candidates


def test_what_still_waits_is_neither_stopped_nor_delayed() -> None:
    rule_set(quiet_hours=[NIGHT])
    publish("welcome", message_on("Signed Up"))
    tell(identify("ann", at(0)), track("ann", "Signed Up", at(15)))
    run_until(at(16))
    [cost] = queries_costs.costs(ALL)
    assert (cost.stopped, cost.delayed, cost.waiting, cost.median_delay) == (0, 0, 1, None)
    run_until(at(40))
    [cost] = queries_costs.costs(ALL)
    assert (cost.stopped, cost.delayed, cost.waiting) == (0, 1, 0)
    assert cost.median_delay == pytest.approx(8 * 3600)


def test_the_page_lists_rules_with_links_and_those_that_cost_nothing(browser: Client) -> None:
    rivals()
    page = browser.get("/conflicts/costs/").content.decode()
    assert "1 e-mail a day" in page and "Arbitration" in page and "Night" in page
    assert "rule=quiet_hours:night&amp;fate=delayed" in page
    rules = browser.get("/rules/").content.decode()
    places = set(re.findall(r'href="/rules/#([^"]+)"', page))
    assert {"caps-day", "quiet_hours-night", "arbitration"} <= places
    assert all(f'id="{place}"' in rules for place in places)
    assert "style=" not in page
    fragment = browser.get("/conflicts/costs/?period=day", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode() and "Night" in fragment.content.decode()


def test_the_page_opens_the_people_and_decisions_behind(browser: Client) -> None:
    rivals()
    address = "/conflicts/costs/behind/?rule=quiet_hours:night&fate=delayed"
    page = browser.get(address).content.decode()
    assert "Quiet hours: Night" in page and "1 message " in page and "u6@example.test" in page
    stopped = browser.get("/conflicts/costs/behind/?rule=quiet_hours:night&fate=stopped")
    assert "Nothing matches" in stopped.content.decode()


def test_the_page_says_when_nothing_was_stopped(browser: Client) -> None:
    rule_set()
    page = browser.get("/conflicts/costs/").content.decode()
    assert "No rule stood in the way" in page


def test_the_api_has_the_costs_and_what_is_behind(browser: Client) -> None:
    rivals()
    api = APIClient()
    api.force_authenticate(User.objects.get(username="mia"))
    body = api.get("/api/rules-cost/").json()
    night = next(one for one in body["results"] if one["reason"] == "quiet_hours")
    assert (night["kind"], night["name"], night["delayed"]) == ("Quiet hours", "Night", 1)
    behind = api.get("/api/rules-cost/behind/?reason=quiet_hours&rule=night&fate=delayed").json()
    assert behind["count"] == 1 and behind["results"][0]["became"] == "sent"
    assert api.get("/api/rules-cost/behind/?fate=x").status_code == 400
