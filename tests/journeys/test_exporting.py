"""A journey as a file, and back: nothing lost, and wrong files say what is wrong."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.engine.problems import Invalid
from apps.journeys import authoring, exporting, operations, starters
from apps.journeys.models import Journey, JourneyDraft
from tests.journeys.worlds import first, second
from tests.scenario import at, message_on, publish

FILE = exporting.exported(key="way", name="Way", description="Why", document=first())
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@given(names, names, st.sampled_from([one.document for one in starters.STARTERS]))
def test_what_is_exported_is_imported_as_it_was(name: str, says: str, document: Any) -> None:
    document = {**document, "layout": {"positions": {"entry": [1.5, -2]}}, "later": {"x": [None]}}
    content = exporting.exported(key="way", name=name, description=says, document=document)
    text = exporting.as_file(content)
    for given_text in (text, text.encode(), b"\xef\xbb\xbf" + text.encode()):
        read = exporting.read(given_text)
        assert (read.document, read.description) == (document, says)
        assert read.name == (name or "Imported journey")


@pytest.mark.parametrize(
    ("text", "field", "code"),
    [
        ("", "", "not_json"),
        ("{", "", "not_json"),
        (b"\xff\xfe", "", "not_json"),
        ('{"a": NaN}', "", "not_json"),
        ("[" * 100_000, "", "not_json"),
        ("[" * 200 + "]" * 200, "document", "too_deep"),
        ("[]", "throughline", "not_a_journey"),
        ('{"throughline": "rules"}', "throughline", "not_a_journey"),
        (json.dumps(FILE | {"format": 2}), "format", "unknown_format"),
        (json.dumps(FILE | {"format": True}), "format", "unknown_format"),
        (json.dumps(FILE | {"name": 3}), "name", "not_text"),
        (json.dumps(FILE | {"name": "a\0"}), "name", "not_text"),
        (json.dumps(FILE | {"description": "\ud800"}), "description", "not_text"),
        (json.dumps(FILE | {"document": []}), "document", "not_an_object"),
        (json.dumps(FILE | {"document": {"nodes": {}}}), "document.nodes", "not_a_list"),
        (
            json.dumps(FILE | {"document": {"nodes": [{"key": "a"}], "edges": []}}),
            "document.nodes.0",
            "not_an_object",
        ),
        (
            json.dumps(FILE | {"document": first() | {"nodes": [first()["nodes"][0]] * 2}}),
            "document.nodes",
            "not_unique",
        ),
        (json.dumps(FILE | {"document": first() | {"layout": 3}}), "document.layout", ""),
        (" " * (exporting.LONGEST + 1), "", "too_long"),
    ],
)
def test_a_wrong_file_says_which_field_and_what_mends_it(
    text: str | bytes, field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        exporting.read(text)
    problem = refused.value.problems[0]
    assert problem.field == field and problem.remedy
    assert problem.code == code or not code


@pytest.mark.parametrize("document", [{}, {"nodes": first()["nodes"][:1]}, {"edges": None}])
def test_a_draft_without_nodes_or_edges_comes_back_too(document: dict[str, Any]) -> None:
    text = exporting.as_file(FILE | {"document": document})
    assert exporting.read(text).document == document


def test_a_bare_document_will_do() -> None:
    assert exporting.read(json.dumps(first())).document == first()


@pytest.mark.django_db
def test_a_copy_has_a_key_and_a_name_of_its_own() -> None:
    operations.save_draft(key="way", name="Way", document=first(), by=None, now=at())
    imported = exporting.read(exporting.as_file(FILE))
    made = authoring.import_new(imported=imported, by=None, now=at())
    assert (made.journey.key, made.name, made.document) == ("way-2", "Way", first())
    assert authoring.import_new(imported=imported, by=None, now=at()).journey.key == "way-3"


@pytest.mark.django_db(transaction=True)
@pytest.mark.graph
def test_a_file_goes_out_and_comes_back_through_the_api(graph: object, staff: Client) -> None:
    publish("way", message_on("Go"))
    operations.save_draft(key="way", name="Later", document=second(), by=None, now=at())
    answer = staff.get("/api/journeys/way/export/")
    assert answer["Content-Disposition"] == 'attachment; filename="way-draft.json"'
    exported = answer.json()
    assert (exported["name"], exported["document"]) == ("Later", second())
    older = staff.get("/api/journeys/way/export/?version=1")
    assert older.json()["document"] == message_on("Go") and "version-1" in str(older.headers)
    assert staff.get("/api/journeys/way/export/?version=9").status_code == 404
    made = post(staff, "/api/journeys/import/", exported)
    assert made.status_code == 201 and made.json()["key"] == "way-2"
    assert JourneyDraft.objects.get(journey__key="way-2").document == second()
    taken = post(staff, "/api/journeys/import/?key=way", exported)
    assert taken.json()["errors"][0]["code"] == "taken"
    wrong = post(staff, "/api/journeys/import/", {"nodes": 3})
    assert wrong.status_code == 400 and wrong.json()["errors"][0]["field"] == "document.nodes"


@pytest.mark.django_db
def test_duplicating_through_the_api(staff: Client) -> None:
    operations.save_draft(key="way", name="Way", document=first(), by=None, now=at())
    made = post(staff, "/api/journeys/way/duplicate/", {}).json()
    assert (made["key"], made["name"], made["revision"]) == ("way-copy", "Way copy", 1)
    assert post(staff, "/api/journeys/way/duplicate/", {"version": "3"}).status_code == 404


@pytest.mark.django_db
def test_a_key_that_is_taken_a_moment_ago_asks_again(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations.save_draft(key="way", name="Way", document=first(), by=None, now=at())
    operations.save_draft(key="way-copy", name="Other", document={}, by=None, now=at())
    monkeypatch.setattr(authoring, "free_key", lambda name: "way-copy")
    answer = staff.post("/journeys/way/duplicate/", {"name": "Way copy"})
    assert answer.status_code == 422 and "try again" in answer.content.decode()
    assert JourneyDraft.objects.get(journey__key="way-copy").document == {}


@pytest.mark.django_db
def test_a_token_without_permission_makes_nothing(staff: Client) -> None:
    operations.save_draft(key="way", name="Way", document=first(), by=None, now=at())
    from django.contrib.auth.models import User
    from rest_framework.authtoken.models import Token

    robot = APIClient()
    user = User.objects.create_user("robot", is_staff=True)
    robot.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user).key}")
    assert robot.post("/api/journeys/way/duplicate/", {}, format="json").status_code == 403


@pytest.mark.django_db
def test_a_file_goes_into_this_draft_through_its_page(staff: Client) -> None:
    address = "/journeys/way/draft/import/"
    operations.save_draft(key="way", name="Way", document=second(), by=None, now=at())
    assert "Replace the draft" in staff.get(address).content.decode()
    file = SimpleUploadedFile("way.json", exporting.as_file(FILE).encode())
    late = staff.post(address, {"revision": 0, "file": file})
    page = late.content.decode()
    assert late.status_code == 422 and "saved the draft" in page
    assert 'name="revision" value="1"' in page
    wrong = staff.post(address, {"revision": 1, "text": '{"throughline": "rules"}'})
    assert wrong.status_code == 422 and "throughline" in wrong.content.decode()
    assert staff.post(address, {"revision": 1}).status_code == 422
    file.seek(0)
    assert staff.post(address, {"revision": 1, "file": file}).status_code == 302
    draft = JourneyDraft.objects.get()
    assert (draft.name, draft.document) == ("Way", first())
    assert Journey.objects.count() == 1


def post(client: Client, address: str, body: Any) -> Any:
    return client.post(address, body, content_type="application/json")
