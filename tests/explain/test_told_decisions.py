"""Decisions of the demonstration in a sentence each: golden, so that every change of words is seen.

`decisions.json` has one decision for each kind of outcome, by its id in the first replayed file.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from apps.engine import person
from apps.engine.book import Book
from apps.engine.reasons import Verdict
from apps.graph.queries_decisions import Stored
from apps.rules.told import decision_words, event_words
from apps.rules.told.telling import NodeName, Telling, VersionName
from apps.simulate import archive

HERE = Path(__file__).parent
CASES: dict[str, str] = json.loads((HERE / "decisions.json").read_text())
FILE = HERE.parent / "replayed" / "decisions-1.jsonl.gz"

ODD = ("_", "None", "  ", "“”", " ,", "..", "they is")


def telling(stored: Stored, book: Book) -> Telling:
    state = stored.started_from.state
    email: Any = person.trait(state, "email")
    return Telling(
        zone=person.zone(state, book.rules),
        who=email or "this person",
        journeys={journey.key: journey.name for journey in book.journeys.values()},
        versions={
            journey.version: VersionName(
                journey.version,
                journey.key,
                1,
                nodes={n.key: NodeName(n.key, n.name, n.type) for n in journey.nodes.values()},
            )
            for journey in book.journeys.values()
        },
        tiers={tier.key: tier.name for tier in book.rules.tiers},
        caps={cap.id: cap for cap in book.rules.caps},
        lifecycles={known.key: known for known in book.rules.lifecycles},
    )


def told() -> dict[str, str]:
    """One decision for each set of verdicts and reasons, in its sentence."""
    found: dict[frozenset[tuple[str, str]], tuple[str, str]] = {}
    for stored, book in archive.read(FILE):
        made = stored.decision
        kind = frozenset((o.verdict.value, o.reason.code.value) for o in made.considered)
        if kind not in found:
            found[kind] = (stored.uid, decision_words.decision(made, telling(stored, book)))
    return dict(found.values())


TOLD = told()


@pytest.mark.parametrize("uid", CASES)
def test_it_says(uid: str) -> None:
    assert TOLD[uid] == CASES[uid]


def test_every_kind_of_outcome_has_its_case() -> None:
    assert set(TOLD) == set(CASES) and len(CASES) > 20


def test_no_sentence_has_a_key_a_code_or_a_gap() -> None:
    for text in TOLD.values():
        prose = text.replace("New_York", "York").replace("Los_Angeles", "Angeles")
        assert not [odd for odd in ODD if odd in prose]
        assert (text.endswith(".") and text[0] == text[0].upper()) or "@" in text.split()[0]


def test_who_sent_nothing_got_nothing() -> None:
    for stored, _ in archive.read(FILE):
        if stored.uid in TOLD:
            sent = any(one.verdict == Verdict.SENT for one in stored.decision.considered)
            assert (" got nothing " in TOLD[stored.uid]) is not sent


@pytest.mark.parametrize(
    ("name", "happened", "had_not"),
    [
        ("Trial Started", "they started a trial", "they had not started a trial"),
        ("Colleague Invited", "they invited a colleague", "they had not invited a colleague"),
        ("Order Delivered", "their order was delivered", "their order had not been delivered"),
        (
            "Viewed Pricing Page",
            "they viewed the Pricing page",
            "they had not viewed the Pricing page",
        ),
        ("Moon Landed", "“Moon Landed” happened", "“Moon Landed” had not happened"),
    ],
)
def test_an_event_is_told_as_what_somebody_did(name: str, happened: str, had_not: str) -> None:
    assert event_words.happened(name) == happened
    assert event_words.had_not(name) == had_not


@pytest.mark.parametrize(
    ("times", "days", "says"),
    [
        (0, "2", "they had not used a feature in the 2 days before"),
        (1, "", "they used a feature once"),
        (2, "30", "they used a feature twice in the 30 days before"),
        (7, "1", "they used a feature 7 times in the day before"),
    ],
)
def test_a_count_is_told_in_times(times: int, days: str, says: str) -> None:
    assert event_words.counted("Feature Used", times, days) == says
