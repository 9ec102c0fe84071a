"""The page of conflicts in all its states, and what stands before publishing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from apps.common import clock
from apps.delivery.models import Template
from apps.events import operations as events
from apps.journeys import operations as journeys
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from apps.rules import gatekeeping
from apps.rules import operations as rules
from apps.rules import queries as rules_now
from apps.simulate import operations, queries
from apps.simulate.analysing import run_next
from apps.simulate.models import Analysis
from tests.scenario import identify, message_on, node, path, rule_set, source, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
WEEKLY = {"id": "weekly", "name": "One a week", "limit": 1, "hours": 168}
FRAGMENT = {"HX-Request": "true"}


def publish(key: str, document: dict[str, Any], now: datetime) -> None:
    journeys.publish(key=key, name=key.title(), document=document, by=None, now=now)


def draft(key: str, document: dict[str, Any]) -> None:
    journeys.save_draft(key=key, name=key.title(), document=document, by=None, now=clock.now())


def analyse(which: str = "live") -> Analysis:
    asked = operations.request(by=None, now=clock.now(), rules=which)
    while run_next():
        pass
    asked.refresh_from_db()
    assert asked.state == "done", asked.error
    return asked


@pytest.fixture
def shop(graph: object) -> datetime:
    """Six people whom “strong” and “weak” compete for under a cap of one a week."""
    now = clock.now().replace(microsecond=0)
    rule_set(caps=[WEEKLY])
    Template.objects.create(
        key="hello", name="Hello", channel="email", subject="Hi", text="{{ person.nick }}"
    )
    publish("strong", message_on("Go", priority=90), now - timedelta(days=9))
    publish("weak", message_on("Go", priority=10), now - timedelta(days=9))
    told: list[dict[str, Any]] = []
    for number in range(6):
        at = now - timedelta(days=5, minutes=number)
        told += [identify(f"p{number}", at), track(f"p{number}", "Go", at)]
    events.append(source=source(), events=told, now=clock.now())
    route_all()
    advance.drain_all(clock.now(), limit=500)
    return now


def page_of(client: Client, address: str = "/conflicts/", **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_installation_without_anything_says_what_an_analysis_is(
    staff: Client, graph: object
) -> None:
    page = page_of(staff)
    assert "Nothing has been analysed yet" in page and "Analyse now" in page
    assert "Nothing has been analysed yet" in page_of(staff, "/conflicts/analyses/")


def test_findings_are_shown_with_where_why_people_and_remedies(
    staff: Client, shop: datetime
) -> None:
    analysis = analyse()
    page = page_of(staff)
    assert "“Strong” and “Weak” would have met 6 times" in page
    assert "“Weak” always loses: not one of 6 messages would have left." in page
    assert "prints “nick”, which nobody has" in page
    assert 'href="/rules/caps/weekly/"' in page
    assert 'href="/journeys/weak/draft/#edit"' in page
    assert "12 of 6 people" in page
    assert "version 1 of the rules" in page and "Strong, version 1" in page
    assert 'aria-current="page"' in page and "Before launch" in page and "style=" not in page
    shown = analysis.findings or []
    met = next(one for one in shown if one["kind"] == "meeting")
    people = page_of(staff, f"/conflicts/analyses/{analysis.id}/people/{met['key']}/")
    assert "6 of 6 people" in people and "p0@example.test" in people
    assert staff.get(f"/conflicts/analyses/{analysis.id}/people/none/").status_code == 404


def test_the_list_is_narrowed_by_kind_severity_journey_and_words(
    staff: Client, shop: datetime
) -> None:
    analyse()
    response = staff.get("/conflicts/", {"kind": "unknown_trait"}, headers=FRAGMENT)
    fragment = response.content.decode()
    assert "nick" in fragment and "always loses" not in fragment and "<html" not in fragment
    assert "always loses" in page_of(staff, q="ALWAYS loses")
    assert "Nothing matches" in page_of(staff, severity="error")
    assert "always loses" in page_of(staff, journey="weak")
    assert "Nothing matches" in page_of(staff, journey="none")


def test_what_changed_since_is_said(staff: Client, shop: datetime) -> None:
    analysis = analyse()
    assert "Analyse again" not in page_of(staff)
    draft("weak", message_on("Go", priority=95))
    rule_set(caps=[])
    page = page_of(staff)
    assert "the rules, the draft of “Weak” changed. Analyse again" in page
    analyse()
    assert "Analyse again" not in page_of(staff)
    earlier = page_of(staff, f"/conflicts/analyses/{analysis.id}/")
    assert "An earlier analysis" in earlier and "always loses" in earlier
    assert str(analysis.id) in page_of(staff, "/conflicts/analyses/")


def test_an_analysis_is_asked_for_watched_and_cancelled(staff: Client, shop: datetime) -> None:
    assert staff.post("/conflicts/analyse/").status_code == 302
    asked = queries.unfinished()
    assert asked is not None and asked.requested_by is not None
    page = page_of(staff)
    assert "waits for its turn" in page and 'hx-get="/conflicts/progress/"' in page
    Analysis.objects.filter(id=asked.id).update(
        state="running", done_events=3, total_events=12, heartbeat_at=clock.now()
    )
    told = staff.get("/conflicts/progress/", headers=FRAGMENT).content.decode()
    assert '<progress max="12" value="3"' in told and "3 of 12 events" in told
    assert staff.get("/conflicts/progress/").status_code == 302
    staff.post(f"/conflicts/analyses/{asked.id}/cancel/")
    assert queries.unfinished() is None
    assert staff.get("/conflicts/progress/", headers=FRAGMENT)["HX-Refresh"] == "true"
    again = staff.post(f"/conflicts/analyses/{asked.id}/cancel/", follow=True)
    assert "was over already" in again.content.decode()
    assert staff.get(f"/conflicts/analyses/{asked.id}/").status_code == 404


def test_one_that_failed_says_why(staff: Client, shop: datetime) -> None:
    analyse()
    asked = operations.request(by=None, now=clock.now())
    Analysis.objects.filter(id=asked.id).update(state="failed", error="It broke.")
    page = page_of(staff)
    assert "failed: It broke." in page and "always loses" in page


def test_without_conflicts_it_says_so(staff: Client, graph: object) -> None:
    rule_set()
    analyse()
    assert "No conflicts" in page_of(staff)


def test_the_draft_of_the_rules_can_be_analysed(staff: Client, shop: datetime) -> None:
    document = rules_now.current_document() | {"caps": [WEEKLY | {"limit": 0}]}
    rules.edit_draft(document=document, revision=_revision(), by=None, now=clock.now())
    assert "With the draft of the rules" in page_of(staff)
    staff.post("/conflicts/analyse/", {"rules": "draft"})
    while run_next():
        pass
    page = page_of(staff)
    assert "the draft of the rules, revision" in page
    assert "can never be sent, because of “One a week”" in page


def _revision() -> int:
    return rules_now.working().revision


# Before publishing ------------------------------------------------------------------------------


def test_the_first_journey_of_an_empty_installation_has_nothing_against_it(graph: object) -> None:
    assert gatekeeping.journey_findings("welcome", message_on("Signed Up")) == []
    assert [
        one for one in gatekeeping.findings(rules_now.current_document()) if one.severity == "error"
    ] == []


def test_a_message_that_can_never_be_sent_blocks_its_journey(graph: object) -> None:
    rule_set(caps=[WEEKLY])
    document = path(
        node("in", "entry", event="Go"),
        node("one", "message", template="a"),
        node("pause", "delay", duration={"days": 2}),
        node("two", "message", template="b"),
    )
    (told,) = gatekeeping.journey_findings("series", document)
    assert told.severity == "error" and "can never follow “one”" in told.title
    assert told.url == "/rules/caps/weekly/"


def test_an_equal_of_a_live_journey_asks(graph: object) -> None:
    rule_set()
    publish("alpha", message_on("Go"), clock.now())
    (told,) = gatekeeping.journey_findings("beta", message_on("Go"))
    assert told.severity == "warning" and "Only its key" in told.title
    # Other drafts are not live, and what isn't about this journey is not its business.
    draft("gamma", message_on("Other"))
    assert gatekeeping.journey_findings("delta", message_on("Other")) == []


def test_rules_that_silence_a_live_journey_ask_once_and_never_block(shop: datetime) -> None:
    document = rules_now.current_document() | {"caps": [WEEKLY | {"limit": 0}]}
    found = gatekeeping.findings(document)
    assert [one.severity for one in found] == ["warning", "warning"]
    assert "never block" in found[0].detail
    rule_set(caps=[WEEKLY | {"limit": 0}])
    assert gatekeeping.findings(rules_now.current_document() | {"look_ahead_hours": 1}) == []


def test_what_the_analysis_counted_is_told_while_it_covers_the_document(shop: datetime) -> None:
    document = message_on("Go", priority=5)
    draft("weak", document)
    analyse()
    titles = [one.title for one in gatekeeping.journey_findings("weak", document)]
    assert any("always loses" in title for title in titles)
    assert any("would have met 6 times" in title for title in titles)
    other = gatekeeping.journey_findings("weak", message_on("Go", priority=6))
    assert not any("would have" in one.title for one in other)


def test_a_draft_with_an_error_cant_be_published_by_its_page(staff: Client, shop: datetime) -> None:
    where = {"all": [{"trait": "a", "op": "exists"}, {"trait": "a", "op": "missing"}]}
    document = message_on("Go", priority=70)
    document["nodes"].append(node("stop", "exit", where=where))
    draft("weak", document)
    page = page_of(staff, "/journeys/weak/draft/publish/")
    assert "The exit “stop” of “Weak” can’t fire." in page and "can’t be published" in page


# The API ----------------------------------------------------------------------------------------


@pytest.fixture
def api(db: None) -> APIClient:
    client = APIClient()
    token = Token.objects.create(user=User.objects.create_superuser("robot"))
    client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
    return client


def test_the_api_asks_watches_and_reads(api: APIClient, shop: datetime) -> None:
    assert api.get("/api/conflicts/").json()["analysis"] is None
    assert api.get("/api/conflicts/findings/").status_code == 404
    asked = api.post("/api/conflicts/run/", {"rules": "live"}, format="json")
    assert asked.status_code == 202 and asked.json()["state"] == "waiting"
    status = f"/api/conflicts/analyses/{asked.json()['id']}/"
    assert api.post(f"{status}cancel/").json() == {"cancelled": True}
    assert api.get(status).json()["state"] == "cancelled"
    analyse()
    latest = api.get("/api/conflicts/").json()
    assert latest["analysis"]["state"] == "done" and latest["people"] == 6
    assert latest["changed"] == [] and latest["warnings"] >= 2 and latest["errors"] == 0
    told = api.get("/api/conflicts/findings/", {"kind": "meeting"}).json()
    (one,) = told["results"]
    assert (one["people"], one["count"], one["severity"]) == (6, 6, "warning")
    assert one["remedies"][0]["place"]["url"] == "/rules/caps/weekly/"
    assert [row["state"] for row in api.get("/api/conflicts/analyses/").json()] == [
        "done",
        "cancelled",
    ]
    assert (
        api.get("/api/conflicts/analyses/00000000-0000-0000-0000-000000000000/").status_code == 404
    )
    assert api.post("/api/conflicts/run/", {"rules": "x"}, format="json").status_code == 400


def test_somebody_without_the_right_asks_for_nothing(graph: object) -> None:
    client = APIClient()
    token = Token.objects.create(user=User.objects.create_user("reader"))
    client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
    assert client.post("/api/conflicts/run/").status_code == 403
