"""The editor and the server say the same of every journey, whatever it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, event, given
from hypothesis import settings as setting
from rest_framework.test import APIClient

from apps.common.api import as_dict
from apps.engine import compile
from apps.engine.book import Journey
from apps.engine.nodes import NODE_TYPES
from apps.engine.problems import Problem
from apps.journeys import checks, pictures
from apps.journeys.ports import port_words
from tests.journeys.editor import Editor, editor
from tests.journeys.generated import documents, good_journeys
from tests.journeys.generated_nodes import BENT, GOOD

Said = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def editing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with editor(tmp_path_factory.mktemp("editor")) as running:
        yield running


def listed(problems: list[dict[str, str]]) -> Said:
    return sorted((p["node"], p["field"], p["code"], p["remedy"]) for p in problems)


def of_server(problems: list[Problem]) -> Said:
    return listed([dict(as_dict(problem)) for problem in problems])


@pytest.fixture
def api() -> APIClient:
    client = APIClient()
    client.force_authenticate(User.objects.create_superuser("robot"))
    return client


@setting(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents)
def test_the_same_is_wrong_in_both(editing: Editor, document: Any) -> None:
    answer = editing.ask(document)
    assert listed(answer["problems"]) == of_server(checks.problems(document, "way"))
    assert listed(answer["warnings"]) == of_server(checks.warnings(document, "way"))
    assert answer["again"] == document
    if not answer["drawable"]:
        return
    for raw, said in zip(document["nodes"], answer["nodes"], strict=True):
        event(raw["type"] if raw["type"] in NODE_TYPES else "another type")
        assert tuple(said["ports"]) == ports(raw)
        words = pictures.says(raw)
        assert said["says"] == [words.what, words.more]


@pytest.mark.django_db
@setting(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=good_journeys)
def test_nothing_is_lost_from_the_api_through_the_editor_to_the_engine(
    editing: Editor, api: APIClient, document: dict[str, Any]
) -> None:
    answer = editing.ask(document)
    assert answer["drawable"]
    kept = api.put("/api/journeys/way/draft/", {"document": answer["again"]}, format="json")
    assert kept.status_code == 200, kept.content
    loaded = api.get("/api/journeys/way/draft/").json()["document"]
    assert loaded == document
    assert editing.ask(loaded) == answer
    if not checks.problems(document, "way"):
        event("compiled")
        assert compiled(loaded) == compiled(document)


def compiled(document: dict[str, Any]) -> Journey:
    return compile.journey(document, key="way", name="Way", version="1")


def test_every_node_type_is_generated_complete_and_bent() -> None:
    assert GOOD.keys() == BENT.keys() == NODE_TYPES.keys()


def ports(raw: dict[str, Any]) -> tuple[list[str], ...]:
    settings, _ = checks.parsed(raw)
    if settings is None:
        return ()
    keys = dict.fromkeys(NODE_TYPES[raw["type"]].ports(settings))
    return tuple([key, port_words(raw["type"], key)] for key in keys)
