"""The draft of the rules: edited by whoever saw its latest revision, published once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from apps.engine.problems import Invalid
from apps.rules import operations, queries
from apps.rules.document import INITIAL, with_item
from apps.rules.models import RuleSetDraft, RuleSetVersion
from apps.rules.refusals import BaseMoved, NothingToPublish, Stale
from tests.scenario import START, at

pytestmark = pytest.mark.django_db(transaction=True)
CAP = {"id": "week", "name": "3 a week", "limit": 3, "hours": 168, "channels": ["email"]}


def edit(revision: int, *, by: User | None = None, **sections: Any) -> RuleSetDraft:
    document = {**queries.working().document, **sections}
    return operations.edit_draft(document=document, revision=revision, by=by, now=START)


def publish(note: str = "x", **sections: Any) -> RuleSetVersion:
    document = {**queries.current_document(), **sections}
    return operations.publish(document=document, note=note, by=None, now=START)


def test_the_first_edit_opens_a_draft_and_nothing_holds_yet() -> None:
    draft = edit(0, caps=[CAP])
    assert (draft.revision, draft.base) == (1, 0)
    assert queries.current_document()["caps"] == []
    assert queries.working().document["caps"] == [CAP]
    assert edit(1, timezone="Europe/Berlin").revision == 2


def test_there_is_one_draft() -> None:
    edit(0, caps=[CAP])
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSetDraft(id=2).save()


def test_who_saw_an_earlier_draft_is_told_who_changed_it_and_when() -> None:
    ann = User.objects.create_user("ann")
    edit(0, by=ann, caps=[CAP])
    with pytest.raises(Stale, match=r"ann edited the draft on 2 Mar 2026 at 09:00:00"):
        edit(0, timezone="Europe/Berlin")
    assert queries.working().document["caps"] == [CAP]
    assert queries.working().document["timezone"] == "UTC"


def test_a_revision_is_never_used_twice() -> None:
    edit(0, caps=[CAP])
    operations.discard_draft(revision=1, by=None, now=START)
    assert queries.draft() is None and queries.working().revision == 2
    with pytest.raises(Stale, match="discarded the draft"):
        edit(1)
    edit(2, caps=[CAP])
    with pytest.raises(Stale):
        operations.discard_draft(revision=1, by=None, now=START)
    publish()
    assert queries.working().revision == 3


def test_a_publication_without_a_draft_makes_what_editors_saw_stale() -> None:
    publish()
    with pytest.raises(Stale, match="published the rules"):
        edit(0)


def test_rules_that_could_not_hold_are_no_draft() -> None:
    with pytest.raises(Invalid):
        edit(0, caps=[CAP | {"limit": -1}])
    assert queries.draft() is None


def test_a_published_draft_is_a_version_and_gone() -> None:
    edit(0, caps=[CAP])
    version = operations.publish_draft(revision=1, note="First cap", by=None, now=at(1))
    assert (version.number, version.note, version.document["caps"]) == (1, "First cap", [CAP])
    assert queries.draft() is None
    with pytest.raises(Stale, match="published the rules"):
        operations.publish_draft(revision=1, note="again", by=None, now=at(2))
    with pytest.raises(Stale, match="no draft"):
        operations.publish_draft(revision=2, note="again", by=None, now=at(2))


def test_over_other_rules_than_its_base_it_is_published_only_when_somebody_says_so() -> None:
    edit(0, caps=[CAP])
    publish("Meanwhile", timezone="Europe/Berlin")
    publish("And again", look_ahead_hours=24)
    with pytest.raises(BaseMoved, match="version 2 holds by now"):
        operations.publish_draft(revision=1, note="x", by=None, now=START)
    with pytest.raises(BaseMoved):
        operations.publish_draft(revision=1, note="x", by=None, now=START, over=1)
    version = operations.publish_draft(revision=1, note="x", by=None, now=START, over=2)
    assert version.number == 3 and version.document["timezone"] == "UTC"


def test_a_draft_that_changes_nothing_is_not_published() -> None:
    edit(0)
    with pytest.raises(NothingToPublish):
        operations.publish_draft(revision=1, note="x", by=None, now=START)


def test_an_older_version_has_every_section() -> None:
    old = {key: INITIAL[key] for key in ("tiers", "caps", "timezone", "consent")}
    operations.publish(document=old, note="", by=None, now=START)
    assert queries.current_document().keys() == INITIAL.keys()
    assert RuleSetVersion.objects.get().document == old


def in_threads(count: int, work: Any) -> list[Any]:
    """What came of `work(number)` in so many threads that begin together."""
    barrier, found = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        try:
            barrier.wait()
            found[number] = work(number)
        except Exception as error:
            found[number] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_many_editors_at_once_one_is_first_and_the_others_are_told() -> None:
    document = queries.working().document

    def work(number: int) -> RuleSetDraft:
        cap = CAP | {"id": f"cap-{number}"}
        changed = with_item(document, "caps", cap)
        return operations.edit_draft(document=changed, revision=0, by=None, now=START)

    found = in_threads(6, work)
    assert sum(isinstance(one, RuleSetDraft) for one in found) == 1
    assert sum(isinstance(one, Stale) for one in found) == 5
    assert len(queries.working().document["caps"]) == 1 and queries.working().revision == 1


def test_editors_who_look_again_lose_nothing() -> None:
    def work(number: int) -> None:
        while True:
            seen = queries.working()
            changed = with_item(seen.document, "caps", CAP | {"id": f"cap-{number}"})
            try:
                operations.edit_draft(document=changed, revision=seen.revision, by=None, now=START)
            except Stale:
                continue
            return

    assert in_threads(6, work) == [None] * 6
    caps = {cap["id"] for cap in queries.working().document["caps"]}
    assert caps == {f"cap-{number}" for number in range(6)}


def test_two_publications_of_one_draft_make_one_version() -> None:
    edit(0, caps=[CAP])

    def work(number: int) -> RuleSetVersion:
        now = START + timedelta(seconds=number)
        return operations.publish_draft(revision=1, note=str(number), by=None, now=now)

    found = in_threads(4, work)
    assert sum(isinstance(one, RuleSetVersion) for one in found) == 1
    assert RuleSetVersion.objects.count() == 1
