"""Whatever the engine decides, there are words for it."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine import compile
from apps.engine.advance import advance
from apps.engine.book import Book, Holdout
from apps.engine.outcome import Left, Outcome, Refused
from apps.engine.values import Event, ProfileState
from apps.explain.why.trigger import trigger
from apps.graph import codec
from apps.rules.told import decision_words, sentences
from apps.rules.told.telling import Telling
from tests.scenario import START, message_on, node, path

CHANNELS = st.sampled_from(["email", "sms", "webhook", "onsite"])
TIERS = st.sampled_from(["transactional", "lifecycle", "marketing", "unknown"])
STOPPED = st.sampled_from(["wait", "skip", "leave"])
NAMES = st.sampled_from(["Go", "Come", "Order Completed"])
GROUP = {"id": "g", "name": "A group", "journeys": ["j0", "j1", "j2"]}
ANY = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    settings = {"channel": draw(CHANNELS), "when_stopped": draw(STOPPED)}
    if draw(st.booleans()):
        return message_on(
            draw(NAMES), tier=draw(TIERS), priority=draw(st.integers(0, 100)), **settings
        )
    return path(
        node("in", "entry", event=draw(NAMES), again="after_leaving"),
        node(
            "wait", "wait_for_event", event=draw(NAMES), at_most={"hours": draw(st.integers(1, 9))}
        ),
        node("day", "delay", duration={"hours": draw(st.integers(0, 40))}),
        node("message", "message", template="t", **settings),
        node("goal", "goal", event=draw(NAMES)),
        tier=draw(TIERS),
    )


@st.composite
def books(draw: st.DrawFn) -> Book:
    limit: dict[str, Any] = {"limit": draw(st.integers(0, 2))}
    window: dict[str, Any] = draw(
        st.sampled_from([{"hours": 24}, {"hours": 1.5}, {"calendar": "day"}])
    )
    rules = {
        "tiers": [{"key": "transactional", "transactional": True}, {"key": "lifecycle"}],
        "caps": [{"id": "cap", "name": "A cap"} | limit | window],
        "quiet_hours": [
            {
                "id": "q",
                "name": "Night",
                "channel": draw(CHANNELS),
                "start": "20:00",
                "end": "08:00",
            }
        ],
        "timezone": draw(st.sampled_from(["UTC", "Asia/Kolkata"])),
        "exclusion_groups": draw(st.sampled_from([[], [GROUP], [GROUP | {"displace": True}]])),
        "look_ahead_hours": draw(st.sampled_from([0, 48])),
        "arbitration_window_minutes": draw(st.sampled_from([0, 5])),
        "consent": {"email": draw(st.sampled_from(["opt_in", "opt_out", "none"]))},
    }
    journeys = [
        compile.journey(document, key=f"j{n}", name=f"J {n}", version=f"v{n}")
        for n, document in enumerate(draw(st.lists(documents(), min_size=1, max_size=4)))
    ]
    return compile.book(
        id="book",
        rules=compile.rule_set(rules, id="rules", number=1),
        journeys=journeys,
        live=[journey.version for journey in journeys],
        paused=draw(st.sampled_from([(), ("j0",)])),
        holdouts=[Holdout("h", "Tenth", "salt", draw(st.sampled_from([0.0, 0.5, 1.0])))],
    )


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    found = []
    at = START
    for number in range(1, draw(st.integers(1, 8)) + 1):
        at += timedelta(minutes=draw(st.integers(0, 2000)))
        traits = {"email": draw(ANY), "timezone": draw(ANY)} if draw(st.booleans()) else {}
        found.append(
            Event(number, "track", draw(NAMES), at, at, "u1", {"total": draw(ANY)}, traits)
        )
    return found


@settings(max_examples=150, deadline=None)
@given(book=books(), told=events())
def test_no_decision_is_without_words(book: Book, told: list[Event]) -> None:
    state = ProfileState(id="00000000-0000-0000-0000-000000000001", as_of=START)
    outcome = advance(state, told, book, told[-1].received_at + timedelta(days=9))
    for telling in (
        Telling(),
        Telling(who="ann@example.test", caps={cap.id: cap for cap in book.rules.caps}),
    ):
        tell_everything(outcome, telling)


def tell_everything(outcome: Outcome, telling: Telling) -> None:
    for made in outcome.decisions:
        stored = codec.decision(codec.encode(made))
        step = codec.step(codec.encode(outcome.steps[made.id]))
        assert trigger(step, {}, telling).sentence
        assert decision_words.decision(stored, telling)
        for one in stored.considered:
            assert sentences.candidate(one, telling)
            sentences.else_stopped(one, telling)
            assert all(sentences.gate_answer(answer, telling) for answer in one.gates)
    for effect in outcome.effects:
        if isinstance(effect, Left | Refused):
            assert sentences.reason(effect.reason, telling)
    for enrollment in outcome.state.enrollments:
        assert sentences.standing(enrollment, telling)
