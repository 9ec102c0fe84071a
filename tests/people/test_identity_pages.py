"""The pages of identity and of accounts, as a browser uses them."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from apps.orchestrator.route import route_all
from apps.people import operations_identity as operations
from apps.people import queries_identity as queries
from apps.people.identity_rules import INITIAL
from apps.people.models import IdentityRules
from tests.pages import queries_of, staff
from tests.people.test_routing import NOW, event, group
from tests.scenario import at, identify, tell

__all__ = ["staff"]

pytestmark = [pytest.mark.django_db(transaction=True)]
EDIT = "/people/identity/edit/"


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content[:2000]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def fields(answer: Any) -> dict[str, str]:
    """What a browser would send of the form of this page."""
    found: dict[str, str] = {}
    page = answer.content.decode().split('<main id="content"')[1].split("</form>")[0]
    for match in re.finditer(r"<input([^>]*)>", page):
        told = dict(re.findall(r'([a-z-]+)="([^"]*)"', match[1]))
        if told.get("type") != "checkbox" or " checked" in match[1]:
            found[told["name"]] = unescape(told.get("value", ""))
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page):
        found[name] = unescape(value)
    return found


def types(form: dict[str, str]) -> list[str]:
    return [form[f"key-{n}"] for n in range(50) if f"key-{n}" in form]


@pytest.mark.usefixtures("graph")
def test_it_shows_what_holds_and_how_much_there_is(staff: Client) -> None:
    tell(identify("ann", at(0)), event("ann", 1, anonymousId="x"), event("bob", 2, anonymousId="x"))
    route_all()
    page = text(staff.get("/people/identity/"))
    assert "These rules hold until others are published." in page
    assert "User id user_id userId 1 – 2 0" in page
    assert "Anonymous id anonymous_id anonymousId, or previousId of an alias 1,000 – 1 0" in page, (
        "lately"
    )
    assert "Nothing was published yet" in page
    operations.publish(document=INITIAL | {"default_region": "DE"}, note="Ours", by=None, now=NOW)
    page = text(staff.get("/people/identity/"))
    assert "Version 1" in page and "Ours" in page and "is read as one from DE" in page


def test_types_are_moved_one_place_by_a_button_that_keeps_the_focus(staff: Client) -> None:
    form = fields(staff.get(EDIT))
    moved = staff.post(EDIT, form | {"do": "up:phone"})
    assert types(fields(moved))[:3] == ["user_id", "phone", "email"]
    assert b'value="up:phone" aria-label="Phone further up" disabled' in moved.content
    moved = staff.post(EDIT, fields(moved) | {"do": "down:phone"})
    assert types(fields(moved))[:3] == ["user_id", "email", "phone"]
    assert b'value="down:phone" aria-label="Phone further down" autofocus' in moved.content
    for none in ("up:email", "up:user_id", "down:user_id", "down:anonymous_id", "up:nothing"):
        assert types(fields(staff.post(EDIT, fields(moved) | {"do": none}))) == types(form)
    assert not IdentityRules.objects.exists()


def test_a_change_is_seen_in_words_and_then_published(staff: Client) -> None:
    form = fields(staff.get(EDIT))
    seen = staff.post(EDIT, form | {"limit-1": "3", "blocked-1": "test@x.y\n\n test@x.y "})
    assert "E-mail: limit 5 → 3. Nobody has more today." in text(seen)
    assert "Nothing is resolved again" in text(seen)
    asked = fields(seen)
    assert "Say in the note" in text(staff.post(EDIT, asked | {"do": "publish"}), 422)
    done = staff.post(EDIT, asked | {"do": "publish", "note": "Fewer"}, follow=True)
    assert "Version 1 holds for every event that comes in from now on." in text(done)
    version = IdentityRules.objects.get()
    assert (version.note, version.document["types"][1]["limit"]) == ("Fewer", 3)
    assert version.document["types"][1]["blocked"] == ["test@x.y"]
    assert version.published_by and version.published_by.username == "ann"
    again = staff.post(EDIT, asked | {"do": "publish", "note": "Again"})
    assert "was published by ann since you began" in text(again, 422)
    assert "These rules say what holds already" in text(again, 422)


def test_what_is_typed_survives_a_look_and_a_mistake(staff: Client) -> None:
    form = fields(staff.get(EDIT)) | {"limit-1": "many", "default_region": "Germany"}
    wrong = staff.post(EDIT, form)
    told = text(wrong, 422)
    assert "Write a whole number from 1 to 1,000,000" in told
    assert "Write the two letters of a country" in told
    assert fields(wrong)["default_region"] == "GERMANY" and fields(wrong)["limit-1"] == "many"
    right = staff.post(EDIT, form | {"limit-1": "4", "default_region": "de"})
    back = staff.post(EDIT, fields(right) | {"do": "edit"})
    assert fields(back)["limit-1"] == "4" and fields(back)["default_region"] == "DE"


def test_a_type_is_added_above_the_weakest_and_removed_after_being_asked(staff: Client) -> None:
    form = fields(staff.get(EDIT))
    new = {"do": "add", "new-key": "shopify_id", "new-name": "Shop", "new-limit": "2"}
    added = staff.post(EDIT, form | new)
    assert types(fields(added))[-2:] == ["shopify_id", "anonymous_id"]
    twice = staff.post(EDIT, fields(added) | new)
    assert "Name shopify_id once" in text(twice, 422) and fields(twice)["new-key"] == "shopify_id"
    spelled = staff.post(EDIT, form | new | {"new-key": "Shop Id"})
    assert "Begin with a small letter" in text(spelled, 422)
    asks = staff.post(EDIT, fields(added) | {"do": "ask:shopify_id"})
    assert "Remove “Shop”?" in text(asks)
    hidden = re.search(r'name="document" value="([^"]*)"', asks.content.decode())
    assert hidden
    kept = {"document": unescape(hidden[1]), "base": "0"}
    assert "shopify_id" in types(fields(staff.post(EDIT, kept | {"do": "edit"})))
    gone = staff.post(EDIT, kept | {"do": "remove:shopify_id"})
    assert "shopify_id" not in types(fields(gone))
    # What nobody can do without isn't even asked about.
    assert types(fields(staff.post(EDIT, form | {"do": "ask:email"}))) == types(form)


@pytest.mark.parametrize(
    "document",
    ["", "{", "[]", "7", '{"types": 7}', '{"types": [7, {}]}', '{"types": [{"key": []}]}'],
)
@pytest.mark.parametrize(
    "do", ["review", "publish", "edit", "add", "up:x", "ask:x", "remove:x", "?"]
)
def test_whatever_a_browser_sends_is_answered(staff: Client, document: str, do: str) -> None:
    answer = staff.post(EDIT, {"document": document, "do": do, "note": "x", "base": "y"})
    assert answer.status_code in (200, 422)
    assert not IdentityRules.objects.exists()


def test_the_history_is_searched_and_begun_from(staff: Client) -> None:
    assert "Nothing was published yet" in text(staff.get("/people/identity/history/"))
    for region in ("DE", "US"):
        document = INITIAL | {"default_region": region}
        operations.publish(document=document, note=f"For {region}", by=None, now=NOW)
    page = text(staff.get("/people/identity/history/?q=For US"))
    assert "Version 2 holds" in page and "Version 1" not in page
    assert "No version matches" in text(staff.get("/people/identity/history/?q=zzz"))
    fragment = staff.get("/people/identity/history/?q=1", headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content and "Version 1" in text(fragment)
    one = text(staff.get("/people/identity/versions/1/"))
    assert "Phone numbers without a country’s prefix are from DE." in one
    assert "Before the first version" in text(staff.get("/people/identity/versions/0/"))
    assert staff.get("/people/identity/versions/9/").status_code == 404
    assert fields(staff.get(f"{EDIT}?from=1"))["default_region"] == "DE"
    assert staff.get(f"{EDIT}?from=9").status_code == 404
    assert fields(staff.get(EDIT))["default_region"] == "US"


@pytest.mark.usefixtures("graph")
def test_what_was_left_off_is_listed_filtered_and_searched(staff: Client) -> None:
    address = "/people/identity/left-off/"
    assert "Nothing was left off" in text(staff.get(address))
    tell(*(event(f"ann{n}", n, anonymousId=f"kiosk{n % 30}") for n in range(60)))
    route_all()
    page = text(staff.get(address))
    assert "kiosk29 Anonymous id ann59 Somebody with another user id has it. ann29 1" in page
    assert "The latest first, page 1" in page
    assert "kiosk4 " in text(staff.get(address + "?page=2"))
    assert "kiosk7 Anonymous id ann37" in text(staff.get(address + "?q=kiosk7&because=shared"))
    for nothing in ("q=zzz", "because=apart", "type=email", "page=9"):
        assert "Nothing matches" in text(staff.get(f"{address}?{nothing}"))
    for odd in ("because=x", "page=x", "page=-1", "q=%00"):
        assert "kiosk29" in text(staff.get(f"{address}?{odd}"))
    assert queries_of(staff, address) == queries_of(staff, address + "?page=2")
    fragment = staff.get(address + "?type=anonymous_id", headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content and "kiosk29" in text(fragment)


@pytest.mark.usefixtures("graph")
def test_accounts_are_listed_searched_and_opened(staff: Client) -> None:
    assert "No accounts yet" in text(staff.get("/people/accounts/"))
    tell(*(group(f"u{n}", f"team-{n % 30}", n, name=f"Team {n % 30}") for n in range(30)))
    tell(*(group(f"v{n}", "team-0", 100 + n, seats={"a": n}) for n in range(40)))
    route_all()
    page = text(staff.get("/people/accounts/"))
    assert "Team 29 team-29 1" in page and "The newest first, page 1" in page
    assert "Team 0 team-0 41" in text(staff.get("/people/accounts/?page=2"))
    found = staff.get("/people/accounts/?q=TEAM 0")
    assert "Team 0 team-0 41" in text(found) and "Team 29" not in text(found)
    assert "No account matches" in text(staff.get("/people/accounts/?q=zzz"))
    address = re.search(rb"/people/accounts/(\d+)/", found.content)
    assert address
    one = text(staff.get(address[0].decode()))
    assert "41 people" in one and 'seats {"a": 39}' in one and "v39" in one
    assert "u0" in text(staff.get(address[0].decode() + "?page=2"))
    assert "Nobody further" in text(staff.get(address[0].decode() + "?page=3"))
    assert staff.get("/people/accounts/999999/").status_code == 404


def test_the_navigation_marks_one_place(staff: Client) -> None:
    for path, label in (
        ("/people/identity/left-off/", "Identity"),
        ("/people/accounts/", "Accounts"),
    ):
        side = staff.get(path).content.decode().split("<nav", 1)[1].split("</nav>")[0]
        marked = re.findall(r'<a[^>]*aria-current="page"[^>]*>(.*?)</a>', side, re.S)
        assert len(marked) == 1 and label in marked[0]


def test_the_document_that_a_page_carries_is_the_one_that_holds(staff: Client) -> None:
    seen = staff.post(EDIT, fields(staff.get(EDIT)))
    assert "Nothing changes" in text(seen)
    assert fields(staff.get(EDIT))["blocked"].splitlines() == INITIAL["blocked"]
    carried = fields(seen)["document"]
    assert json.loads(carried) == queries.current_document()
