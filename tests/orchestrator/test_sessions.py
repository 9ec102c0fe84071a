"""Sessions in the flow: what the graph has of them, and counts of them for people of long ago."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from apps.events import operations as events
from apps.events.models import Event, Source
from apps.graph import loads, queries_sessions, store
from apps.people import queries as people
from apps.people.models import Profile
from tests.scenario import (
    START,
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    sent,
    tell,
    track,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

ids = count()


def done(user: str, minute: float, session: Any = None) -> dict[str, Any]:
    told = track(user, "Looked", at(minutes=minute), id=f"{user}{next(ids)}")
    return told | ({"context": {"sessionId": session}} if session is not None else {})


def sessions(user: str = "u") -> list[tuple[str, str, float, float, int]]:
    """Source, key, beginning and end in minutes, and how many events; by their beginning."""
    return sorted(
        (s.source, s.key, minute(s.started_at), minute(s.last_at), s.events)
        for s in queries_sessions.of_person(owners(user), 1e12, "", 1000)
    )


def owners(user: str) -> list[str]:
    home = people.by_identifier("user_id", user)
    assert home is not None
    return [str(id) for id in people.all_of(home)]


def minute(epoch: float) -> float:
    return (epoch - START.timestamp()) / 60


def from_the_log() -> Iterator[tuple[str, float, float, int]]:
    """What the sessions of everybody without keys and without late events must be, by hand."""
    of = defaultdict(list)
    for one in Event.objects.filter(type__in=("track", "page", "screen")).select_related("source"):
        of[one.profile_id, one.source.key].append(one.occurred_at.timestamp())
    for (profile, _), moments in of.items():
        first, *others = sorted(moments)
        part = [first]
        for moment in [*others, float("inf")]:
            if moment - part[-1] > 1800:
                yield str(profile), part[0], part[-1], len(part)
                part = []
            part.append(moment)


def graphed() -> list[tuple[str, float, float, int]]:
    rows = store.read(
        "MATCH (p:Profile)-[:HAD]->(s:Session)"
        " RETURN p.uid AS p, s.started_at AS a, s.last_at AS z, s.events AS n, s.profile AS own"
    )
    assert all(row["p"] == row["own"] for row in rows)
    return sorted((row["p"], row["a"], row["z"], row["n"]) for row in rows)


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_the_graph_has_the_sessions_that_the_log_tells(batch: int) -> None:
    minutes = (0, 3, 20, 55, 84, 115, 116, 400, 431, 431, 500)
    tell(
        *(identify(user, at()) for user in "uvw"),
        *(done(user, m * n) for n, user in enumerate("uvw", 1) for m in minutes),
    )
    run_until(at(days=2), batch=batch)
    assert graphed() == sorted(from_the_log())


def test_a_key_decides_and_may_be_a_number() -> None:
    tell(done("u", 0, session=17), done("u", 100, session=17), done("u", 101, session="x"))
    run_until(at(days=1))
    assert sessions() == [("test", "17", 0, 100, 2), ("test", "x", 101, 101, 1)]


@pytest.mark.parametrize("batch", [1, 500])
def test_a_key_that_was_forgotten_comes_back_to_its_session(batch: int) -> None:
    others = [done("u", 10 * n, session=f"k{n}") for n in range(1, 7)]
    tell(done("u", 0, session="old"), *others, done("u", 90, session="old"))
    run_until(at(days=1), batch=batch)
    assert len(loads.states(owners("u"))[owners("u")[0]].sessions) == 3
    assert ("test", "old", 0, 90, 2) in sessions() and len(sessions()) == 7


def test_who_tells_their_name_goes_on_in_their_session() -> None:
    known = [identify("u", at()), done("u", 1, session="long ago")]
    there = {"anonymousId": "laptop", "type": "page", "name": "Home", "context": {"sessionId": "k"}}
    page = {"timestamp": at(2).isoformat(), "sentAt": at(2).isoformat(), "messageId": "page"}
    tell(*known, there | page, identify("u", at(2, minutes=1), anonymous="laptop"))
    run_until(at(3))
    assert Profile.objects.filter(merged_into__isnull=False).count() == 1
    tell(done("u", 125, session="k"))
    run_until(at(days=1))
    assert sessions() == [("test", "k", 120, 125, 2), ("test", "long ago", 1, 1, 1)]


def test_each_source_is_told_by_its_key() -> None:
    rule_set()
    app = {"event": "source", "op": "eq", "value": "app"}
    publish("hi", message_on("Session Started", again="once"))
    publish("app", path(node("in", "entry", event="Session Started", where=app), node("x", "exit")))
    other = Source.objects.create(key="app", name="App", kind="import", created_at=START)
    tell(identify("u", at()), done("u", 1))
    events.append(source=other, events=[done("u", 2)], now=at(days=365))
    run_until(at(days=1))
    assert [one[0] for one in sessions()] == ["app", "test"]
    entered = store.read("MATCH (e:Enrollment) RETURN e.journey AS j, e.entered_at AS at")
    assert {(row["j"], minute(row["at"])) for row in entered} == {("hi", 1), ("app", 2)}


@pytest.mark.parametrize("asked_first", [True, False])
def test_sessions_are_counted_whenever_somebody_begins_to_ask(asked_first: bool) -> None:
    rule_set()
    often = {"count": "Session Started", "days": 7, "op": "gte", "value": 3}
    journey = path(
        node("in", "entry", event="Asked", audience=often, again="after_leaving"),
        node("message", "message", template="hello"),
        node("out", "exit"),
    )
    if asked_first:
        publish("often", journey)
    outside = track("v", "Session Started", at(minutes=1), id="outside")
    tell(*(identify(user, at()) for user in "uv"))
    tell(done("u", 0), done("u", 60), done("u", 120), done("v", 0), outside, done("v", 60))
    run_until(at(3))
    if not asked_first:
        publish("often", journey)
    tell(track("u", "Asked", at(minutes=121)), track("v", "Asked", at(minutes=61)))
    run_until(at(4))
    assert [one.user for one in sent()] == ["u"]


def test_late_events_find_their_session_in_the_graph_too() -> None:
    tell(done("u", 0), done("u", 200))
    run_until(at(4))
    tell(done("u", 25), done("u", 90), done("u", -10))
    run_until(at(days=1))
    assert sessions() == [
        ("test", "", -10, 25, 3),
        ("test", "", 90, 90, 1),
        ("test", "", 200, 200, 1),
    ]
