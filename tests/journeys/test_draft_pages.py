"""Writing a draft as text, and discarding it, through its pages."""

import json
from typing import Any

import pytest
from django.test import Client

from apps.journeys import operations
from apps.journeys.models import Journey, JourneyDraft
from tests.scenario import at, message_on, publish

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.graph,
    pytest.mark.usefixtures("graph"),
]
DRAFT = "/journeys/way/draft/json/"


def posted(document: Any, revision: int = 0, **more: Any) -> dict[str, Any]:
    text = document if isinstance(document, str) else json.dumps(document)
    return {"revision": revision, "name": "Way", "description": "", "document": text} | more


def draft() -> JourneyDraft:
    return JourneyDraft.objects.get(journey__key="way")


def test_a_journey_is_listed_from_its_first_draft_on(staff: Client) -> None:
    staff.post("/journeys/new/", {"name": "Way", "key": "", "start": "empty"})
    assert Journey.objects.get().status == "draft"
    listed = staff.get("/journeys/").content.decode()
    assert "/journeys/way/draft/" in listed


def test_as_text_it_is_drawn_too(staff: Client) -> None:
    operations.save_draft(key="way", name="Way", document={}, by=None, now=at())
    saved = staff.post(DRAFT, posted(message_on("Go"), 1), follow=True)
    page = saved.content.decode()
    assert saved.redirect_chain == [(DRAFT, 302)] and "Nothing is wrong with it" in page
    assert "When Go" in page and 'id="at-message"' in page and draft().updated_by is not None


def test_what_is_wrong_leads_to_its_node(staff: Client) -> None:
    publish("way", message_on("Go"))
    empty = staff.get(DRAFT).content.decode()
    assert "No draft of “Way” is open" in empty and "&quot;event&quot;: &quot;Go&quot;" in empty
    wrong = message_on("Go")
    wrong["nodes"][1]["settings"]["template"] = ""
    page = staff.post(DRAFT, posted(wrong), follow=True).content.decode()
    assert "1 problem to mend" in page and 'href="#node-1">message</a>' in page
    assert "choose the template to send" in page
    assert "1 problem" in staff.get("/journeys/way/").content.decode()


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"a": NaN}', "[" * 5000])
def test_what_is_no_document_stays_in_the_form(staff: Client, text: str) -> None:
    publish("way", message_on("Go"))
    answer = staff.post(DRAFT, posted(text))
    assert answer.status_code == 422 and not JourneyDraft.objects.exists()
    assert text[:3].replace('"', "&quot;") in answer.content.decode()


def test_who_was_slower_keeps_what_they_wrote(staff: Client) -> None:
    publish("way", message_on("Go"))
    operations.save_draft(key="way", name="Theirs", document={}, by=None, now=at())
    answer = staff.post(DRAFT, posted(message_on("Mine")))
    page = answer.content.decode()
    assert answer.status_code == 409 and "Somebody saved the draft on 2 Mar 2026" in page
    assert "&quot;Mine&quot;" in page and 'name="revision" value="1"' in page
    assert 'name="name" value="Way"' in page
    assert draft().name == "Theirs"
    staff.post(DRAFT, posted(message_on("Mine"), 1))
    assert draft().document == message_on("Mine")


def test_discarding_asks(staff: Client) -> None:
    publish("way", message_on("Go"))
    staff.post(DRAFT, posted({}))
    address = "/journeys/way/draft/discard/"
    assert "What is published goes on" in staff.get(address).content.decode()
    assert JourneyDraft.objects.exists()
    staff.post(address, {"revision": 9})
    assert JourneyDraft.objects.exists()
    staff.post(address, {"revision": 1})
    assert not JourneyDraft.objects.exists() and Journey.objects.exists()
