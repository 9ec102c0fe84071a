"""Erasing somebody who was one with others for a while: what the others keep doesn't name them."""

from typing import Any

import pytest

from apps.orchestrator import unmerging
from apps.people import erased
from apps.people.models import Identifier, Merge
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
