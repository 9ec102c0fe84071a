"""An export has everything that is held about a person, and is never whole in memory."""

import json
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest

from apps.common import clock
from apps.privacy import operations, tasks
from apps.privacy.exporting import parts
from apps.privacy.models import AuditEntry, Export
from tests.privacy import worlds
from tests.privacy.worlds import WORDS
from tests.scenario import at, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def made(profile: Any) -> Export:
    export = operations.ask_for_export(profile_id=profile, by=None, now=clock.now())
    tasks.work()
    export.refresh_from_db()
    assert export.state == "done", (export.note, export.error)
    return export


def told(export: Export) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(b"".join(parts.read(export)))
    return read


def test_it_has_every_section_and_everything_that_was_told() -> None:
    profile = worlds.lived()
    export = made(profile)
    has = told(export)
    assert has["profile"] == str(profile) and has["format"] == 1
    empty = {name for name, rows in has.items() if rows == []}
    assert empty <= {"identifiers_left_off", "kept_apart"}
    text = json.dumps(has, ensure_ascii=False)
    assert [word for word in WORDS if word not in text] == []
    assert "trillian" not in text and "Earth" not in text
    (delivery, *_) = [d for d in has["deliveries"] if d["status"] == "sent"]
    assert delivery["in_the_inbox"][0]["subject"] == f"Hi {worlds.TRAIT}"
    assert delivery["attempts_made"][0]["outcome"] == "sent"
    assert {one["verdict"] for d in has["decisions"] for one in _edges(d)} >= {"sent", "held_out"}
    assert has["decisions"][0]["step"]["state"]["traits"]["planet"]["value"] == worlds.TRAIT
    assert {run["journey"] for run in has["enrollments"]} >= {"welcome", "course", "ghosts"}
    assert has["enrollments"][0]["visited"]
    assert {arm["arm"] for arm in has["holdout_arms"]} <= {"holdout", "treated", "mixed"}
    assert export.size == len(b"".join(parts.read(export)))


def _edges(decision: dict[str, Any]) -> list[dict[str, Any]]:
    return [one["candidate"] for one in decision["considered"]]


def test_it_is_deleted_after_a_day() -> None:
    export = made(worlds.lived())
    assert operations.delete_old_exports(now=clock.now()) == 0
    assert operations.delete_old_exports(now=clock.now() + timedelta(hours=25)) == 1
    export.refresh_from_db()
    assert export.ready_until is None and not export.parts.exists()


def test_who_asked_and_who_took_it_is_written_down() -> None:
    profile = worlds.lived()
    operations.downloaded(export=made(profile), by=None, now=clock.now())
    found = AuditEntry.objects.filter(subject=profile).values_list("what", flat=True)
    assert sorted(found) == ["download", "export"]


def test_a_killed_worker_s_export_begins_anew() -> None:
    profile = worlds.lived()
    export = operations.ask_for_export(profile_id=profile, by=None, now=clock.now())
    export.parts.create(number=0, data=b"half")
    gone = clock.now() - timedelta(minutes=1)
    Export.objects.filter(id=export.id).update(state="running", heartbeat_at=gone, attempts=1)
    tasks.work()
    export.refresh_from_db()
    assert told(export)["profile"] == str(profile)


def test_many_events_are_not_held_in_memory() -> None:
    profile = worlds.lived()
    filler = "x" * 2_000
    for start in range(0, 6_000, 1_000):
        tell(
            *(
                track(worlds.USER, "Seen", at(days=11, seconds=n), id=f"n{n}", filler=filler)
                for n in range(start, start + 1_000)
            )
        )
    run_until(at(days=12))
    tracemalloc.start()
    export = made(profile)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert export.size > 12_000_000
    assert peak < 12_000_000
