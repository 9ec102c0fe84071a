"""What undoing would do, told before it is done."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from apps.delivery.models import Delivery
from apps.graph import queries_people
from apps.orchestrator import unmerging
from tests.explain.two_people import after_the_merge, go, joined, undo
from tests.orchestrator.test_unmerging import told, visit
from tests.scenario import at, identify, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


WORLDS: dict[str, list[dict[str, Any]]] = {
    "nothing since": [],
    "both go on": [track("ann", "Read", at(days=11)), visit("phone", "Came", at(days=12))],
    "told since": [
        told("phone", at(days=11), plan="team", size=3),
        identify("ann", at(days=12), city="Ulm") | {"traits": {"city": "Ulm"}},
        visit("phone", "Read", at(days=13)),
        track("ann", "Came", at(days=14)),
    ],
    "an opt-out": [
        visit("phone", "Subscription Changed", at(days=11), channel="email", status="unsubscribed"),
        track("ann", "Came", at(days=12)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("world", WORLDS)
def test_the_preview_is_what_then_happens(world: str) -> None:
    merge = joined()
    tell(*WORLDS[world])
    go()
    Delivery.objects.update(created_at=F("decided_at"))
    seen = unmerging.preview(merge, at(days=20))
    assert seen is not None
    assert merge.given_back == []
    undo(merge)
    assert merge.outcome is not None
    assert list(seen.identifiers) == merge.given_back
    assert sorted(seen.parted.given_runs) == merge.outcome["runs"]
    assert sorted(seen.parted.let_in_together) == merge.outcome["let_in_together"]
    assert sorted(seen.parted.revived) == merge.outcome["revived"]
    assert (seen.events, len(seen.stopped)) == (
        merge.outcome["events"], merge.outcome["stopped"],
    )  # fmt: skip
    for would_be in (seen.parted.kept, seen.parted.given):
        now = queries_people.state(would_be.id)
        assert now is not None
        for part in ("traits", "consents", "enrollments", "sends", "past", "bucket_keys"):
            assert getattr(now, part) == getattr(would_be, part), (would_be.id, part)


def test_a_preview_writes_nothing() -> None:
    merge = joined()
    after_the_merge()
    with CaptureQueriesContext(connection) as asked:
        unmerging.preview(merge, at(days=20))
    changed = [q["sql"] for q in asked if not q["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert changed == []
