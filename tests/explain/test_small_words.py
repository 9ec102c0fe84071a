"""Words that several pages share."""

from apps.engine.reasons import LeafAnswer
from apps.explain import identifier_words
from apps.explain.why_not import never_words
from apps.explain.why_not.reasoning.cause import Leaf


def test_what_led_to_two_profiles_and_what_one_brought_reads_as_words() -> None:
    assert identifier_words.led("user_id+email+anonymous_id") == "user id, e-mail and anonymous id"
    told = identifier_words.several(["anonymous_id:a:1", "email:ann@example.test"])
    assert told == ["anonymous id a:1", "e-mail ann@example.test"]


def test_what_had_to_be_otherwise_is_said_without_a_double_no() -> None:
    used = LeafAnswer("count of Feature Used in 2 days", "gte", 2, 4, True)
    said = "their count of Feature Used in 2 days is less than 2"
    assert never_words.wanted(Leaf(used, wanted=False)) == said
    origin = LeafAnswer("event from", "ne", "", "", False)
    assert never_words.leaf(Leaf(origin)) == "the event’s from is not empty: it was empty"
