"""The rules in sentences, and the form of a cap."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from apps.rules import queries
from apps.rules.models import RuleSetVersion

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
CAP: dict[str, Any] = {
    "name": "Three a week",
    "limit": 3,
    "window": 7,
    "unit": "days",
    "channels": ["email"],
}
SAYS = "At most 3 e-mails in any 7 days."


def caps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = queries.current_document()["caps"]
    return found


def test_everything_is_said_in_sentences(staff: Client, world: datetime) -> None:
    page = staff.get("/rules/").content.decode()
    assert "At most 1 message in any 7 days." in page
    assert "Never first come, first served." in page
    assert "E-mail goes to everyone who has not unsubscribed." in page
    assert staff.get("/rules/versions/1/").status_code == 200


def test_an_installation_without_rules_says_what_holds(staff: Client, graph: object) -> None:
    page = staff.get("/rules/").content.decode()
    assert "No cap holds" in page and "Nothing was published yet" in page


def test_the_preview_says_the_sentence_and_the_effect(staff: Client, world: datetime) -> None:
    page = staff.get("/rules/caps/preview/", CAP | {"limit": 0}).content.decode()
    assert "No e-mails." in page and "4 of 4" in page
    assert "Fill in the form" in staff.get("/rules/caps/preview/?limit=x").content.decode()


def test_a_cap_is_shown_before_it_is_published(staff: Client, world: datetime) -> None:
    asked = staff.post("/rules/caps/new/", CAP).content.decode()
    assert SAYS in asked and "Publish this cap?" in asked
    assert len(caps()) == 1
    staff.post("/rules/caps/new/", CAP | {"confirmed": "1"})
    assert caps()[1] == {
        "id": "three-a-week",
        "name": "Three a week",
        "limit": 3,
        "hours": 168,
        "channels": ["email"],
        "tiers": [],
        "journeys": [],
        "tags": [],
        "transactional": False,
    }
    version = RuleSetVersion.objects.get(number=2)
    assert version.published_by is not None and version.note == "Frequency cap “Three a week”"
    assert SAYS in staff.get("/rules/").content.decode()


def test_a_wrong_cap_names_the_field_and_keeps_the_input(staff: Client, world: datetime) -> None:
    response = staff.post("/rules/caps/new/", CAP | {"window": "", "limit": 3000})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Say how many hours or days" in page and 'value="Three a week"' in page
    taken = staff.post("/rules/caps/new/", CAP | {"name": "One a week"})
    assert "choose another name" in taken.content.decode()


def test_a_cap_is_changed_in_its_place(staff: Client, world: datetime) -> None:
    page = staff.get("/rules/caps/one-a-week/").content.decode()
    assert 'value="One a week"' in page and 'value="7' in page
    change = {"name": "One a week", "limit": 2, "unit": "week", "confirmed": "1"}
    staff.post("/rules/caps/one-a-week/", change)
    [cap] = caps()
    assert (cap["id"], cap["limit"], cap["calendar"]) == ("one-a-week", 2, "week")
    assert "hours" not in cap


def test_removing_a_cap_asks_first(staff: Client, world: datetime) -> None:
    assert b"Remove the cap" in staff.get("/rules/caps/one-a-week/remove/").content
    assert len(caps()) == 1
    staff.post("/rules/caps/one-a-week/remove/")
    assert caps() == []
    assert staff.get("/rules/caps/one-a-week/").status_code == 404
