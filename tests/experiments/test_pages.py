"""Holdouts: made, started, looked at, stopped."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from apps.experiments import operations
from apps.experiments.models import Holdout
from tests.pages import people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
FORM: dict[str, Any] = {
    "name": "Spring",
    "share": 10,
    "scope": "journeys",
    "journeys": ["winback"],
    "start": "now",
}


def test_an_empty_list_says_what_a_holdout_is_for(staff: Client, graph: object) -> None:
    assert b"No holdout yet" in staff.get("/holdouts/").content


def test_it_says_what_it_will_do_and_asks(staff: Client, world: datetime) -> None:
    asked = staff.post("/holdouts/new/", FORM).content.decode()
    assert "10 % of people get nothing from Win-back from now on." in asked
    assert not Holdout.objects.filter(key="spring").exists()
    staff.post("/holdouts/new/", FORM | {"confirmed": "1"})
    holdout = Holdout.objects.get(key="spring")
    assert holdout.started_at and holdout.share == 0.1 and holdout.values == ["winback"]


def test_the_preview_waits_for_a_scope(staff: Client, world: datetime) -> None:
    assert b"shows up here" in staff.get("/holdouts/preview/?share=10&scope=tier").content
    assert b"10 % of people" in staff.get("/holdouts/preview/", FORM).content


def test_a_scope_without_its_journeys_is_named(staff: Client, world: datetime) -> None:
    response = staff.post("/holdouts/new/", FORM | {"journeys": []})
    assert response.status_code == 422
    assert b"Choose at least one of the journeys" in response.content


def test_it_can_be_started_later_and_stopped_once(staff: Client, world: datetime) -> None:
    staff.post("/holdouts/new/", FORM | {"start": "later", "confirmed": "1"})
    assert b"Not started" in staff.get("/holdouts/spring/").content
    for move in ("start", "stop"):
        assert staff.get(f"/holdouts/spring/{move}/").status_code == 200
        staff.post(f"/holdouts/spring/{move}/")
    holdout = Holdout.objects.get(key="spring")
    assert holdout.started_at and holdout.ended_at
    again = staff.post("/holdouts/spring/stop/", follow=True)
    assert b"is not running" in again.content


def test_it_counts_what_was_kept_back_beside_what_was_sent(staff: Client, world: datetime) -> None:
    operations.create(
        name="Most",
        share=0.9,
        scope="tier",
        values=["lifecycle"],
        by=None,
        now=world,
        salt="salt",
    )
    operations.start(key="most", now=world)
    people(12, world)
    response = staff.get("/holdouts/most/")
    counts = response.context["counts"]
    assert counts.held_out == counts.people_held_out > counts.sent
    assert counts.held_out + counts.sent == 12
    assert counts.observed_share == counts.held_out / 12
    assert b"Trial onboarding" in response.content
