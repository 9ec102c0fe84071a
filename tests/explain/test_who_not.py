"""All who did not get a message: groups that add up, counted one by one; and their people."""

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from apps.explain.who_not.who_not import WhoNot, who_not
from apps.explain.why_not.why_not import why_not
from apps.journeys.models import Journey
from tests.explain.situations import deliver, template
from tests.explain.worlds import person
from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
CAP = {"id": "day", "name": "1 a day", "limit": 1, "hours": 48, "channels": ["email"]}
PRO = {"trait": "plan", "value": "pro"}


def crowd() -> None:
    """People of whom each fares otherwise."""
    rule_set(caps=[CAP])
    template()
    publish("first", message_on("Trial"))
    branches = [{"port": "no", "when": {"trait": "shy", "op": "exists"}}]
    document = path(
        node("in", "entry", event="Signed Up", audience=PRO),
        node("wait", "delay", duration={"hours": 2}),
        node("split", "condition_split", branches=branches),
        node("message", "message", template="hello"),
        node("out", "exit"),
        node("bought", "goal", event="Order"),
    )
    document["edges"] = [e for e in document["edges"] if e["to"] != "bought"]
    publish("welcome", document)
    for name in ("got", "cap", "shy", "goal", "late", "free", "free2", "other"):
        plan = "free" if name.startswith("free") else "pro"
        more = {"shy": "yes"} if name == "shy" else {}
        tell(identify(name, at(0), plan=plan, **more))
    tell(track("cap", "Trial", at(1)))
    tell(*(track(name, "Signed Up", at(2)) for name in ("got", "cap", "shy", "goal")))
    tell(*(track(name, "Signed Up", at(2)) for name in ("free", "free2")))
    tell(track("goal", "Order", at(3)), track("late", "Signed Up", at(4.5)))
    run_until(at(5))
    deliver(at(5))


BEFORE, AFTER = at(-1), at(100)


def asked(since: datetime = BEFORE, until: datetime = AFTER) -> WhoNot:
    return who_not(Journey.objects.get(key="welcome"), "message", since, until)


def test_everybody_who_came_is_in_one_group() -> None:
    crowd()
    found = asked()
    groups = {(one.kind, one.code, one.where): n for one, n in found.groups.items()}
    assert groups == {
        ("never_entered", "audience", ""): 2,
        ("other_way", "other_way", "split"): 1,
        ("left", "goal", "wait"): 1,
        ("stopped", "frequency_cap", ""): 1,
        ("waiting", "waiting", "wait"): 1,
    }
    assert (found.came, found.got_it, found.did_not) == (7, 1, 6)
    assert found.runs_exact and found.never.exact


def test_the_groups_say_what_why_not_says_of_each_of_their_people() -> None:
    crowd()
    for group, people in asked().members.items():
        for one in people:
            told = why_not(UUID(one.profile), "welcome", node="message", now=at(5))
            assert told is not None and told.cause.kind == group.kind
            if group.kind not in ("waiting", "other_way"):
                assert told.code == group.code


def test_a_period_counts_who_came_in_it() -> None:
    crowd()
    found = asked(since=at(4))
    assert (found.came, list(found.groups.values())) == (1, [1])
    assert asked(until=at(1)).came == 0


def test_the_page_shows_the_groups_and_opens_one(browser: Client) -> None:
    crowd()
    page = browser.get("/journeys/welcome/who-not/", {"period": "all"}).content.decode()
    assert "Not in the audience" in page and "Frequency cap" in page and "1 a day" in page
    group = "never_entered|audience||"
    asked = {"period": "all", "group": group}
    page = browser.get("/journeys/welcome/who-not/", asked).content.decode()
    assert f"/people/{person('free')}/why-not/?journey=welcome&amp;node=message" in page
    found = browser.get("/journeys/welcome/who-not/", asked | {"q": "free2"}).content.decode()
    assert "free2@example.test" in found and "free@example.test" not in found
    none = browser.get("/journeys/welcome/who-not/", asked | {"q": "nobody"}).content.decode()
    assert "Nobody found" in none


def test_a_time_in_which_nobody_came_says_so(browser: Client) -> None:
    crowd()
    page = browser.get("/journeys/welcome/who-not/", {"since": "2020-01-01", "until": "2020-02-01"})
    assert "Nobody came in this time" in page.content.decode()
    assert browser.get("/journeys/welcome/who-not/", {"node": "none"}).status_code == 404
    assert browser.get("/journeys/none/who-not/").status_code == 404


def test_the_api_gives_the_groups_and_their_people(admin_client: Client) -> None:
    crowd()
    found = admin_client.get("/api/journeys/welcome/who-not/", {"period": "all"}).json()
    assert (found["came"], found["got_it"]) == (7, 1)
    assert sum(one["people"] for one in found["groups"]) == 6
    [audience] = [one for one in found["groups"] if one["code"] == "audience"]
    asked = {"period": "all", "group": audience["key"]}
    people = admin_client.get("/api/journeys/welcome/who-not/", asked).json()["people"]
    assert {one["label"] for one in people} == {"free@example.test", "free2@example.test"}
    wrong = admin_client.get("/api/journeys/welcome/who-not/", {"node": "none"})
    assert wrong.status_code == 400 and wrong.json()["errors"][0]["field"] == "node"
