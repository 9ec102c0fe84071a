"""Decisions in a file: they replay without the stores, and only there."""

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.engine.reasons import Verdict
from apps.graph import store
from apps.graph.queries_decisions import Stored
from apps.journeys.models import Journey, JourneyVersion
from apps.orchestrator import books
from apps.simulate import archive, variety
from apps.simulate.replay import replay_all, replay_file, stored_since
from tests.explain.worlds import three_that_compete
from tests.scenario import at, identify, publish, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    three_that_compete()
    run_until(at(days=5))
    written = tmp_path / "decisions.jsonl.gz"
    call_command("export_decisions", written)
    return written


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]


def test_what_was_written_replays_when_the_stores_are_gone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = [result.decision for result in replay_all()]
    store.transact(lambda: store.run("MATCH (n) DETACH DELETE n"))
    JourneyVersion.objects.all()._raw_delete("default")
    results = list(replay_file(file))
    assert [result.decision for result in results] == expected
    assert all(result.same for result in results)
    call_command("replay_decisions", file=file)
    assert f"{len(expected)} decisions were run again" in capsys.readouterr().out


def test_versions_rules_and_books_are_told_once_before_they_are_needed(file: Path) -> None:
    told = lines(file)
    ids = [line["id"] for line in told if line["kind"] != "decision"]
    assert len(ids) == len(set(ids))
    first = next(n for n, line in enumerate(told) if line["kind"] == "decision")
    assert {line["kind"] for line in told[:first]} == {"rule_set", "version", "book"}
    assert {line["kind"] for line in told[first:]} == {"decision"}


def test_the_same_decisions_give_the_same_file(file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl.gz"
    call_command("export_decisions", again)
    assert again.read_bytes() == file.read_bytes()


def test_a_limit_and_a_moment_choose_which(file: Path, tmp_path: Path) -> None:
    some = tmp_path / "some.jsonl.gz"
    call_command("export_decisions", some, limit=2)
    assert [line["kind"] for line in lines(some)].count("decision") == 2
    call_command("export_decisions", some, since=at(days=400).isoformat())
    assert lines(some) == []


def test_one_of_each_kind_is_fewer_and_shows_the_same(file: Path) -> None:
    tell(*(identify(f"u{n}", at(days=6), plan="pro") for n in range(6)))
    tell(*(track(f"u{n}", "Trial Started", at(1, days=6)) for n in range(6)))
    run_until(at(days=9))
    every = list(stored_since(0))
    few = list(variety.of_each(every, 1))
    assert 0 < len(few) < len(every) / 2
    assert shown(few) == shown(every)


def shown(which: list[Stored]) -> set[tuple[object, ...]]:
    return {kind for one in which for kind in variety.shows(one.decision, one.started_from)}


def test_a_changed_decision_in_a_file_is_a_difference(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = lines(file)
    one = next(line for line in told if line["kind"] == "decision")
    one["content"] = str(one["content"]).replace('"sent"', '"skipped"')
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, told)).encode()))
    with pytest.raises(SystemExit) as stopped:
        call_command("replay_decisions", file=file)
    assert stopped.value.code == 1
    assert Verdict.SKIPPED.value in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"no file of ours", gzip.compress(b'{"kind": "other"}')])
def test_another_file_is_refused_with_its_name(content: bytes, tmp_path: Path) -> None:
    other = tmp_path / "other.gz"
    other.write_bytes(content)
    if content:
        with pytest.raises(CommandError, match=r"other\.gz"):
            call_command("replay_decisions", file=other)
    with pytest.raises(CommandError, match="missing"):
        call_command("replay_decisions", file=tmp_path / "missing")


def test_a_journey_that_is_renamed_changes_nothing_of_the_past() -> None:
    three_that_compete()
    run_until(at(days=1))
    Journey.objects.filter(key="onboarding").update(name="Another name")
    publish("winback", JourneyVersion.objects.get(journey__key="winback").document)
    books._books.clear()
    results = list(replay_all())
    assert results and all(result.same for result in results)
    assert books.current().journeys != {}


def test_the_archive_names_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(archive.Unreadable):
        list(archive.read(tmp_path / "nothing"))
