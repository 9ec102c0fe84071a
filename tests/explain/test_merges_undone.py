"""Undoing a merge by its page: asked for, carried out by the worker, told."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from redis import Redis

from apps.orchestrator.models import PoisonedProfile
from apps.people.models import KeptApart, Merge, Profile
from tests.explain.two_people import (
    after_the_merge,
    go,
    joined,
    text,
    undo,
    woken,
)
from tests.scenario import at, identify, tell

__all__ = ["woken"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_undoing_asks_shows_what_goes_back_and_is_waited_for(browser: Client) -> None:
    merge = joined()
    after_the_merge()
    page = f"/people/merges/{merge.pk}/"
    asked = text(browser, f"{page}undo/")
    for said in (
        "Gets back",
        "anonymous id phone",
        "e-mail bob@",
        "count against the caps of both",
    ):
        assert said.lower() in asked.lower(), said
    assert Merge.objects.get().undone_at is None
    refused = browser.post(f"{page}undo/", {"because": " "})
    assert refused.status_code == 422 and "why these are two people" in refused.content.decode()
    answer = browser.post(f"{page}undo/", {"because": "A shared phone"}, follow=True)
    shown = answer.content.decode()
    assert "Being taken apart" in shown and "every 2s" in shown
    part = browser.get(f"{page}?part=standing", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in part.headers
    go()
    part = browser.get(f"{page}?part=standing", headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    shown = text(browser, page)
    assert "are two people again" in shown and "every 2s" not in shown
    assert f'href="/people/{merge.absorbed_id}/"' in shown and "A shared phone" in shown
    assert "by mia" in shown
    assert browser.get(f"{page}undo/").status_code == 302
    assert "bob@example.test" in text(browser, page)


def test_the_persons_timelines_tell_that_they_were_taken_apart(browser: Client) -> None:
    merge = joined()
    undo(merge)
    for one, other in (
        (merge.survivor_id, "Visitor"), (merge.absorbed_id, "ann@example.test")
    ):  # fmt: skip
        shown = text(browser, f"/people/{one}/timeline/", kind="merge")
        assert "Taken apart from" in shown and "two people" in shown, other
        assert "Joined with another profile" in shown


def test_one_inside_of_another_says_which_comes_first(browser: Client) -> None:
    merge = joined()
    tell(identify("zoe", at(days=11)) | {"userId": None, "anonymousId": "z"})
    go()
    outer = Profile.objects.create(created_at=at(0))
    Merge.objects.create(
        survivor=outer, absorbed_id=merge.survivor_id, event_id=1, at=at(days=14), rule="user_id",
        identifiers=[], lane=1, lane_seq=10**6, from_lane=2, from_seq=10**6,
    )  # fmt: skip
    assert "undo that merge first" in text(browser, f"/people/merges/{merge.pk}/undo/")
    answer = browser.post(f"/people/merges/{merge.pk}/undo/", {"because": "x"})
    assert answer.status_code == 409
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_a_worker_that_fails_is_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    merge = joined()

    def fails(*_: Any) -> Any:
        raise ValueError("no way to split")

    with monkeypatch.context() as patched:
        patched.setattr("apps.orchestrator.fold.unmerge.split", fails)
        undo(merge)
    assert PoisonedProfile.objects.count() == 1
    shown = text(browser, f"/people/merges/{merge.pk}/")
    assert "Taking the two apart failed" in shown and "no way to split" in shown
    assert "every 2s" not in shown


def test_two_kept_apart_may_be_let_join_again(browser: Client) -> None:
    merge = joined()
    undo(merge)
    page = f"/people/merges/{merge.pk}/release/"
    assert "are kept apart since" in text(browser, page)
    assert KeptApart.objects.count() == 1
    browser.post(page)
    assert KeptApart.objects.count() == 0
    tell(identify("ann", at(days=30), anonymous="phone"))
    go()
    assert Merge.objects.filter(undone_at__isnull=True).count() == 1
    assert "An event that names both" in text(browser, f"/people/merges/{merge.pk}/")


def test_only_those_who_are_logged_in_may_look(client: Client) -> None:
    for page in ("/people/merges/", "/people/merges/1/", "/people/merges/1/undo/"):
        answer = client.get(page)
        assert answer.status_code == 302 and "login" in answer["Location"]
    assert User.objects.count() == 0


def test_a_worker_is_woken(browser: Client, woken: Redis) -> None:
    merge = joined()
    browser.post(f"/people/merges/{merge.pk}/undo/", {"because": "two"})
    assert woken.llen("advance") == 1
