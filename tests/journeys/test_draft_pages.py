"""Writing, publishing and discarding a draft through its pages."""

import json
from typing import Any

import pytest
from django.test import Client

from apps.journeys import operations
from apps.journeys.models import Journey, JourneyDraft, JourneyVersion
from apps.rules import gatekeeping
from apps.rules.gatekeeping import ERROR, WARNING, Finding
from tests.journeys.worlds import people_on_the_first
from tests.scenario import at, message_on, publish

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.graph,
    pytest.mark.usefixtures("graph"),
]
DRAFT, PUBLISH = "/journeys/way/draft/", "/journeys/way/draft/publish/"


def posted(document: Any, revision: int = 0, **more: Any) -> dict[str, Any]:
    text = document if isinstance(document, str) else json.dumps(document)
    return {"revision": revision, "name": "Way", "description": "", "document": text} | more


def draft() -> JourneyDraft:
    return JourneyDraft.objects.get(journey__key="way")


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the checks before publishing say of any journey."""
    found: list[Finding] = []
    monkeypatch.setattr(gatekeeping, "_of_journeys", [lambda key, document: found])
    return found


def test_a_journey_begins_as_a_draft(staff: Client) -> None:
    assert "New journey" in staff.get("/journeys/").content.decode()
    assert "Begin the draft" in staff.get("/journeys/new/").content.decode()
    answer = staff.post("/journeys/new/", posted(message_on("Go"), key="way"), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(DRAFT, 302)] and "Nothing is wrong with it" in page
    assert "When Go" in page and 'id="at-message"' in page
    assert Journey.objects.get().status == "draft" and draft().updated_by is not None
    listed = staff.get("/journeys/").content.decode()
    assert "never published" in listed and DRAFT in listed
    for key in ("way", "new", ""):
        assert staff.post("/journeys/new/", posted({}, key=key)).status_code == 422


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
    assert "draft with 1 problem" in staff.get("/journeys/").content.decode()
    asked = staff.get(PUBLISH).content.decode()
    assert "It can’t be published like this" in asked
    refused = staff.post(PUBLISH, {"revision": 1}).content.decode()
    assert "the draft has problems" in refused and JourneyVersion.objects.count() == 1


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
    assert "Mine" in page and 'name="revision" value="1"' in page
    assert draft().name == "Theirs"
    staff.post(DRAFT, posted(message_on("Mine"), 1))
    assert draft().document == message_on("Mine")


def test_publishing_asks_and_says_who_stands_where(staff: Client) -> None:
    people_on_the_first()
    staff.post(DRAFT, posted(message_on("Go")))
    asked = staff.get(PUBLISH).content.decode()
    assert "People inside stay where they are" in asked and "Wait 2 days" in asked
    assert JourneyVersion.objects.count() == 1
    done = staff.post(PUBLISH, {"revision": 1, "note": "Shorter"}, follow=True).content.decode()
    assert "Version 2 is live" in done and "People on older versions" in done
    assert JourneyVersion.objects.get(number=2).note == "Shorter"
    assert not JourneyDraft.objects.exists()
    assert staff.get(PUBLISH).status_code == 404


def test_a_warning_asks_and_an_error_blocks(staff: Client, finds: list[Finding]) -> None:
    staff.post("/journeys/new/", posted(message_on("Go"), key="way"))
    finds.append(Finding(WARNING, "It always loses", url="/rules/", detail="To another one"))
    asked = staff.get(PUBLISH).content.decode()
    assert "It always loses" in asked and "in spite of this warning" in asked
    refused = staff.post(PUBLISH, {"revision": 1})
    assert refused.status_code == 409 and "accept the warnings" in refused.content.decode()
    assert not JourneyVersion.objects.exists()
    finds.append(Finding(ERROR, "It can’t run"))
    blocked = staff.post(PUBLISH, {"revision": 1, "anyway": "on"})
    assert "It can’t be published like this" in blocked.content.decode()
    finds.pop()
    staff.post(PUBLISH, {"revision": 1, "anyway": "on"})
    assert JourneyVersion.objects.count() == 1


def test_a_draft_behind_the_latest_version_warns(staff: Client) -> None:
    publish("way", message_on("Go"))
    staff.post(DRAFT, posted(message_on("Mine")))
    publish("way", message_on("Theirs"))
    assert "version 2 is the latest by now" in staff.get(PUBLISH).content.decode()
    assert staff.post(PUBLISH, {"revision": 1}).status_code == 409
    staff.post(PUBLISH, {"revision": 1, "anyway": "on"})
    assert JourneyVersion.objects.count() == 3


def test_a_draft_that_changed_since_is_not_published(staff: Client) -> None:
    staff.post("/journeys/new/", posted(message_on("Go"), key="way"))
    staff.post(DRAFT, posted(message_on("Other"), 1))
    refused = staff.post(PUBLISH, {"revision": 1})
    assert refused.status_code == 409 and "ann saved the draft" in refused.content.decode()
    assert not JourneyVersion.objects.exists()


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
