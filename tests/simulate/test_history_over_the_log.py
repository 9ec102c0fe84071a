"""The history of a whole event log against counts made from the log alone; chunks don't show."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.db import connection, transaction

from apps.simulate.history import analyse, events, start
from apps.simulate.history.heard import heard
from apps.simulate.history.numbers import History
from tests.scenario import START, identify, message_on, run_until, tell, track
from tests.simulate.test_history import subject

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

EVENTS = {"bought": "Bought", "looked": "Looked", "shared": "Shared"}
CAP = {"id": "cap", "name": "Cap", "limit": 2, "hours": 30}
SINCE, UNTIL = START - timedelta(hours=1), START + timedelta(days=20)


def a_log(seed: int, people: int = 6, each: int = 12) -> None:
    """Some people, two of whom turn out to be one; each does things at moments of its own."""
    luck, told = random.Random(seed), []
    for number in range(people):
        user = f"u{number}"
        told.append(identify(user, START, anonymous=f"a{number}"))
        minutes = luck.sample(range(1, 20 * 24 * 60), each)
        for minute in minutes:
            when = START + timedelta(minutes=minute)
            told.append(track(user, luck.choice([*EVENTS.values(), "Unheard"]), when))
    tell(*sorted(told, key=lambda event: event["sentAt"]))
    visitor = track("x", "Bought", START + timedelta(days=2)) | {"anonymousId": "visitor"}
    visitor.pop("userId")
    tell(visitor, identify("u0", START + timedelta(days=19), anonymous="visitor"))
    run_until(UNTIL)


def found(chunk: int = 1000) -> History:
    drafts = {
        key: message_on(name, channel="webhook", when_stopped="skip")
        for key, name in EVENTS.items()
    }
    return analyse.history_of(subject(drafts, caps=[CAP]).book, SINCE, UNTIL, chunk=chunk)


@dataclass(frozen=True)
class Counted:
    """What the log alone says: each event is a candidate, which the cap lets go or not."""

    meetings: Counter[tuple[str, str]]
    people: Counter[tuple[str, str]]
    won: Counter[tuple[str, str]]
    sent: Counter[str]


def by_brute_force() -> Counted:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(p.merged_into_id, p.id), e.name, e.received_at
            FROM events_event e JOIN people_profile p ON p.id = e.profile_id
            WHERE e.name = ANY(%s) ORDER BY e.received_at, e.id
            """,
            [list(EVENTS.values())],
        )
        rows: list[tuple[Any, str, datetime]] = cursor.fetchall()
    keys, window = {name: key for key, name in EVENTS.items()}, timedelta(hours=30)
    counted = Counted(Counter(), Counter(), Counter(), Counter())
    for person in {row[0] for row in rows}:
        own = [(keys[name], at) for who, name, at in rows if who == person]
        met = [
            (min(a, b), max(a, b))
            for (a, at), (b, later) in combinations(own, 2)
            if a != b and later - at < window
        ]
        counted.meetings.update(met)
        counted.people.update(set(met))
        left: list[tuple[str, datetime]] = []
        for key, at in own:
            before = [one for one in left if at - one[1] < window]
            if len(before) < 2:
                left.append((key, at))
                counted.sent[key] += 1
            else:
                counted.won.update((winner, key) for winner, _ in before if winner != key)
    return counted


@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_are_those_of_a_brute_force_count(seed: int) -> None:
    a_log(seed)
    history, counted = found(), by_brute_force()
    assert {(p.one, p.two): p.meetings for p in history.pairs} == counted.meetings
    assert {(p.one, p.two): p.people for p in history.pairs} == counted.people
    won = {
        (winner, pair.two if winner == pair.one else pair.one): times
        for pair in history.pairs
        for winner, times in pair.won.items()
    }
    assert won == counted.won
    assert {key: n.sent for (key, _), n in history.messages.items()} == counted.sent
    assert history.people == 6


def test_the_size_of_a_chunk_doesnt_show() -> None:
    a_log(7)
    whole = found(chunk=100_000)
    assert whole.pairs and whole.events == sum(len(c) for c in chunks(100_000))
    for size in (1, 2, 7, 30):
        assert found(chunk=size) == whole


def chunks(size: int) -> list[list[events.Told]]:
    drafts = {key: message_on(name) for key, name in EVENTS.items()}
    with transaction.atomic():
        asked = heard(subject(drafts).book)
        return list(events.chunks(asked, SINCE, UNTIL, size))


def test_a_chunk_is_never_larger_and_only_its_people_are_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_log(8)
    assert {len(chunk) for chunk in chunks(10)[:-1]} == {10}
    loaded: list[int] = []
    states = start.states

    def counting(people: Any, *args: Any) -> Any:
        loaded.append(len(people))
        return states(people, *args)

    monkeypatch.setattr(start, "states", counting)
    found(chunk=10)
    # Each person once, at the chunk in which they come first.
    assert sum(loaded) == 6 and max(loaded) <= 3


def test_what_nobody_hears_is_not_read() -> None:
    a_log(9)
    names = {event.name for chunk in chunks(1000) for _, event in chunk}
    assert names == {"", *EVENTS.values()}


def test_nothing_is_stored_of_it() -> None:
    a_log(10)
    before = rows()
    found()
    assert rows() == before


def rows() -> list[int]:
    tables = ("events_event", "people_trait", "delivery_delivery", "orchestrator_bookversion")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in tables))
        return [count for (count,) in cursor.fetchall()]
