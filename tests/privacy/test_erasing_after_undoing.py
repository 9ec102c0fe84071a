"""Erasing somebody who was one with others for a while: what the others keep doesn't name them."""

import json
from typing import Any

import pytest

from apps.common import clock
from apps.graph import queries_people
from apps.orchestrator import unmerging
from apps.orchestrator.models import Lane, LaneTail, PoisonedProfile
from apps.orchestrator.route import route_all
from apps.people import erased
from apps.people.models import Identifier, Merge
from apps.privacy import operations as privacy
from apps.privacy import tasks
from apps.privacy.exporting import parts
from apps.privacy.models import Erasure
from tests.invariants import flow
from tests.orchestrator.test_unmerging import go, told, visit, world
from tests.privacy import worlds
from tests.scenario import at, identify, message_on, publish, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
EMAIL, CITY, DEVICE = "marvin@paranoid.example", "Betelgeuse-Seven", "phone-of-marvin-42"
WORDS = (EMAIL, CITY, DEVICE)


def _undo(value: str, hours: float) -> None:
    merge = next(
        m for m in Merge.objects.filter(undone_at=None) if f"anonymous_id:{value}" in m.identifiers
    )
    unmerging.undo(merge_id=merge.pk, by=None, because="two", now=at(hours))
    go(at(hours, minutes=1))


def _join(value: str, hours: float) -> None:
    event: dict[str, Any] = identify("ann", at(hours), anonymous=value)
    tell(event | {"messageId": f"join {value}", "traits": {}})
    go(at(hours, minutes=1))


def _erase(value: str) -> None:
    profile = Identifier.objects.get(type="anonymous_id", value=value).profile_id
    worlds.work_on(worlds.asked(profile))


def _start() -> None:
    erased.forget()
    world()
    publish("news", message_on("Read"))
    tell(
        identify("ann", at(0)),
        told(DEVICE, at(1), email=EMAIL, city=CITY),
        visit("tablet", "Came", at(2)),
    )
    go(at(3))


def _nothing_left() -> None:
    assert worlds.in_tables(*WORDS) == []
    assert worlds.in_graph(*WORDS) == []


@pytest.mark.parametrize("first", [DEVICE, "tablet"])
def test_nothing_is_left_with_whom_they_were_taken_for(first: str) -> None:
    _start()
    _join(DEVICE, 4)
    _join("tablet", 5)
    # A message to the address of one because the other did something.
    tell({**visit("tablet", "Read", at(6))}, told(DEVICE, at(7), city=CITY, more=CITY))
    go(at(8))
    _undo(first, 9)
    _undo("tablet" if first == DEVICE else DEVICE, 10)
    _erase(DEVICE)
    _nothing_left()


def test_nothing_is_left_with_whom_they_were_joined_by_way_of_another() -> None:
    _start()
    tell(visit("tablet", "Read", at(2.5)) | {"context": {"traits": {"email": EMAIL}}})
    go(at(3))
    inner = Merge.objects.get()
    _join(DEVICE, 4)
    tell(visit(DEVICE, "Read", at(6)), told(DEVICE, at(7), city=CITY))
    go(at(8))
    outer = Merge.objects.exclude(pk=inner.pk).get()
    for merge, hours in ((outer, 9), (inner, 10)):
        unmerging.undo(merge_id=merge.pk, by=None, because="two", now=at(hours))
        go(at(hours, minutes=1))
    _erase(DEVICE)
    _nothing_left()
    assert flow.postgres("SELECT count(*) FROM people_profile WHERE erased_at IS NULL") == [(2,)]


@pytest.mark.parametrize("who", [DEVICE, "ann"])
def test_an_erasure_that_meets_an_undoing_under_way_leaves_the_other_one_whole(who: str) -> None:
    _start()
    _join(DEVICE, 4)
    tell(told(DEVICE, at(5), city=CITY), identify("ann", at(6), town="Ulm"))
    route_all()
    merge = Merge.objects.get()
    unmerging.undo(merge_id=merge.pk, by=None, because="two", now=at(9))
    owners = {i.value: i.profile_id for i in Identifier.objects.all()}
    other = owners["ann" if who == DEVICE else DEVICE]
    worlds.work_on(worlds.asked(owners[who]))
    go(at(days=30))
    if who == DEVICE:
        _nothing_left()
    else:
        assert worlds.in_tables("ann@example.test", "Ulm") == []
        assert worlds.in_graph("ann@example.test", "Ulm") == []
    assert not PoisonedProfile.objects.exists()
    state = queries_people.state(str(other))
    assert state is not None and not state.moved_to
    assert ("town" in state.traits) == (who == DEVICE)
    tails = dict(LaneTail.objects.values_list("number", "routed_seq"))
    assert dict(Lane.objects.values_list("number", "applied_seq")) == tails


def test_who_is_being_erased_is_not_taken_apart_any_more() -> None:
    _start()
    _join(DEVICE, 4)
    merge = Merge.objects.get()
    request = worlds.asked(merge.survivor_id)
    worlds.do_step(request, 0)
    with pytest.raises(unmerging.CantUndo, match="erased"):
        unmerging.undo(merge_id=merge.pk, by=None, because="two", now=at(9))
    Erasure.objects.filter(id=request.id).update(state="waiting", claim=None)
    worlds.work_on(request)
    _nothing_left()


def test_an_export_tells_of_a_merge_that_was_undone_and_not_of_the_other_one() -> None:
    _start()
    _join(DEVICE, 4)
    tell(told(DEVICE, at(5), city=CITY), identify("ann", at(6), town="Ulm"))
    go(at(7))
    _undo(DEVICE, 9)
    tablet = Identifier.objects.get(type="anonymous_id", value=DEVICE).profile_id
    asked = privacy.ask_for_export(profile_id=tablet, by=None, now=clock.now())
    tasks.work()
    asked.refresh_from_db()
    text = b"".join(parts.read(asked)).decode()
    told_of = json.loads(text)
    assert len(told_of["merges"]) == 1 and len(told_of["kept_apart"]) == 1
    assert CITY in text
    assert "ann@example.test" not in text
