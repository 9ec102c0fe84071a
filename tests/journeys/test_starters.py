"""Where journeys begin: starters that lack templates only, a key made of the name, a page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.engine import compile
from apps.journeys import checks, exporting, operations, pictures, starters
from apps.journeys.models import Journey, JourneyDraft
from apps.journeys.queries_sides import free_key, is_free
from apps.journeys.starters import Starter
from tests.journeys.worlds import first
from tests.scenario import at

NEW = "/journeys/new/"


@pytest.mark.parametrize("starter", starters.STARTERS, ids=lambda one: one.key)
def test_only_what_nobody_can_know_is_left_to_choose(starter: Starter) -> None:
    document = starters.begin(starter.key, ["lifecycle", "marketing"])
    found = {(problem.code, problem.field) for problem in checks.problems(document, "way")}
    lacks = {("missing", "event")} if starter.key == "empty" else {("missing", "template")}
    assert found == lacks
    for node in document["nodes"]:
        if node["type"] == "message":
            node["settings"]["template"] = "hello"
    if starter.key != "empty":
        compiled = compile.journey(document, key="way", name="Way", version="")
        ends = [node for node in compiled.nodes.values() if not node.next]
        assert {node.type for node in ends} <= {"exit", "goal"}
    assert pictures.sketch(document, ()) is not None


def test_a_starter_takes_a_tier_that_there_is() -> None:
    assert starters.begin("trial", ["billing", "other"])["tier"] == "other"
    assert starters.begin("trial", ["lifecycle", "other"])["tier"] == "lifecycle"
    assert starters.begin("trial", [])["tier"] == "lifecycle"


@pytest.mark.django_db
def test_a_key_is_made_of_the_name_and_free() -> None:
    assert free_key("Trial: Größe & Co!") == "trial-groe-co"
    assert free_key("…") == "journey" and free_key("new") == "new-2"
    operations.save_draft(key="a" * 64, name="Way", document={}, by=None, now=at())
    assert free_key("a" * 80) == f"{'a' * 62}-2"
    assert not is_free("import")


@pytest.mark.django_db
def test_the_key_follows_the_name_until_it_is_typed(staff: Client) -> None:
    operations.save_draft(key="way", name="Way", document={}, by=None, now=at())
    made = staff.get(f"{NEW}key/", {"name": "Way", "key": "", "made": ""}).content.decode()
    assert 'value="way-2"' in made and "Free." in made
    on = staff.get(f"{NEW}key/", {"name": "Way home", "key": "way-2", "made": "way-2"})
    assert 'value="way-home"' in on.content.decode()
    typed = staff.get(f"{NEW}key/", {"name": "Way home", "key": "way", "made": "way-2"})
    assert 'value="way"' in typed.content.decode() and "another one" in typed.content.decode()
    wrong = staff.get(f"{NEW}key/", {"name": "W", "key": "a b", "made": ""}).content.decode()
    assert "Free." not in wrong and "error" in wrong


@pytest.mark.django_db
def test_a_journey_begins_from_a_starter(staff: Client) -> None:
    page = staff.get(NEW).content.decode()
    assert "Abandoned cart" in page and "Copy a journey" not in page
    answer = staff.post(NEW, {"name": "My trial", "key": "", "start": "trial"})
    assert answer.headers["Location"] == "/journeys/my-trial/draft/"
    draft = JourneyDraft.objects.get()
    assert draft.document["nodes"] == starters.TRIAL["nodes"] and draft.updated_by is not None
    for wrong in (
        {"name": ""},
        {"key": "my-trial"},
        {"key": "new"},
        {"start": "?"},
        {"key": "ä b"},
    ):
        given = {"name": "Other", "key": "", "start": "empty"} | wrong
        assert staff.post(NEW, given).status_code == 422
    assert Journey.objects.count() == 1


@pytest.mark.django_db
def test_a_journey_begins_from_a_file_or_another_journey(staff: Client) -> None:
    operations.save_draft(key="way", name="Way", document=first(), by=None, now=at())
    content = exporting.exported(key="way", name="Way", description="Why", document=first())
    file = SimpleUploadedFile("way.json", exporting.as_file(content).encode())
    staff.post(NEW, {"name": "Filed", "key": "", "start": "file", "file": file})
    staff.post(NEW, {"name": "Copied", "key": "c", "start": "copy", "journey": "way"})
    made = {row.journey.key: row for row in JourneyDraft.objects.all()}
    assert made["filed"].document == made["c"].document == first()
    assert (made["filed"].name, made["filed"].description) == ("Filed", "Why")
    for wrong in ({"start": "file"}, {"start": "file", "text": "{"}, {"start": "copy"}):
        answer = staff.post(NEW, {"name": "Other", "key": ""} | wrong)
        assert answer.status_code == 422 and "Please look at" in answer.content.decode()


@pytest.mark.django_db
def test_a_journey_is_duplicated_from_its_page(staff: Client) -> None:
    operations.save_draft(key="way", name="Way", document=first(), by=None, now=at())
    address = "/journeys/way/duplicate/"
    assert 'value="Way copy"' in staff.get(address).content.decode()
    answer = staff.post(address, {"name": "Way copy", "version": "draft"})
    assert answer.headers["Location"] == "/journeys/way-copy/draft/"
    assert staff.post(address, {"name": ""}).status_code == 422
    Journey.objects.create(key="bare", name="Bare", created_at=at())
    assert staff.get("/journeys/bare/duplicate/").status_code == 302
