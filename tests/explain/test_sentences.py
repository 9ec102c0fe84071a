"""Every reason of the engine has its sentence: golden cases, one for each code at least."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from apps.engine.book import Cap
from apps.engine.reasons import Code, LeafAnswer, Reason
from apps.rules.told import sentences, words
from apps.rules.told.reason_words import WORDS, clause
from apps.rules.told.telling import Telling

CASES = json.loads((Path(__file__).parent / "reasons.json").read_text())
TELLING = Telling(
    zone=ZoneInfo("Europe/Berlin"),
    who="ann@example.test",
    journeys={"winback": "Win-back"},
    caps={"week": Cap("week", "3 e-mails a week", 3, hours=168, channels=("email",))},
)


def test_every_code_has_a_sentence_and_a_golden_case() -> None:
    assert set(WORDS) == set(Code)
    assert {case["code"] for case in CASES} == {code.value for code in Code}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}")
def test_it_says(case: dict[str, object]) -> None:
    reason = Reason(
        Code(str(case["code"])),
        str(case.get("rule", "")),
        str(case.get("name", "")),
        case.get("numbers", {}),  # type: ignore[arg-type]
    )
    assert sentences.reason(reason, TELLING) == case["says"]


@pytest.mark.parametrize("code", list(Code))
def test_a_reason_without_its_numbers_still_reads(code: Code) -> None:
    assert len(clause(Reason(code), TELLING)) > 5


@pytest.mark.parametrize(
    ("leaf", "says"),
    [
        (
            LeafAnswer("trait plan", "eq", "pro", "free", False),
            "trait plan is “pro”: it was “free”",
        ),
        (
            LeafAnswer("entry order_id", "exists", None, 7, True),
            "entry order_id is known: it was 7",
        ),
        (
            LeafAnswer("count of Order in 30 days", "gte", 2, 1, False),
            "count of Order in 30 days is at least 2: it was 1",
        ),
        (
            LeafAnswer("trait plan", "in", ["pro", "team"], None, False),
            "trait plan is one of “pro” or “team”: it was nothing",
        ),
    ],
)
def test_a_condition_says_what_it_asked_and_saw(leaf: LeafAnswer, says: str) -> None:
    assert sentences.leaf(leaf) == says


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(0, "less than a second"), (3600, "1 hour"), (259_200, "3 days"), (93_784, "1 day 2 hours")],
)
def test_a_length_of_time_has_two_units_at_most(seconds: float, says: str) -> None:
    assert words.length(seconds) == says
