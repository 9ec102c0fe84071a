"""Sessions: which events make one, which ones are remembered, and who hears that one began."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.engine import compile, open_sessions
from apps.engine.advance import advance, only_learn, rerun
from apps.engine.book import Book
from apps.engine.outcome import Entered, Outcome, Refused, SessionSeen, Step, Visited
from apps.engine.values import Absorb, Event, OpenSession, ProfileState
from tests.engine.golden import RULES, book, document

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOBODY = ProfileState("p", START)
SILENT = compile.book(id="", rules=compile.rule_set(RULES, id="r", number=1), journeys=(), live=())


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def event(minutes: float, *, late: float = 0, id: int = 0, **more: Any) -> Event:
    """Something done at this minute, told `late` minutes later."""
    given = {"type": "track", "name": "Looked", "source": "web"} | more
    return Event(
        id=id or int(minutes * 60) + 1,
        occurred_at=at(minutes),
        received_at=at(minutes + late),
        **given,
    )


def after(*events: Event, book: Book = SILENT, state: ProfileState = NOBODY) -> Outcome:
    return advance(state, events, book, max(e.received_at for e in events))


def found(outcome: Outcome) -> list[tuple[str, float, float, int]]:
    """Source, beginning, end and events of the sessions, by their beginning."""
    return sorted(
        (s.source, minutes(s.started_at), minutes(s.last_at), s.events)
        for s in outcome.state.sessions
    )


def minutes(moment: datetime) -> float:
    return (moment - START) / timedelta(minutes=1)


def test_half_an_hour_of_silence_ends_a_session() -> None:
    assert found(after(event(0), event(30), event(60.5))) == [
        ("web", 0, 30, 2),
        ("web", 60.5, 60.5, 1),
    ]


def test_each_source_has_its_own_sessions() -> None:
    assert found(after(event(0), event(1, source="app"), event(2))) == [
        ("app", 1, 1, 1),
        ("web", 0, 2, 2),
    ]


def test_a_key_makes_a_session_whatever_the_silence() -> None:
    told = [event(0, session="a"), event(100, session="a"), event(101, session="b")]
    assert found(after(*told)) == [("web", 0, 100, 2), ("web", 101, 101, 1)]


def test_what_has_no_key_belongs_to_what_goes_on_around_it() -> None:
    assert found(after(event(0, session="a"), event(10))) == [("web", 0, 10, 2)]
    assert len(after(event(0), event(10, session="a")).state.sessions) == 2


@pytest.mark.parametrize("type", ["identify", "group", "alias", "status"])
def test_only_what_people_do_makes_a_session(type: str) -> None:
    assert after(event(0, type=type)).state.sessions == ()
    for done in ("track", "page", "screen"):
        assert len(after(event(0, type=done)).state.sessions) == 1


def test_a_late_event_joins_the_session_it_fits() -> None:
    told = [event(0), event(200), event(-20, late=230), event(15, late=200)]
    assert found(after(*told)) == [("web", -20, 15, 3), ("web", 200, 200, 1)]


def test_a_late_event_makes_a_session_of_its_own_and_the_current_one_stays() -> None:
    told = [event(0), event(100), event(200), event(300), event(50, late=260, id=7)]
    outcome = after(*told)
    assert found(outcome) == [("web", 50, 50, 1), ("web", 200, 200, 1), ("web", 300, 300, 1)]
    current = open_sessions.latest(outcome.state.sessions)
    assert current is not None and current.started_at == at(300)
    # What was told late in one go stays one session.
    again = after(event(60, late=260, id=8), state=outcome.state)
    assert ("web", 50, 60, 2) in found(again)


def test_the_state_stays_bounded() -> None:
    told = [event(40 * n, source=f"s{n % 12}") for n in range(400)]
    kept = after(*told).state.sessions
    assert len(kept) == open_sessions.MOST
    assert open_sessions.latest(kept) == kept[-1]


def test_sessions_keep_their_ids_and_no_two_have_the_same() -> None:
    outcome = after(*(event(n * 20 + (n % 3) * 15) for n in range(30)))
    seen = [e for e in outcome.effects if isinstance(e, SessionSeen)]
    begun = [e.session for e in seen if e.begun]
    assert len(begun) == len(set(begun)) and {e.session for e in seen} == set(begun)
    assert [e.first for e in seen] == [True] + [False] * 29


# Journeys ---------------------------------------------------------------------------------------


def heard(entry: dict[str, Any], *more: dict[str, Any]) -> Book:
    """A book with one journey that this entry lets in to."""
    out = {"key": "out", "type": "exit"}
    path = [{"key": "in", "type": "entry", "settings": entry}, *more, out]
    return book({"journeys": {"j": {"path": path}}})


def entered(outcome: Outcome) -> list[datetime]:
    return [e.enrollment.entered_at for e in outcome.effects if isinstance(e, Entered)]


AGAIN = {"event": "Session Started", "again": "after_leaving"}


def test_journeys_hear_that_a_session_began() -> None:
    known = heard(AGAIN)
    told = [event(0), event(5), event(100)]
    assert entered(after(*told, book=known)) == [at(0), at(100)]
    first = {**AGAIN, "where": {"event": "first", "op": "eq", "value": True}}
    assert entered(after(*told, book=heard(first))) == [at(0)]
    app = {**AGAIN, "where": {"event": "source", "op": "eq", "value": "app"}}
    assert entered(after(*told, event(101, source="app"), book=heard(app))) == [at(101)]


def test_nobody_outside_can_say_so() -> None:
    told = event(5, name="Session Started")
    outcome = after(event(0), told, book=heard(AGAIN))
    assert entered(outcome) == [at(0)]
    counts = heard(
        {"event": "Go", "audience": {"count": "Session Started", "op": "gte", "value": 2}}
    )
    assert entered(after(event(0), told, event(6, name="Go"), book=counts)) == []
    # Before events told their source the name was anybody's: what was decided then stays so.
    assert entered(after(replace(told, source=""), book=heard(AGAIN))) == [at(5)]


def test_a_wait_ends_with_a_session() -> None:
    wait = {"event": "Session Started", "at_most": {"days": 1}}
    known = heard({"event": "Go"}, {"key": "wait", "type": "wait_for_event", "settings": wait})
    outcome = after(event(0, name="Go"), event(10), event(50), book=known)
    ports = [(e.port, e.left_at) for e in outcome.effects if isinstance(e, Visited)]
    assert ports == [("next", at(0)), ("event", at(50))]


def test_sessions_are_counted() -> None:
    often = {"count": "Session Started", "days": 7, "op": "gte", "value": 3}
    known = heard({"event": "Go", "audience": often, "again": "after_leaving"})
    told = [event(0), event(100), event(101, name="Go"), event(200, name="Go")]
    # The session that the event itself began is counted already.
    assert entered(after(*told, book=known)) == [at(200)]
    assert entered(after(event(60 * 24 * 9, name="Go"), book=known)) == []


@pytest.mark.parametrize(
    ("asked", "moments"),
    [
        ({"session": "events", "op": "gte", "value": 3}, [2]),
        ({"session": "events", "op": "eq", "value": 1}, [60]),
        ({"session": "minutes", "op": "gte", "value": 2}, [2]),
        ({"session": "source", "op": "eq", "value": "web"}, [1, 2, 60]),
        ({"session": "source", "op": "in", "value": ["app"]}, []),
    ],
)
def test_conditions_ask_about_the_latest_session(
    asked: dict[str, Any], moments: list[float]
) -> None:
    known = heard({"event": "Go", "audience": asked, "again": "after_leaving"})
    told = [event(0), *(event(m, name="Go") for m in (1, 2, 60))]
    assert entered(after(*told, book=known)) == [at(m) for m in moments]


def test_who_never_came_has_no_session() -> None:
    known = heard({"event": "Go", "audience": {"session": "source", "op": "missing"}})
    assert entered(after(event(0, name="Go", source=""), book=known)) == [at(0)]
    few = heard({"event": "Go", "audience": {"session": "events", "op": "lt", "value": 5}})
    outcome = after(event(0, name="Go", source=""), book=few)
    (refused,) = [e for e in outcome.effects if isinstance(e, Refused)]
    assert refused.leaves[0].subject == "session events" and refused.leaves[0].actual is None


# Merges and what fails --------------------------------------------------------------------------


def open_session(id: str, start: float, end: float, events: int = 1, **more: str) -> OpenSession:
    given = {"source": "web", "key": ""} | more
    return OpenSession(id, given["source"], given["key"], at(start), at(end), events)


def test_a_merge_keeps_the_sessions_of_both() -> None:
    other = after(event(0, session="k"), event(3, source="app")).state
    own = after(event(1), state=ProfileState("q", START)).state
    joined = advance(own, [Absorb(1, at(5), other)], SILENT, at(5)).state
    assert [s.source for s in joined.sessions] == ["web", "web", "app"]
    # What was going on before somebody told who they are goes on.
    went_on = after(event(20, session="k"), state=joined)
    assert ("web", 0, 20, 2) in found(went_on)


def test_halves_of_one_key_become_one_session() -> None:
    own, other = open_session("a", 5, 9, 3, key="k"), open_session("b", 0, 7, 2, key="k")
    assert open_sessions.join((own,), (other,)) == (open_session("a", 0, 9, 5, key="k"),)


def test_what_cant_be_worked_through_is_in_its_session_all_the_same() -> None:
    outcome = only_learn(Step(NOBODY, at(0), input=event(0)), SILENT)
    assert len(outcome.state.sessions) == 1 and isinstance(outcome.effects[0], SessionSeen)


# Properties -------------------------------------------------------------------------------------

SOURCES, KEYS = st.sampled_from(("web", "app")), st.sampled_from(("", "", "a", "b"))
DONE = st.tuples(st.integers(0, 400), SOURCES, KEYS, st.sampled_from((0, 0, 0, 45, 200)))
HISTORIES = st.lists(DONE, min_size=1, max_size=25)


def told(history: Sequence[tuple[int, str, str, int]]) -> list[Event]:
    """In the order in which they were received."""
    events = [
        event(minute, id=n + 1, source=source, session=key, late=late)
        for n, (minute, source, key, late) in enumerate(history)
    ]
    return sorted(events, key=lambda e: (e.received_at, e.id))


@given(HISTORIES)
def test_in_order_and_without_keys_sessions_are_what_silences_cut(
    history: list[tuple[int, str, str, int]],
) -> None:
    events = sorted(told([(m, s, "", 0) for m, s, _, _ in history]), key=lambda e: e.occurred_at)
    expected: list[list[Event]] = []
    for source in ("web", "app"):
        before = None
        for one in (e for e in events if e.source == source):
            if before is None or one.occurred_at - before > timedelta(minutes=30):
                expected.append([])
            expected[-1].append(one)
            before = one.occurred_at
    seen: dict[str, list[int]] = {}
    for effect in after(*events).effects:
        if isinstance(effect, SessionSeen):
            seen.setdefault(effect.session, []).append(effect.event.id)
    assert sorted(seen.values()) == sorted([e.id for e in part] for part in expected)


@given(HISTORIES, st.data())
def test_batches_dont_show_and_steps_run_again(
    history: list[tuple[int, str, str, int]], data: st.DataObject
) -> None:
    events = told(history)
    often = {"count": "Session Started", "op": "gte", "value": 2}
    busy = {"any": [often, {"session": "events", "op": "gte", "value": 3}]}
    known = heard({**AGAIN, "audience": busy})
    whole = after(*events, book=known)
    cut = data.draw(st.integers(0, len(events) - 1))
    state, effects = NOBODY, list[Any]()
    for part in (events[:cut], events[cut:]):
        for one in part:
            step = rerun(Step(state, max(one.received_at, state.as_of), input=one), known)
            outcome = advance(state, [one], known, max(one.received_at, state.as_of))
            assert step.state == outcome.state and step.effects == outcome.effects
        if part:
            parted = advance(state, part, known, part[-1].received_at)
            state = parted.state
            effects += parted.effects
    assert (state, tuple(effects)) == (whole.state, whole.effects)


@given(HISTORIES)
def test_sessions_hold_together(history: list[tuple[int, str, str, int]]) -> None:
    events = told(history)
    outcome = after(*events)
    seen = [e for e in outcome.effects if isinstance(e, SessionSeen)]
    assert [e.event.id for e in seen] == [e.id for e in events]
    for session in outcome.state.sessions:
        own = [e.event for e in seen if e.session == session.id]
        assert {e.source for e in own} == {session.source}
        assert {e.session for e in own} - {""} <= {session.key}
    current = open_sessions.latest(outcome.state.sessions)
    assert current is not None and current.last_at == max(e.occurred_at for e in events)
    for source in {e.source for e in events}:
        kept = [s for s in outcome.state.sessions if s.source == source]
        assert 1 <= len(kept) <= open_sessions.MOST_OF_SOURCE


def test_a_document_that_asks_something_else_of_a_session_is_refused() -> None:
    with pytest.raises(Exception, match="session"):
        asked = {"event": "Go", "audience": {"session": "length", "op": "eq", "value": 1}}
        raw = {"path": [{"key": "in", "type": "entry", "settings": asked}]}
        compile.journey(document(raw), key="j", name="J", version="1")
