"""The pages of privacy: asking, watching, finding again, and who may."""

from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from apps.graph import store
from apps.privacy import tasks
from apps.privacy.models import AuditEntry, Erasure, Export, RetentionRule, RetentionRun
from tests.pages import queries_of
from tests.privacy import worlds
from tests.scenario import rule_set, run_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

LISTS = ("privacy", "privacy-exports", "privacy-audit", "privacy-retention")


@pytest.mark.parametrize("name", LISTS)
def test_lists_say_that_they_are_empty(officer: Client, name: str) -> None:
    page = officer.get(reverse(name))
    assert page.status_code == 200
    assert b'class="card empty"' in page.content


@pytest.mark.parametrize("name", LISTS)
def test_who_does_not_handle_requests_is_told_whom_to_ask(marketer: Client, name: str) -> None:
    page = marketer.get(reverse(name))
    assert page.status_code == 403
    assert "An administrator can give it to you" in page.content.decode()


def test_nobody_asks_without_the_permission(marketer: Client) -> None:
    rule_set()
    worlds.told("trillian", "t@x.example", "anon-t")
    run_until(worlds.NOW)
    who = worlds.home("trillian")
    for name in ("person-erase", "person-export"):
        assert marketer.post(reverse(name, args=[who]), {"confirm": "erase"}).status_code == 403
    assert not Erasure.objects.exists() and not Export.objects.exists()


def test_a_person_is_erased_from_their_page_to_the_tombstone(officer: Client) -> None:
    who = worlds.lived()
    decision = store.read("MATCH (d:Decision {profile: $id}) RETURN d.uid AS uid", id=str(who))
    ask = reverse("person-erase", args=[who])
    page = officer.get(ask).content.decode()
    assert "1 merged profile" in page
    wrong = officer.post(ask, {"confirm": "yes"})
    assert wrong.status_code == 422 and "to confirm" in wrong.content.decode()
    assert not Erasure.objects.exists()
    asked = officer.post(ask, {"confirm": "Erase", "refuse": "on"})
    row = Erasure.objects.get()
    assert asked["Location"] == reverse("erasure", args=[row.id]) and row.refuse
    assert "Closing every way to the person" in officer.get(asked["Location"]).content.decode()
    tasks.work()
    done = officer.get(asked["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "Nothing of this person is left" in done and "<html" not in done
    for address in (
        reverse("person", args=[who]),
        reverse("person-timeline", args=[who]),
        reverse("person-runs", args=[who]),
        reverse("person-around", args=[who]),
        reverse("person-why-not", args=[who]),
        reverse("person-why-not", args=[who]) + "?journey=welcome",
        reverse("decision", args=[decision[0]["uid"]]),
        f"/api/people/{who}/",
        f"/api/decisions/{decision[0]['uid']}/",
    ):
        gone = officer.get(address)
        assert gone.status_code == 410, address
        assert "erased" in gone.content.decode()
    assert officer.get(reverse("people")).status_code == 200
    assert officer.get(reverse("decisions") + "?since=year").status_code == 200
    listed = officer.get(reverse("privacy"), {"q": str(who)}).content.decode()
    assert str(who) in listed
    assert str(who) not in officer.get(reverse("privacy"), {"q": "no id"}).content.decode()
    audit = officer.get(reverse("privacy-audit"), {"q": "officer"}).content.decode()
    assert "Asked for an erasure" in audit and worlds.EMAIL not in audit


def test_decisions_of_the_erased_are_skipped_by_replay(capsys: pytest.CaptureFixture[str]) -> None:
    worlds.erase(worlds.lived())
    call_command("replay_decisions")
    said = capsys.readouterr().out
    assert "every one came out the same" in said and "were skipped" in said


def test_an_export_is_asked_for_and_downloaded(officer: Client) -> None:
    who = worlds.lived()
    ask = reverse("person-export", args=[who])
    assert officer.get(ask).status_code == 200
    officer.post(ask)
    waiting = officer.get(ask, headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in waiting
    tasks.work()
    export = Export.objects.get()
    assert reverse("export-download", args=[export.id]) in officer.get(ask).content.decode()
    answer = officer.post(reverse("export-download", args=[export.id]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert worlds.USER.encode() in answer.getvalue()
    assert AuditEntry.objects.filter(what="download", who__username="officer").count() == 1
    assert officer.get(reverse("privacy-exports"), {"q": str(who)}).status_code == 200
    Export.objects.update(ready_until=None)
    assert officer.post(reverse("export-download", args=[export.id])).status_code == 404


def test_a_rule_is_looked_at_before_it_is_set(officer: Client) -> None:
    worlds.lived()
    page = reverse("retention-rule", args=["events"])
    assert officer.get(page).status_code == 200
    asked = officer.get(page, {"keep_days": 30}, headers={"HX-Request": "true"}).content.decode()
    assert "It would delete" in asked and "older than 30 days" in asked
    low = officer.post(page, {"keep_days": 3, "enabled": "on"})
    assert low.status_code == 422 and "At least 30 days" in low.content.decode()
    assert not RetentionRule.objects.exists()
    officer.post(page, {"keep_days": 100, "enabled": "on"})
    assert RetentionRule.objects.get().keep_days == 100
    assert "100 days" in officer.get(reverse("privacy-retention")).content.decode()
    officer.post(reverse("retention-now", args=["events"]))
    tasks.work()
    assert RetentionRun.objects.get().state == "done"
    assert officer.get(reverse("retention-rule", args=["nothing"])).status_code == 404


def test_lists_ask_as_often_for_many_as_for_few(officer: Client) -> None:
    from django.utils import timezone

    def more(count: int) -> None:
        now = timezone.now()
        for _ in range(count):
            Erasure.objects.create(profile_id=UUID(int=count * 100 + _), requested_at=now)
            Export.objects.create(profile_id=UUID(int=1), requested_at=now)
            AuditEntry.objects.create(what="erase", at=now, subject=UUID(int=1))

    more(2)
    few = [queries_of(officer, reverse(name)) for name in LISTS]
    more(30)
    assert [queries_of(officer, reverse(name)) for name in LISTS] == few
    assert "Next" in officer.get(reverse("privacy")).content.decode()
