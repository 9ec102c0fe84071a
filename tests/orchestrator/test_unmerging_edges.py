"""Where the undoing of a merge meets what else may happen to the same people."""

from dataclasses import replace
from typing import cast

import pytest
from django.utils import timezone

from apps.delivery.links import Subscription, read_token, token_for
from apps.delivery.models import Delivery
from apps.delivery.operations import unsubscribe
from apps.delivery.permission import check
from apps.delivery.sending import Claimed
from apps.engine import unmerge
from apps.events.models import Event
from apps.graph import queries_people, store
from apps.orchestrator import unmerging
from apps.orchestrator.models import PoisonedProfile
from apps.people.models import Consent, Merge, Profile
from tests.invariants import flow
from tests.orchestrator.test_unmerging import (
    MERGED,
    UNDONE,
    before,
    both,
    go,
    person,
    told,
    undo,
    visit,
    world,
)
from tests.scenario import at, identify, message_on, node, path, publish, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
OPT_OUT = {"channel": "email", "status": "unsubscribed"}


def test_an_undoing_that_fails_forgets_no_opt_out(monkeypatch: pytest.MonkeyPatch) -> None:
    world()
    before()
    tell(
        both(MERGED),
        visit("phone", "Subscription Changed", at(days=10, hours=1), **OPT_OUT),
    )
    go(at(days=10, hours=2))

    def broken(*_: object) -> None:
        raise ArithmeticError("no")

    monkeypatch.setattr(unmerge, "split", broken)
    undo()
    assert PoisonedProfile.objects.exists()
    phone = person("anonymous_id", "phone")
    assert not phone.moved_to
    assert phone.consents["email"].status == "unsubscribed"
    row = Consent.objects.get(profile_id=phone.id, channel="email")
    assert row.status == "unsubscribed"
    ann = person("user_id", "ann")
    assert not {e.id for e in ann.enrollments} & {e.id for e in phone.enrollments}


def test_what_came_while_the_survivor_was_itself_absorbed_goes_to_whose_it_is() -> None:
    world()
    tell(
        told("phone", at(0), email="x@example.test", plan="a"),
        visit("tablet", "Came", at(1)),
        told("tablet", at(2), email="x@example.test"),
    )
    go(at(3))
    inner = Merge.objects.get()
    tell(
        identify("ann", at(4)),
        identify("ann", at(5), anonymous="phone") | {"traits": {}},
        told("phone", at(6), plan="phones", size=1),
        told("tablet", at(7), color="tablets"),
        visit("tablet", "Came", at(8)),
    )
    go(at(9))
    outer = Merge.objects.exclude(pk=inner.pk).get()
    assert outer.absorbed_id == inner.survivor_id
    undo(outer, at(10))
    undo(inner, at(11))
    phone, tablet = person("anonymous_id", "phone"), person("anonymous_id", "tablet")
    assert {k: t.value for k, t in tablet.traits.items() if k != "email"} == {"color": "tablets"}
    assert {k: t.value for k, t in phone.traits.items() if k != "email"} == {
        "plan": "phones", "size": 1,
    }  # fmt: skip
    owned = flow.postgres(
        "SELECT e.message_id, i.value FROM events_event e JOIN people_identifier i"
        " ON i.profile_id = e.profile_id WHERE i.type = 'anonymous_id' AND e.type <> 'status'"
        # What joined them told the address that is the other one's.
        " AND NOT EXISTS (SELECT 1 FROM people_merge m WHERE m.event_id = e.id)"
    )
    assert {value for id, value in owned if id.startswith("tablet:")} == {"tablet"}
    assert {value for id, value in owned if id.startswith("phone:")} == {"phone"}


def test_a_message_that_goes_on_asks_the_consent_of_whom_it_goes_to() -> None:
    world()
    before()
    publish("news", message_on("Read"))
    tell(both(MERGED), visit("phone", "Read", at(days=10, hours=1)))
    go(at(days=10, hours=2))
    row = Delivery.objects.get(journey="news")
    undo()
    tell(visit("phone", "Subscription Changed", at(days=12), **OPT_OUT))
    go(at(days=12))
    row.refresh_from_db()
    assert row.status == "pending" and row.address == "bob@example.test"
    verdict = check("email", [cast(Claimed, row)], at(days=12), reaches_people=False)[row.id]
    assert verdict.reason == "unsubscribed"


def test_an_opt_out_from_before_the_merge_does_not_stay_with_the_other_one() -> None:
    world()
    before()
    tell(visit("phone", "Subscription Changed", at(7), **OPT_OUT), both(MERGED))
    go(at(days=10, hours=2))
    undo()
    ann, phone = person("user_id", "ann"), person("anonymous_id", "phone")
    assert "email" not in ann.consents and phone.consents["email"].status == "unsubscribed"
    rows = set(Consent.objects.filter(channel="email").values_list("profile_id", "status"))
    assert {(str(id), status) for id, status in rows} == {(phone.id, "unsubscribed")}


def test_somebody_who_was_erased_is_not_taken_apart() -> None:
    world()
    before()
    tell(both(MERGED))
    go(MERGED)
    Profile.objects.update(erased_at=timezone.now())
    with pytest.raises(unmerging.CantUndo, match="erased"):
        unmerging.undo(merge_id=Merge.objects.get().pk, by=None, because="", now=UNDONE)


def test_a_link_from_when_they_were_one_unsubscribes_both_and_a_later_one_only_its_own() -> None:
    world()
    before()
    publish("news", message_on("Read"))
    tell(both(MERGED), visit("phone", "Read", at(days=10, hours=1)))
    go(at(days=10, hours=2))
    row = Delivery.objects.get(journey="news")
    link = Subscription(row.profile_id, row.channel, "offers", row.decided_at)
    undo()
    ann, phone = person("user_id", "ann"), person("anonymous_id", "phone")
    unsubscribe(subscription=read_token(token_for(link)), now=at(days=12))
    later = replace(link, topic="news", decided_at=at(days=12))
    unsubscribe(subscription=read_token(token_for(later)), now=at(days=13))
    go(at(days=400))
    rows = Consent.objects.filter(channel="email", status="unsubscribed")
    assert {(str(one.profile_id), one.topic) for one in rows} == {
        (ann.id, "offers"), (phone.id, "offers"), (ann.id, "news"),
    }  # fmt: skip
    assert set(person("anonymous_id", "phone").consents) >= {"email/offers"}
    assert "email/news" not in person("anonymous_id", "phone").consents


@pytest.mark.parametrize("value", ["phone", "tablet"])
def test_of_three_joined_at_once_each_gets_back_only_its_own_runs(value: str) -> None:
    world()
    before()
    tell(told("tablet", at(7), email="t@example.test"), visit("tablet", "Ordered", at(8)))
    go(at(9))
    tell(both(MERGED) | {"traits": {"email": "t@example.test"}})
    go(MERGED)
    assert Merge.objects.count() == 2
    for merge in sorted(
        Merge.objects.all(), key=lambda m: f"anonymous_id:{value}" in m.identifiers
    ):
        undo(merge, UNDONE)
        active = {row["uid"] for row in store.read(ACTIVE)}
        states = [queries_people.state(str(one.pk)) for one in Profile.objects.all()]
        assert active == {e.id for s in states if s and not s.moved_to for e in s.enrollments}
    assert len(active) == 3


ACTIVE = "MATCH (e:Enrollment) WHERE e.active RETURN e.uid AS uid"


def test_an_address_whose_event_is_not_kept_any_more_leads_nobody_to_the_other_one() -> None:
    world()
    before()
    tell(both(MERGED), told("phone", at(days=10, hours=1), email="new@example.test", plan="x"))
    go(at(days=10, hours=2))
    # As retention does.
    Event.objects.filter(message_id=f"phone:{at(days=10, hours=1)}").delete()
    merge = undo()
    merge.refresh_from_db()
    assert merge.outcome is not None
    ann, phone = person("user_id", "ann"), person("anonymous_id", "phone")
    assert ann.traits["email"].value == "ann@example.test"
    assert phone.traits["email"].value == "bob@example.test"


@pytest.mark.parametrize("first", ["phone", "tablet"])
def test_two_merges_undone_before_either_is_taken_apart_lose_no_run(first: str) -> None:
    world()
    before()
    tell(told("tablet", at(7), email="t@example.test"), visit("tablet", "Came", at(8)))
    publish("course", path(
        node("in", "entry", event="Read"), node("wait", "delay", duration={"days": 90}),
        node("out", "exit"),
    ))  # fmt: skip
    tell(visit("tablet", "Read", at(8)))
    go(at(9))
    tell(both(MERGED), identify("ann", MERGED, anonymous="tablet") | {"messageId": "2"})
    go(MERGED)
    mine = f"anonymous_id:{first}"
    for merge in sorted(Merge.objects.all(), key=lambda one: mine not in one.identifiers):
        unmerging.undo(merge_id=merge.pk, by=None, because="", now=UNDONE)
    go(UNDONE)
    tablet = person("anonymous_id", "tablet")
    assert "course" in {run.journey for run in tablet.enrollments}
    assert tablet.traits["email"].value == "t@example.test"
    states = [queries_people.state(str(one.pk)) for one in Profile.objects.all()]
    active = {row["uid"] for row in store.read(ACTIVE)}
    assert active == {e.id for s in states if s and not s.moved_to for e in s.enrollments}
