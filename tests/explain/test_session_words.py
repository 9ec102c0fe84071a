"""Sessions as they are read: on a person's page, and in the reasons of a decision."""

import pytest
from django.test import Client

from apps.engine.reasons import LeafAnswer
from apps.explain.timeline.session_words import session
from apps.graph.queries_sessions import Session
from apps.rules.told import sentences, session_words
from tests.explain.worlds import person
from tests.scenario import at, identify, run_until, tell, track


def lasting(seconds: float, events: int, *, first: bool = False) -> Session:
    return Session("s", "p", "shop", "", 0, seconds, events, 1, 0, 0, first)


@pytest.mark.parametrize(
    ("one", "name", "title", "detail"),
    [
        (lasting(1322, 14), "Web shop", "Session on “Web shop”: 14 events in 22 minutes", ""),
        (lasting(0, 1), "", "Session on “shop”: 1 event", ""),
        (lasting(41, 2, first=True), "Web shop", None, "the first one that is known"),
        (lasting(7260, 9), "App", "Session on “App”: 9 events in 2 hours 1 minute", ""),
    ],
)
def test_a_session_is_told(one: Session, name: str, title: str | None, detail: str) -> None:
    said = session(one, name)
    assert said.title == (title or "Session on “Web shop”: 2 events in 41 seconds")
    assert said.detail == detail


@pytest.mark.parametrize(
    ("key", "actual", "clause"),
    [
        ("events", 1, "their latest session had 1 event"),
        ("minutes", 90, "their latest session had begun 1 hour 30 minutes before"),
        ("minutes", 0, "their latest session had begun less than a minute before"),
        ("source", "shop", "their latest session was on “shop”"),
        ("events", None, "they had had no session"),
    ],
)
def test_what_was_there_is_a_clause(key: str, actual: object, clause: str) -> None:
    assert session_words.clause(key, actual) == clause


def test_a_question_about_a_session_is_told_in_words() -> None:
    answer = LeafAnswer("session events", "gte", 3, 1, False)
    assert sentences.leaf(answer) == (
        "number of events in the latest session is at least 3: it was 1"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("graph")
def test_the_page_shows_sessions_among_what_happened(browser: Client) -> None:
    tell(
        identify("ann", at(0)),
        *(track("ann", "Looked", at(minutes=m)) for m in (1, 9)),
        track("ann", "Looked", at(5)),
    )
    run_until(at(6))
    page = browser.get(f"/people/{person()}/", {"kind": "session"}).content.decode()
    assert page.count("kind-session") == 2
    assert "Session on “Test”: 2 events in 8 minutes" in page
    assert "Session on “Test”: 1 event<" in page.replace(" <", "<")
