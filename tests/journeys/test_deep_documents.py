"""A document that is nested too deeply is a problem of the document, at every door."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from apps.engine.problems import Invalid
from apps.journeys import checks, operations
from apps.journeys.models import Journey
from apps.rules.checks_reading import DEEPEST
from tests.scenario import at, message_on

pytestmark = pytest.mark.django_db


def nested(levels: int) -> dict[str, Any]:
    """A document of so many levels inside each other."""
    inner: Any = {}
    for number in range(levels - 1):
        inner = [inner] if number % 2 else {"not": inner}
    return {"nodes": inner}


def test_as_deep_as_may_be_is_no_problem_and_deeper_is() -> None:
    assert not checks.too_deep(nested(DEEPEST - 1)) and not checks.too_deep(message_on("Go"))
    for levels in (DEEPEST + 1, 600, 5_000):
        [problem] = checks.problems(nested(levels), "way")
        assert problem.code == "too_deep" and str(DEEPEST) in problem.remedy


def test_a_draft_of_it_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(Invalid) as refused:
        operations.save_draft(key="way", name="Way", document=nested(600), by=None, now=at())
    assert refused.value.problems[0].code == "too_deep"
    assert not Journey.objects.exists()


@pytest.fixture
def api() -> APIClient:
    client = APIClient()
    client.force_authenticate(User.objects.create_superuser("robot"))
    return client


@pytest.mark.parametrize("levels", [DEEPEST + 1, 300, 600])
def test_every_door_of_the_api_says_so(api: APIClient, levels: int) -> None:
    document = nested(levels)
    kept = api.put("/api/journeys/way/draft/", {"document": document}, format="json")
    published = api.post("/api/journeys/way/publish/", {"document": document}, format="json")
    for answer in (kept, published):
        assert answer.status_code == 400, answer.content
        assert answer.json()["errors"][0]["code"] == "too_deep"
    checked = api.post("/api/journeys/way/check/", {"document": document}, format="json")
    assert checked.status_code == 200 and not checked.json()["ok"]
    assert checked.json()["problems"][0]["code"] == "too_deep"


@pytest.mark.parametrize("levels", [DEEPEST + 1, 300, 600])
def test_so_do_those_of_the_rules(api: APIClient, levels: int) -> None:
    document = nested(levels)
    rule = {"id": "a", "name": "A", "limit": 1, "hours": 1, "more": document}
    put, post = "/api/rules/draft/?revision=0", "/api/rules/publish/"
    for answer in (
        api.put(put, {"document": document}, format="json"),
        api.patch(put, {"caps": document}, format="json"),
        api.post("/api/rules/draft/caps/?revision=0", rule, format="json"),
        api.post("/api/rules/effect/", {"section": "caps", "rule": rule}, format="json"),
        api.post(post, {"document": document}, format="json"),
    ):
        assert answer.status_code == 400, answer.content
        assert "too_deep" in {error["code"] for error in answer.json()["errors"]}
    checked = api.post("/api/rules/check/", {"document": document}, format="json")
    assert "too_deep" in {problem["code"] for problem in checked.json()["problems"]}


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("put", "/api/journeys/way/draft/"),
        ("post", "/api/journeys/way/check/"),
        ("put", "/api/rules/draft/?revision=0"),
    ],
)
def test_what_is_too_deep_to_be_read_at_all_is_refused(
    api: APIClient, method: str, address: str
) -> None:
    body = '{"document": ' + '{"a": ' * 50_000 + "1" + "}" * 50_000 + "}"
    answer = getattr(api, method)(address, body, content_type="application/json")
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["code"] == "parse_error" and "too deeply" in error["remedy"]


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(staff: Client) -> None:
    operations.save_draft(key="way", name="Way", document={}, by=None, now=at())
    typed = {"name": "Typed", "revision": "1", "document": json.dumps(nested(600))}
    answer = staff.post("/journeys/way/draft/json/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "nested too deeply" in page and "Typed" in page
    assert Journey.objects.get().draft.revision == 1


def test_a_file_of_it_begins_nothing(staff: Client) -> None:
    typed = {"key": "way", "name": "Way", "start": "file", "text": json.dumps(nested(600))}
    answer = staff.post("/journeys/new/", typed)
    assert answer.status_code == 422 and f"at most {DEEPEST} levels" in answer.content.decode()
    assert not Journey.objects.exists()
