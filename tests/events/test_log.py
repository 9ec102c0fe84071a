"""Writing to the event log: from inside, together, and where PostgreSQL refuses."""

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from apps.events import operations, rows
from apps.events.models import Event, RejectedEvent, Source
from apps.events.normalise import Receipt, Row, normalise
from tests.events.conftest import NOW, only_event, track


def row(message_id: str, **fields: Any) -> Row:
    made = normalise(track(messageId=message_id), Receipt(NOW))
    assert isinstance(made, Row)
    return made._replace(**fields)


def test_it_appends_events_from_inside(source: Source) -> None:
    events = [track(messageId="1"), {"type": "track"}, track(messageId="1", event="B\0")]
    appended = operations.append(source=source, events=events, now=NOW)
    assert (appended.accepted, appended.duplicates) == (1, 1)
    [(place, rejection)] = appended.rejected
    assert (place, rejection.reason) == (1, "nobody")
    assert RejectedEvent.objects.get().source == source


@pytest.mark.django_db
def test_it_appends_what_throughline_itself_has_to_tell() -> None:
    profile = uuid.uuid4()
    for _ in range(2):
        appended = operations.append_internal(
            name="Message Delivered",
            profile_id=profile,
            message_id="delivery-1-delivered",
            properties={"channel": "email", "note": "\0"},
            now=NOW,
        )
    assert (appended.accepted, appended.duplicates) == (0, 1)
    event = only_event()
    assert (event.type, event.name, event.profile_hint) == ("status", "Message Delivered", profile)
    assert event.payload["properties"] == {"channel": "email", "note": ""}
    assert (event.user_id, event.occurred_at, event.source.key) == (None, NOW, "throughline")


@pytest.mark.django_db
def test_it_appends_many_internal_events_at_once() -> None:
    earlier = NOW - timedelta(minutes=1)
    events = [
        operations.InternalEvent("Sent", uuid.uuid4(), str(n), occurred_at=earlier)
        for n in range(500)
    ]
    assert operations.append_internal_events(events=events, now=NOW).accepted == 500
    assert set(Event.objects.values_list("occurred_at", "received_at")) == {(earlier, NOW)}


@pytest.mark.django_db(transaction=True)
def test_what_is_appended_inside_a_transaction_goes_with_it(shop: tuple[Source, str]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        operations.append(source=shop[0], events=[track()], now=NOW)
        _ = 1 / 0
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_row_that_postgres_refuses_costs_no_other(shop: tuple[Source, str]) -> None:
    bad = row("bad", payload='{"x": "\\u0000"}')
    job = rows.Job(shop[0].pk, [row("1"), bad, row("2"), row("1")])
    rows.write(job)
    assert job.inserted == 2
    assert sorted(Event.objects.values_list("message_id", flat=True)) == ["1", "2"]
    refused = RejectedEvent.objects.get()
    assert (refused.reason, refused.body) == ("storage", bad.payload)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_share_commits_and_lose_nothing(shop: tuple[Source, str]) -> None:
    source_id = shop[0].pk
    failed: list[Exception] = []

    def send(thread: int) -> None:
        try:
            for n in range(25):
                bad = [row(f"{thread}-{n}-bad", payload="{")] if n == 7 else []
                rows.write(rows.Job(source_id, [*bad, row(f"{thread}-{n}")]))
                assert Event.objects.filter(message_id=f"{thread}-{n}").exists()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[n]) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert Event.objects.count() == 12 * 25
    assert RejectedEvent.objects.count() == 12


@pytest.mark.django_db
def test_create_source_prints_its_write_key_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_source", "My Shop", "--import")
    printed = capsys.readouterr().out.strip()
    source = Source.objects.get(key="my-shop")
    assert source.kind == Source.Kind.IMPORT
    kept = source.write_keys.get()
    assert kept.key_hash == operations.hash_key(printed)
    assert kept.hint == printed[-4:]
    with pytest.raises(CommandError, match="--key"):
        call_command("create_source", "My Shop")
