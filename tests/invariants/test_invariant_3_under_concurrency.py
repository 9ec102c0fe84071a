"""Invariant 3, in the stores: a hundred triggers at once, several workers, and the cap holds."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from apps.events import operations as events
from tests.invariants import flow
from tests.invariants.installation import wait_for
from tests.scenario import at, identify, message_on, publish, rule_set, sent, source, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
TRIGGERS, WRITERS, WORKERS = 100, 4, 8


def at_once(work: Callable[[int], None]) -> None:
    """The same work in several threads, each with a connection of its own."""

    def alone(number: int) -> None:
        try:
            work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def others_connected() -> int:
    """How many connections there are to this test's database besides its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("limit", "channels"),
    [(1, ["email"]), (3, ["email"]), (1, ["email", "webhook"])],
    ids=["one", "three", "one by two channels"],
)
def test_a_hundred_triggers_at_once_do_not_break_a_cap(
    limit: int, channels: list[str], process_environment: dict[str, str]
) -> None:
    """Ten journeys want to write to one person, by one channel or two under one cap over both.

    Four writers tell it, all at the same moment, while eight processes decide.
    """
    rule_set(caps=[{"id": "c", "name": "C", "limit": limit, "hours": 24, "channels": channels}])
    for number in range(10):
        channel = channels[number % len(channels)]
        message = message_on(f"E{number}", priority=number, channel=channel, when_stopped="skip")
        publish(f"j{number}", message)
    home = source(kind="live")
    events.append(source=home, events=[identify("ann", at(0))], now=at(0))

    def tell(writer: int) -> None:
        for trigger in range(writer, TRIGGERS, WRITERS):
            told = track("ann", f"E{trigger % 10}", at(1), id=f"m{trigger}")
            events.append(source=home, events=[told], now=at(1))

    with flow.processes(WORKERS, 5, 64, process_environment, at(2), events=TRIGGERS + 1):
        wait_for(lambda: others_connected() >= WORKERS)
        at_once(tell)
    assert len(sent()) == limit
    everything = flow.everything()
    assert len(everything["outbox"]) == len(everything["messages"]) == limit
    # Each of them was considered, and each of the others has the reason why it did not go out.
    considered = everything["considered"]
    assert len(considered) == TRIGGERS
    assert sum(row[1] == "skipped" and row[2] == "frequency_cap" for row in considered) == (
        TRIGGERS - limit
    )


def test_many_people_at_once_each_get_what_the_cap_allows() -> None:
    rule_set(caps=[{"id": "c", "name": "C", "limit": 2, "hours": 24}])
    publish("j", message_on("Go", when_stopped="skip"))
    home = source(kind="live")
    events.append(source=home, events=[identify(f"u{n}", at(0)) for n in range(20)], now=at(0))

    def tell(writer: int) -> None:
        for user in range(20):
            told = track(f"u{user}", "Go", at(1), id=f"{user}:{writer}")
            events.append(source=home, events=[told], now=at(1, seconds=writer))

    at_once(tell)
    flow.in_threads(3, 7, lanes=5)(at(2))
    per_person: dict[str, int] = {}
    for message in sent():
        per_person[message.user] = per_person.get(message.user, 0) + 1
    assert per_person == {f"u{user}": 2 for user in range(20)}
