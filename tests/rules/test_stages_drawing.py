"""The picture of a lifecycle, and the words of its evidence."""

import pytest

from apps.engine.reasons import LeafAnswer
from apps.graph import codec
from apps.rules import stages_words
from apps.rules.stages_drawing import THICKEST, draw, weight


def test_stages_stand_side_by_side_and_lines_end_at_them() -> None:
    picture = draw(["", "a", "b", "c"], [("", "a", 10), ("a", "c", 3), ("c", "a", 1)])
    lefts = [box.x for box in picture.boxes]
    assert lefts == sorted(lefts) and len({box.y for box in picture.boxes}) == 1
    assert [line.weight for line in picture.lines] == [6, 2, 1]
    straight, above, below = picture.lines
    top = picture.boxes[0].y
    assert "C" not in straight.path
    assert above.label_y < top < below.label_y
    assert all(0 < line.label_y < picture.height for line in picture.lines)


def test_a_move_of_a_stage_that_is_gone_is_left_out() -> None:
    assert draw(["a"], [("gone", "a", 4), ("a", "a", 2)]).lines == ()
    assert draw([], []).boxes == ()


def test_the_weight_is_thick_for_many_and_thin_for_few() -> None:
    assert (weight(1, 1000), weight(1000, 1000), weight(500, 1000)) == (1, THICKEST, 3)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (0, "0 seconds"),
        (59.6, "1 minute"),
        (3600, "1 hour"),
        (90061, "1 day 1 hour"),
        (86400 + 60, "1 day"),
        (172800, "2 days"),
    ],
)
def test_a_length_is_said_in_two_units(seconds: float | None, words: str) -> None:
    assert stages_words.length(seconds) == words


def test_a_length_in_one_unit_is_rounded() -> None:
    told = [stages_words.brief(seconds) for seconds in (None, 5, 3600, 5400, 86400 * 3.24)]
    assert told == ["–", "5 seconds", "1 hour", "1.5 hours", "3.2 days"]


def test_evidence_says_what_was_asked_and_what_was_found() -> None:
    leaves = (
        LeafAnswer("count of Feature Used in 14 days", "gte", 3, 4, True),
        LeafAnswer("trait plan", "eq", "pro", "pro", True),
        LeafAnswer("trait plan", "in", ["a", "b"], None, False),
        LeafAnswer("stage customer", "eq", "trial", "paying", False),
        LeafAnswer("done customer", "eq", True, True, True),
    )
    text = codec.encode(leaves)
    assert stages_words.evidence(text) == (
        "3 or more Feature Used in 14 days (4)",
        "plan is pro",
        "the stage of customer is done",
    )
    assert stages_words.missing(text) == (
        "plan is one of a, b (nothing)",
        "stage of customer is trial (paying)",
    )
    assert stages_words.evidence("") == ()
