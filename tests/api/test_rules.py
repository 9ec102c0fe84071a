"""The draft of the rules, its publication and the suppression list in the management API."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.people.models import Suppression
from apps.rules import gatekeeping, remarks
from apps.rules.gatekeeping import ERROR, WARNING, Finding
from apps.rules.queries import INITIAL
from tests.api.conftest import Get
from tests.scenario import message_on, publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
CAP = {"id": "week", "name": "3 a week", "limit": 3, "hours": 168, "channels": ["email"]}
SAYS = "At most 3 e-mails in any 7 days."
Write = Callable[..., Any]


@pytest.fixture(autouse=True)
def checks_of_this_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatekeeping, "_of_rules", [remarks.unknown_tiers])


@pytest.fixture
def write(api: APIClient) -> Write:
    """`write("put", "draft", body, expected=200, revision=…)`; the answer's JSON."""

    def write(
        method: str, path: str, body: Any = None, expected: int = 200, revision: int | None = None
    ) -> Any:
        seen = "" if revision is None else f"?revision={revision}"
        send = getattr(api, method)
        answer = send(f"/api/rules/{path}/{seen}", body, format="json")
        assert answer.status_code == expected, answer.content
        return answer.json() if answer.content else None

    return write


def test_a_draft_is_written_rule_by_rule_and_published(get: Get, post: Get, write: Write) -> None:
    began = get("/api/rules/draft/")
    assert (began["open"], began["revision"], began["document"]) == (False, 0, INITIAL)
    made = write("post", "draft/caps", CAP, 201, revision=0)
    assert made["open"] and made["revision"] == 1 and made["document"]["caps"] == [CAP]
    assert [(c["kind"], c["after"]) for c in made["changes"]] == [("added", SAYS)]
    assert get("/api/rules/draft/caps/") == [CAP]
    assert get("/api/rules/draft/caps/week/") == CAP
    write("put", "draft/caps/week", CAP | {"limit": 2}, revision=1)
    patched = write("patch", "draft", {"look_ahead_hours": 12}, revision=2)
    assert patched["document"]["caps"][0]["limit"] == 2
    assert get("/api/rules/")["number"] == 0
    version = post("/api/rules/publish/", 201, revision=3, note="Fewer")
    assert (version["number"], version["note"]) == (1, "Fewer")
    assert version["document"]["look_ahead_hours"] == 12
    assert get("/api/rules/draft/")["open"] is False
    compared = get("/api/rules/compare/", **{"from": "0", "to": "1"})
    assert {change["section"] for change in compared["changes"]} == {"caps", "arbitration"}
    get("/api/rules/compare/", 404, to="9")


@pytest.mark.parametrize(
    ("slug", "key", "item"),
    [
        ("tiers", "billing", {"key": "billing", "name": "Billing", "transactional": True}),
        ("exclusion-groups", "one", {"id": "one", "name": "One", "journeys": ["a", "b"]}),
        (
            "quiet-hours",
            "night",
            {"id": "night", "channel": "sms", "start": "21:00", "end": "08:00"},
        ),
        (
            "lifecycles",
            "customer",
            {"key": "customer", "stages": [{"key": "trial", "when": {"trait": "a", "value": 1}}]},
        ),
    ],
)
def test_every_section_has_doors(get: Get, write: Write, slug: str, key: str, item: Any) -> None:
    write("post", f"draft/{slug}", item, 201, revision=0)
    assert get(f"/api/rules/draft/{slug}/{key}/") == item
    write("put", f"draft/{slug}/{key}", item | {"name": "Other"}, revision=1)
    assert get(f"/api/rules/draft/{slug}/")[-1]["name"] == "Other"
    twice = write("post", f"draft/{slug}", item, 400, revision=2)
    assert twice["errors"][0]["code"] == "not_unique"
    write("delete", f"draft/{slug}/{key}", None, revision=2)
    get(f"/api/rules/draft/{slug}/{key}/", 404)


def test_who_saw_an_earlier_revision_is_refused(get: Get, write: Write) -> None:
    write("post", "draft/caps", CAP, 201, revision=0)
    late = write("patch", "draft", {"timezone": "Europe/Paris"}, 409, revision=0)
    assert late["errors"][0]["code"] == "stale" and "robot edited" in late["errors"][0]["remedy"]
    missing = write("patch", "draft", {"timezone": "Europe/Paris"}, 400)
    assert missing["errors"][0]["field"] == "revision"
    write("delete", "draft", None, 409, revision=0)
    write("delete", "draft", None, 204, revision=1)
    assert get("/api/rules/draft/")["open"] is False
    write("put", "draft", {"document": INITIAL}, 409, revision=1)
    assert write("put", "draft", {"document": INITIAL}, revision=2)["open"]


def test_what_is_wrong_names_the_field_inside_the_rule(write: Write) -> None:
    wrong = write("post", "draft/caps", CAP | {"limit": -1}, 400, revision=0)
    assert wrong["errors"][0]["field"] == "limit"
    for method, path, body in (
        ("put", "draft", {"document": [1]}),
        ("put", "draft", {}),
        ("patch", "draft", {"colours": 1}),
        ("patch", "draft", [1]),
        ("patch", "draft", {"caps": None}),
        ("post", "draft/caps", ["x"]),
        ("post", "publish", {"revision": 0}),
        ("post", "publish", {"note": "x"}),
    ):
        assert write(method, path, body, 400, revision=0)["errors"][0]["remedy"]


def test_other_rules_than_the_base_have_to_be_named(post: Get, write: Write) -> None:
    write("post", "draft/caps", CAP, 201, revision=0)
    post("/api/rules/publish/", 201, document=INITIAL | {"timezone": "Europe/Paris"})
    refused = post("/api/rules/publish/", 409, revision=1, note="x")
    assert (refused["errors"][0]["field"], refused["errors"][0]["code"]) == ("over", "base_moved")
    assert post("/api/rules/publish/", 201, revision=1, note="x", over=1)["number"] == 2


def test_findings_block_or_ask(post: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Finding(WARNING, "Careful", "/journeys/x/")]
    monkeypatch.setattr(gatekeeping, "_of_rules", [lambda document: found])
    document = INITIAL | {"caps": [CAP]}
    checked = post("/api/rules/check/", document=document)
    assert checked["ok"] and checked["findings"][0]["url"] == "/journeys/x/"
    asked = post("/api/rules/publish/", 400, document=document)
    assert asked["errors"][0]["code"] == "warning" and asked["errors"][0]["remedy"] == "Careful"
    found[0] = Finding(ERROR, "Never")
    blocked = post("/api/rules/publish/", 400, document=document, anyway=True)
    assert blocked["errors"][0]["code"] == "error"
    found[0] = Finding(WARNING, "Careful")
    assert post("/api/rules/publish/", 201, document=document, anyway=True)["number"] == 1


def test_journeys_that_are_not_published_yet_are_remarked(post: Get) -> None:
    group = {"id": "one", "name": "One", "journeys": ["hello", "later"]}
    publish("hello", message_on("Hello"))
    checked = post("/api/rules/check/", document=INITIAL | {"exclusion_groups": [group]})
    [remark] = checked["remarks"]
    assert checked["ok"] and "“later”" in remark
    assert post("/api/rules/check/")["ok"]


def test_the_effect_of_a_rule_is_told(post: Get) -> None:
    told = post("/api/rules/effect/", section="caps", rule={"limit": 1, "hours": 24})
    assert told["sentence"] == "At most 1 message in any 24 hours."
    assert (told["stopped"], told["people"], told["complete"]) == (0, 0, True)
    wrong = post("/api/rules/effect/", 400, section="caps", rule={"limit": 1})
    assert wrong["errors"][0]["field"] == "hours"


def test_the_suppression_list(api: APIClient, get: Get, post: Get) -> None:
    body = {"channel": "email", "address": "Ann@Example.test", "reason": "Asked by letter"}
    made = post("/api/rules/suppressions/", 201, **body)
    assert made["address"] == "ann@example.test"
    again = post("/api/rules/suppressions/", 400, **body)
    assert "on the list already" in again["errors"][0]["remedy"]
    assert post("/api/rules/suppressions/", 400, channel="email")["errors"]
    assert len(get("/api/rules/suppressions/", q="letter")["results"]) == 1
    assert get("/api/rules/suppressions/", channel="sms")["results"] == []
    assert get(f"/api/rules/suppressions/{made['id']}/")["reason"] == "Asked by letter"
    assert api.delete(f"/api/rules/suppressions/{made['id']}/").status_code == 204
    assert Suppression.objects.count() == 0


def test_who_may_only_read_writes_nothing(reader: APIClient) -> None:
    assert reader.get("/api/rules/draft/").status_code == 200
    for method, path in (
        ("post", "draft/caps"),
        ("put", "draft"),
        ("patch", "draft"),
        ("delete", "draft"),
        ("post", "suppressions"),
        ("post", "effect"),
    ):
        answer = getattr(reader, method)(f"/api/rules/{path}/?revision=0", {}, format="json")
        assert answer.status_code == 403, path
