"""The rules in sentences, the draft and its forms, publication and history."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.common import clock
from apps.rules import gatekeeping, operations, queries, remarks
from apps.rules.gatekeeping import ERROR, WARNING, Finding
from apps.rules.models import RuleSetVersion
from tests.pages import BACKEND

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
CAP: dict[str, Any] = {
    "name": "Three a week",
    "limit": 3,
    "window": 7,
    "unit": "days",
    "channels": ["email"],
}
SAYS = "At most 3 e-mails in any 7 days."
NIGHT = {"name": "Night", "channel": "sms", "start": "21:00", "end": "08:00", "weekdays": ["sat"]}


@pytest.fixture(autouse=True)
def checks_of_this_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other rooms look at before a publication has tests of its own."""
    monkeypatch.setattr(gatekeeping, "_of_rules", [remarks.unknown_tiers])


def seen() -> dict[str, int]:
    """The revision, as a form that was just opened names it."""
    return {"revision": queries.working().revision}


def section(name: str = "caps") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = queries.working().document[name]
    return found


def text(client: Client, address: str, query: Any = None, *, status: int = 200) -> str:
    response = client.get(address, query)
    assert response.status_code == status, address
    return response.content.decode()


def publish(client: Client, **more: Any) -> Any:
    return client.post("/rules/draft/publish/", {"note": "Because", **seen(), **more})


def test_everything_is_said_in_sentences(staff: Client, world: datetime) -> None:
    page = text(staff, "/rules/")
    assert "At most 1 message in any 7 days." in page
    assert "Never first come, first served." in page
    assert "Transactional goes before Lifecycle, which goes before Marketing." in page
    assert "E-mail goes to everyone who has not unsubscribed." in page
    assert "Version 1" in text(staff, "/rules/versions/1/")
    text(staff, "/rules/versions/9/", status=404)


def test_an_installation_without_rules_says_what_holds(staff: Client, graph: object) -> None:
    page = text(staff, "/rules/")
    assert "No cap holds" in page and "Nothing was published yet" in page
    assert "Nothing was published yet" in text(staff, "/rules/history/")
    assert "No draft is open" in text(staff, "/rules/draft/")


def test_the_preview_says_the_sentence_and_the_effect(staff: Client, world: datetime) -> None:
    page = text(staff, "/rules/caps/preview/", CAP | {"limit": 0})
    assert "No e-mails." in page and "4 of 4 sends, to 4 of 4 people" in page
    assert "Fill in the form" in text(staff, "/rules/caps/preview/", {"limit": "x"})
    tagged = text(staff, "/rules/caps/preview/", CAP | {"limit": 0, "tags": "promo"})
    assert "Nothing was sent in its scope" in tagged
    quiet = NIGHT | {"channel": "email", "start": "00:00", "end": "23:59", "weekdays": []}
    assert "of 4 sends" in text(staff, "/rules/quiet-hours/preview/", quiet)
    never = text(staff, "/rules/quiet-hours/preview/", quiet | {"end": "00:00"})
    assert "Leave at least one minute of the week" in never
    late = text(staff, "/rules/quiet-hours/new/")
    assert 'value="21:00"' in late and "AM" not in late
    group = {"name": "One", "journeys": ["onboarding", "winback"]}
    says = text(staff, "/rules/exclusion-groups/preview/", group)
    assert "at most one of Trial onboarding and Win-back" in says
    assert "people who were in another of these journeys" in says


def test_a_cap_goes_into_the_draft_and_holds_once_published(staff: Client, world: datetime) -> None:
    response = staff.post("/rules/caps/new/", CAP | seen())
    assert response.status_code == 302 and response["Location"] == "/rules/draft/"
    assert section()[1] == {
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
    assert len(queries.current_document()["caps"]) == 1
    assert "A draft with 1 change, edited by ann at" in text(staff, "/rules/")
    assert SAYS in text(staff, "/rules/draft/")
    asked = text(staff, "/rules/draft/publish/")
    assert SAYS in asked and "added" in asked
    assert publish(staff, note=" ").status_code == 422
    publish(staff, note="Fewer e-mails")
    version = RuleSetVersion.objects.get(number=2)
    assert version.published_by is not None and version.note == "Fewer e-mails"
    assert SAYS in text(staff, "/rules/") and queries.draft() is None


def test_a_wrong_cap_names_the_field_and_keeps_the_input(staff: Client, world: datetime) -> None:
    wrong = staff.post("/rules/caps/new/", CAP | {"window": "", "limit": 3000} | seen())
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Say how many hours or days" in page and 'value="Three a week"' in page
    taken = staff.post("/rules/caps/new/", CAP | {"name": "One a week"} | seen())
    assert "choose another name" in taken.content.decode()


def test_a_cap_is_changed_in_its_place(staff: Client, world: datetime) -> None:
    page = text(staff, "/rules/caps/one-a-week/")
    assert 'value="One a week"' in page and 'value="7' in page
    change = {"name": "One a week", "limit": 2, "unit": "week"}
    staff.post("/rules/caps/one-a-week/", change | seen())
    [cap] = section()
    assert (cap["id"], cap["limit"], cap["calendar"]) == ("one-a-week", 2, "week")
    assert "hours" not in cap
    assert "changed" in text(staff, "/rules/draft/")


def test_removing_a_cap_asks_first(staff: Client, world: datetime) -> None:
    assert "Remove the frequency cap" in text(staff, "/rules/caps/one-a-week/remove/")
    assert len(section()) == 1
    staff.post("/rules/caps/one-a-week/remove/", seen())
    assert section() == []
    text(staff, "/rules/caps/one-a-week/", status=404)
    assert "removed" in text(staff, "/rules/draft/")


def test_an_editor_who_was_slower_loses_nothing(staff: Client, world: datetime) -> None:
    earlier = seen()
    bob = Client()
    bob.force_login(User.objects.create_user("bob", is_staff=True), BACKEND)
    bob.post("/rules/quiet-hours/new/", NIGHT | earlier)
    late = staff.post("/rules/caps/new/", CAP | earlier)
    page = late.content.decode()
    assert late.status_code == 409 and "bob edited the draft on" in page
    assert (
        'value="Three a week"' in page and f'name="revision" value="{seen()["revision"]}"' in page
    )
    staff.post("/rules/caps/new/", CAP | seen())
    assert len(section()) == 2 and section("quiet_hours")[0]["weekdays"] == ["sat"]
    staff.post("/rules/caps/one-a-week/remove/", earlier)
    assert len(section()) == 2


def test_an_editor_of_the_same_rule_sees_what_it_says_by_now(
    staff: Client, world: datetime
) -> None:
    earlier, mine = seen(), {"name": "One a week", "limit": 4, "unit": "week"}
    staff.post("/rules/caps/one-a-week/", mine | {"limit": 2} | earlier)
    late = staff.post("/rules/caps/one-a-week/", mine | earlier)
    assert "There the rule says: At most 2 messages per calendar week" in late.content.decode()
    staff.post("/rules/caps/one-a-week/remove/", seen())
    late = staff.post("/rules/caps/one-a-week/", mine | earlier)
    assert "This rule is not in the draft any more." in late.content.decode()
    staff.post("/rules/caps/one-a-week/", mine | seen())
    assert section()[0]["limit"] == 4


def test_tiers_are_added_moved_and_removed(staff: Client, world: datetime) -> None:
    staff.post("/rules/tiers/new/", {"name": "Billing", "transactional": "on"} | seen())
    assert section("tiers")[-1] == {"key": "billing", "name": "Billing", "transactional": True}
    for _ in range(9):
        staff.post("/rules/tiers/billing/move/", {"to": "up"} | seen())
    assert [tier["key"] for tier in section("tiers")][:2] == ["billing", "transactional"]
    staff.post("/rules/tiers/marketing/remove/", seen())
    assert "marketing" not in str(section("tiers"))
    assert "Billing goes before Transactional" in text(staff, "/rules/draft/")


def test_groups_quiet_hours_and_settings_have_forms(staff: Client, world: datetime) -> None:
    group = {"name": "One pitch", "journeys": ["onboarding", "winback"], "displace": "1"}
    staff.post("/rules/exclusion-groups/new/", group | seen())
    assert section("exclusion_groups")[0]["displace"] is True
    alone = {"name": "x", "journeys": ["onboarding"]}
    refused = staff.post("/rules/exclusion-groups/new/", alone | seen())
    assert refused.status_code == 422 and "Name at least two journeys." in refused.content.decode()
    form = {
        "arbitration_window_minutes": 10,
        "look_ahead_hours": 24,
        "timezone": "Europe/Paris",
        "consent_email": "opt_in",
        "consent_sms": "opt_in",
        "consent_onsite": "none",
        "consent_webhook": "none",
    }
    assert "next 24 hours" in text(staff, "/rules/settings/preview/", form)
    wrong = staff.post("/rules/settings/", form | {"timezone": "Paris"} | seen())
    assert wrong.status_code == 422 and "write one like Europe/Berlin" in wrong.content.decode()
    staff.post("/rules/settings/", form | seen())
    document = queries.working().document
    assert (document["look_ahead_hours"], document["timezone"]) == (24, "Europe/Paris")
    assert text(staff, "/rules/exclusion-groups/one-pitch/").count("checked") == 3
    text(staff, "/rules/settings/")


def test_a_lifecycle_is_written_stage_by_stage(staff: Client, world: datetime) -> None:
    trial = {"trait": "plan", "op": "eq", "value": "trial"}
    first = {"cycle-name": "Customer", "stage-name": "Trial", "stage-when": "{"}
    refused = staff.post("/rules/lifecycles/new/", first | seen())
    assert refused.status_code == 422 and "This is no JSON" in refused.content.decode()
    entry = first | {"stage-when": '{"entry": "id", "op": "exists"}'}
    told = staff.post("/rules/lifecycles/new/", entry | seen()).content.decode()
    assert "A stage knows no entry event" in told
    good = first | {"stage-when": '{"trait": "plan", "op": "eq", "value": "trial"}'}
    assert staff.post("/rules/lifecycles/new/", good | seen()).status_code == 302
    paying = {
        "name": "Paying",
        "when": '{"trait": "plan", "value": "pro"}',
        "before": ["", "trial"],
        "done": '{"count": "Order Completed", "op": "gte", "value": 2}',
    }
    says = text(staff, "/rules/lifecycles/preview/", paying | {"lifecycle": "customer"})
    assert "A person enters Paying from no stage yet or Trial when plan is pro; it is done" in says
    base = "/rules/lifecycles/customer"
    staff.post(f"{base}/stages/new/", paying | seen())
    [cycle] = section("lifecycles")
    assert cycle["stages"][0] == {"key": "trial", "name": "Trial", "when": trial}
    assert cycle["stages"][1]["from"] == ["", "trial"]
    staff.post(f"{base}/stages/paying/move/", {"to": "up"} | seen())
    assert section("lifecycles")[0]["stages"][0]["key"] == "paying"
    assert "Order Completed" in text(staff, f"{base}/stages/paying/")
    staff.post(f"{base}/", {"cycle-name": "Subscription"} | seen())
    assert section("lifecycles")[0]["name"] == "Subscription"
    assert "Subscription: Paying" in text(staff, "/rules/draft/")
    assert "Remove the stage" in text(staff, f"{base}/stages/trial/remove/")
    refused = staff.post(f"{base}/stages/trial/remove/", seen(), follow=True)
    assert "no other stage here" in refused.content.decode()
    assert "Remove the lifecycle" in text(staff, f"{base}/remove/")
    staff.post(f"{base}/remove/", seen())
    assert section("lifecycles") == []


def test_findings_block_or_ask(
    staff: Client, world: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff.post("/rules/caps/new/", CAP | seen())
    found = [Finding(WARNING, "Win-back always loses", "/journeys/winback/", "Look at it.")]
    monkeypatch.setattr(gatekeeping, "_of_rules", [lambda document: found])
    asked = text(staff, "/rules/draft/publish/")
    assert "Win-back always loses" in asked and "Publish anyway" in asked
    refused = publish(staff)
    assert refused.status_code == 409 and "tick “Publish anyway”" in refused.content.decode()
    found.append(Finding(ERROR, "Nobody can win"))
    assert "Mend what blocks" in publish(staff, anyway="1").content.decode()
    del found[1]
    assert publish(staff, anyway="1").status_code == 302
    assert RuleSetVersion.objects.count() == 2


def test_a_cap_over_a_tier_that_is_gone_is_a_warning(staff: Client, world: datetime) -> None:
    staff.post("/rules/caps/new/", CAP | {"tiers": ["marketing"]} | seen())
    staff.post("/rules/tiers/marketing/remove/", seen())
    assert "names the tier “marketing”" in text(staff, "/rules/draft/publish/")
    assert publish(staff).status_code == 409


def test_a_version_that_came_meanwhile_is_shown_before_it_is_undone(
    staff: Client, world: datetime
) -> None:
    staff.post("/rules/caps/new/", CAP | seen())
    document = queries.current_document() | {"look_ahead_hours": 12}
    operations.publish(document=document, note="Look ahead", by=None, now=clock.now())
    asked = text(staff, "/rules/draft/publish/")
    assert "version 2 holds by now" in asked and "next 12 hours" in asked
    assert "Publish over version 2" in asked
    refused = publish(staff)
    assert refused.status_code == 409 and RuleSetVersion.objects.count() == 2
    assert publish(staff, over="2").status_code == 302
    assert queries.current_document()["look_ahead_hours"] == 0


def test_versions_are_compared_and_taken_as_the_draft(staff: Client, world: datetime) -> None:
    staff.post("/rules/caps/one-a-week/remove/", seen())
    assert "At most 1 message in any 7 days." in text(staff, "/rules/compare/")
    publish(staff, note="No cap")
    history = text(staff, "/rules/history/")
    assert "No cap" in history and "holds" in history
    assert "No version matches" in text(staff, "/rules/history/", {"q": "nothing"})
    both = text(staff, "/rules/compare/", {"from": 2, "to": 1})
    assert "added" in both and "1 rule is different" in both
    text(staff, "/rules/compare/", {"from": 7, "to": "live"}, status=404)
    assert "Nothing is different" in text(staff, "/rules/compare/", {"from": "2", "to": "live"})
    assert "Take version 1 as the draft?" in text(staff, "/rules/versions/1/restore/")
    staff.post("/rules/versions/1/restore/", seen())
    assert [cap["id"] for cap in section()] == ["one-a-week"]
    assert "is replaced" in text(staff, "/rules/versions/2/restore/")


def test_discarding_asks_and_leaves_what_holds(staff: Client, world: datetime) -> None:
    staff.get("/rules/draft/discard/", follow=True)
    staff.post("/rules/caps/one-a-week/remove/", seen())
    assert "Discard the draft?" in text(staff, "/rules/draft/discard/")
    assert queries.draft() is not None
    staff.post("/rules/draft/discard/", {"revision": 0})
    assert queries.draft() is not None
    staff.post("/rules/draft/discard/", seen())
    assert queries.draft() is None and len(section()) == 1


def test_who_is_not_staff_changes_nothing(client: Client, world: datetime) -> None:
    client.force_login(User.objects.create_user("reader"), BACKEND)
    assert client.get("/rules/draft/").status_code == 200
    assert client.post("/rules/caps/new/", CAP | seen()).status_code == 403
    assert queries.draft() is None
