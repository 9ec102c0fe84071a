"""Invariant 6: re-running the stored inputs gives the same decision, compared by hash."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from apps.graph import store
from apps.simulate.replay import replay_all, replay_decision
from tests.explain.worlds import three_that_compete
from tests.scenario import at, run_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def decisions() -> list[str]:
    rows = store.read("MATCH (d:Decision) RETURN d.uid AS uid ORDER BY d.at, d.uid")
    return [row["uid"] for row in rows]


def change(uid: str, field: str, before: str, after: str) -> None:
    text = store.read(f"MATCH (d:Decision {{uid: $u}}) RETURN d.{field} AS t", u=uid)[0]["t"]
    assert before in text
    changed = text.replace(before, after)
    store.transact(
        lambda: store.run(f"MATCH (d:Decision {{uid: $u}}) SET d.{field} = $t", u=uid, t=changed)
    )


def test_every_stored_decision_comes_out_the_same() -> None:
    three_that_compete()
    run_until(at(days=5))
    results = list(replay_all())
    assert [result.decision for result in results] == decisions()
    assert len(results) >= 3 and all(result.same for result in results)
    assert all(result.new_hash == result.stored_hash for result in results)


def test_an_unknown_decision_is_none() -> None:
    assert replay_decision("00000000-0000-0000-0000-000000000000") is None


def test_a_changed_input_is_a_difference_with_its_fields() -> None:
    three_that_compete()
    uid = decisions()[0]
    change(uid, "step", "ann@example.test", "")
    result = replay_decision(uid)
    assert result is not None and not result.same and result.new_hash != result.stored_hash
    assert ("considered.0.verdict", "sent", "waits") in [
        (d.path, d.stored, d.replayed) for d in result.differences
    ]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [("content", '"verdict":"sent"', '"verdict":"skipped"'), ("step", "{", "{{")],
)
def test_changed_content_and_unreadable_inputs_are_told(
    field: str, before: str, after: str
) -> None:
    three_that_compete()
    uid = decisions()[0]
    change(uid, field, before, after)
    result = replay_decision(uid)
    assert result is not None and not result.same
    assert result.differences or result.error


def test_the_command_says_so_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    three_that_compete()
    run_until(at(days=5))
    call_command("replay_decisions")
    assert f"{len(decisions())} decisions were run again" in capsys.readouterr().out
    change(decisions()[0], "step", "ann@example.test", "")
    with pytest.raises(SystemExit) as stopped:
        call_command("replay_decisions")
    assert stopped.value.code == 1
    told = capsys.readouterr()
    assert "considered.0.verdict: 'sent' was stored, now 'waits'" in told.out
    call_command("replay_decisions", since=at(2).isoformat())
    call_command("replay_decisions", limit=0)
    assert "0 decisions were run again" in capsys.readouterr().out


def test_the_button_answers_with_a_fragment() -> None:
    three_that_compete()
    client = Client()
    client.force_login(User.objects.create_user("mia", is_staff=True))
    address = f"/decisions/{decisions()[0]}/replay/"
    said = client.post(address, headers={"HX-Request": "true"}).content.decode()
    assert "Same inputs, same decision" in said and "<html" not in said
    assert "<html" in client.post(address).content.decode()
    assert client.get(address).status_code == 405
    change(decisions()[0], "step", json.dumps("ann@example.test"), '""')
    assert "It came out otherwise" in client.post(address).content.decode()
