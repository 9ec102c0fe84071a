"""Decisions that an earlier version stored still come out the same, hash by hash.

Every file here was written by `manage.py export_decisions FILE --one-of-each 4`, from an
installation that ran the code of its day. A file is never changed and never written anew: it is
what people were told. Add one, with the next number, before a change of the engine that makes
decisions of a new kind: a gate, a reason, a node type, something that sets decisions off. Should an
old file fail, the change is wrong: a new field of an engine value needs a default under which old
inputs decide as they did.
"""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from apps.engine.reasons import Code, Verdict
from apps.simulate import archive, variety
from apps.simulate.replay import replay_file

FILES = sorted(Path(__file__).parent.glob("*.jsonl.gz"))


def test_there_are_files() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_decision_of_the_file_comes_out_the_same(file: Path) -> None:
    results = list(replay_file(file))
    assert len(results) > 100
    assert [result for result in results if not result.same] == []
    assert all(result.new_hash == result.stored_hash for result in results)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_command_runs_it_without_any_store(
    file: Path, capsys: pytest.CaptureFixture[str], django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.block():
        call_command("replay_decisions", file=file)
    assert "every one came out the same" in capsys.readouterr().out


def test_together_they_show_most_of_what_can_happen() -> None:
    shown: Counter[tuple[object, ...]] = Counter()
    for file in FILES:
        for stored, _ in archive.read(file):
            shown.update(variety.shows(stored.decision, stored.started_from))
    assert {kind[0] for kind in shown} >= {"event", "timer"}
    verdicts = {kind[1] for kind in shown if len(kind) == 3 and kind[0] in ("event", "timer")}
    assert verdicts >= {v.value for v in Verdict} - {Verdict.LEFT}
    codes = {kind[3] for kind in shown if kind[0] == "gate"}
    assert codes >= {
        Code.FREQUENCY_CAP,
        Code.QUIET_HOURS,
        Code.NO_CONSENT,
        Code.UNSUBSCRIBED,
        Code.NO_ADDRESS,
        Code.LOST_TIER,
        Code.LOST_PRIORITY,
        Code.LOST_KEY,
        Code.LOOK_AHEAD,
        Code.HELD_OUT,
        Code.NOT_COMPETING,
    }
