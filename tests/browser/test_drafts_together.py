"""A draft in the editor: saved as somebody works, shared by two, compared, brought back."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from apps.common import clock
from apps.journeys import operations
from apps.journeys.models import Journey, JourneyDraft
from tests.browser.watch import Watch
from tests.journeys.worlds import first, second
from tests.scenario import publish

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
]
AsUser = Callable[[str], Page]


def opened(page: Page, live_server: LiveServer, key: str = "way") -> Page:
    page.goto(f"{live_server.url}/journeys/{key}/draft/")
    expect(name_of(page)).to_be_visible()
    return page


def name_of(page: Page) -> Any:
    return page.get_by_role("textbox", name="Name of the journey")


def saved(page: Page) -> None:
    expect(page.locator(".save-state")).to_contain_text(re.compile(r"Saved \d\d:\d\d:\d\d · "))


def draft() -> JourneyDraft:
    return JourneyDraft.objects.get(journey__key="way")


def more(page: Page, line: str) -> None:
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name=line).click()


def test_what_is_changed_is_saved_and_looking_opens_no_draft(
    as_user: AsUser, live_server: LiveServer
) -> None:
    publish("way", first())
    page = opened(as_user("ann"), live_server)
    expect(page.locator(".save-state")).to_contain_text("No changes yet")
    page.get_by_role("link", name="Publish…").click()
    expect(page.locator(".save-notice")).to_contain_text("Nothing differs from version 1")
    assert not JourneyDraft.objects.exists()
    name_of(page).fill("The way")
    saved(page)
    assert (draft().name, draft().base) == ("The way", 1)
    # Whoever leaves in the middle of a word leaves nothing behind.
    name_of(page).fill("The way home")
    page.get_by_role("link", name="Journeys", exact=True).click()
    expect(page.get_by_role("heading", name="Journeys", level=1)).to_be_visible()
    assert draft().name == "The way home"


def test_two_people_see_each_other_and_neither_is_overwritten(
    as_user: AsUser, live_server: LiveServer
) -> None:
    publish("way", first())
    ann = opened(as_user("ann"), live_server)
    ben = opened(as_user("ben"), live_server)
    name_of(ann).fill("Ann’s way")
    saved(ann)
    # Who has nothing unsaved sees it by themselves, and may undo it.
    expect(ben.locator(".save-notice")).to_contain_text("Ann changed the journey itself")
    expect(name_of(ben)).to_have_value("Ann’s way")
    expect(ben.locator(".save-other")).to_contain_text("ann saved")
    # Who is in the middle of something is asked.
    ben.route("**/draft/?seen=*", lambda asked: asked.fulfill(status=204))
    name_of(ann).fill("Ann’s other way")
    saved(ann)
    ben.get_by_label("Priority", exact=True).fill("70")
    dialog = ben.get_by_role("dialog")
    expect(
        dialog.get_by_role("heading", name=re.compile("Ann saved this draft at"))
    ).to_be_visible()
    expect(dialog.get_by_label("What ann changed")).to_contain_text("“Ann’s other way”")
    expect(dialog.get_by_label("What you changed")).to_contain_text("priority: 50 → 70")
    dialog.get_by_role("button", name="Take both").click()
    saved(ben)
    assert (draft().name, draft().document["priority"]) == ("Ann’s other way", 70)
    expect(ann.get_by_label("Priority", exact=True)).to_have_value("70")


def outrun(page: Page, priority: int) -> None:
    """The page's next save finds that ann saved this priority a moment before."""
    address = re.compile(r"/draft/\?stale=answer")

    def save(route: Route) -> None:
        ann, _ = User.objects.get_or_create(username="ann")
        document = first() | {"priority": priority}
        operations.save_draft(key="way", name="Way", document=document, by=ann, now=clock.now())
        route.continue_()

    page.route(address, save, times=1)


def test_theirs_is_taken_and_mine_is_a_step_back(as_user: AsUser, live_server: LiveServer) -> None:
    publish("way", first())
    ben = opened(as_user("ben"), live_server)
    outrun(ben, 10)
    ben.get_by_label("Priority", exact=True).fill("20")
    dialog = ben.get_by_role("dialog")
    expect(dialog).to_contain_text("You both changed the same: priority")
    expect(dialog.get_by_role("button", name="Take both")).to_have_count(0)
    dialog.get_by_role("button", name="Take theirs").click()
    expect(ben.get_by_label("Priority", exact=True)).to_have_value("10")
    saved(ben)
    assert draft().document["priority"] == 10
    ben.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(ben.get_by_label("Priority", exact=True)).to_have_value("20")
    saved(ben)
    assert draft().document["priority"] == 20


def test_mine_is_kept_and_names_their_revision(as_user: AsUser, live_server: LiveServer) -> None:
    publish("way", first())
    ben = opened(as_user("ben"), live_server)
    outrun(ben, 10)
    ben.get_by_label("Priority", exact=True).fill("20")
    ben.get_by_role("dialog").get_by_role("button", name="Keep mine").click()
    saved(ben)
    assert (draft().document["priority"], draft().revision) == (20, 2)


def test_a_draft_that_somebody_discarded_does_not_come_back_by_itself(
    as_user: AsUser, live_server: LiveServer
) -> None:
    publish("way", first())
    page = opened(as_user("ann"), live_server)
    name_of(page).fill("The way")
    saved(page)

    def discard(route: Route) -> None:
        operations.discard_draft(key="way")
        route.continue_()

    page.route(re.compile(r"/draft/\?stale=answer"), discard, times=1)
    name_of(page).fill("The way home")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="This draft was discarded")).to_be_visible()
    assert not JourneyDraft.objects.exists()
    dialog.get_by_role("button", name="Keep mine").click()
    saved(page)
    assert draft().name == "The way home"


def test_a_server_that_is_away_is_tried_again(
    as_user: AsUser, live_server: LiveServer, watch: Watch
) -> None:
    publish("way", first())
    page = opened(as_user("ann"), live_server)
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    name_of(page).fill("Far away")
    expect(page.locator(".save-state")).to_contain_text("the server can’t be reached, trying again")
    page.context.set_offline(False)
    saved(page)
    assert draft().name == "Far away"


def test_versions_are_compared_and_brought_back(as_user: AsUser, live_server: LiveServer) -> None:
    publish("way", first())
    publish("way", second())
    page = opened(as_user("ann"), live_server)
    page.get_by_role("tab", name="Versions").click()
    panel = page.get_by_role("tabpanel")
    earlier = panel.get_by_role("listitem").filter(has_text=re.compile("^Version 1"))
    earlier.get_by_role("button", name="What the draft changes").click()
    expect(earlier).to_contain_text("E-mail “last”")
    earlier.get_by_role("button", name="restore version 1").click()
    expect(earlier).to_contain_text("Nothing: the draft is this version.")
    saved(page)
    assert draft().document == first()
    panel.get_by_role("link", name="Compare with 1").click()
    expect(page.get_by_role("heading", name="Version 1 → Version 2")).to_be_visible()
    expect(page.locator(".is-added")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_was_exported_is_imported_as_it_was(
    as_user: AsUser, live_server: LiveServer, tmp_path: Path
) -> None:
    publish("way", second())
    page = opened(as_user("ann"), live_server)
    with page.expect_download() as download:
        more(page, "Export")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_text())["document"] == second()
    page.goto(f"{live_server.url}/journeys/new/")
    page.get_by_role("textbox", name="Name").press_sequentially("Way back")
    expect(page.get_by_role("textbox", name="Key")).to_have_value("way-back")
    page.get_by_role("radio", name="Import a file").check()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Open the editor").click()
    expect(name_of(page)).to_have_value("Way back")
    assert Journey.objects.get(key="way-back").draft.document == second()
