"""The golden cases of identity, in one batch and in batches of one event each."""

from typing import Any

import pytest

from tests.people.identities import Registry, rules, seen, together
from tests.people.identity_cases import CASES, Case


def told(case: Case, size: int) -> Registry:
    """The case's events; `size` of them in a batch, and none over a pair that is kept apart."""
    known = Registry(rules(case.blocked, **case.limits))
    batch: list[Any] = []
    id = 0
    for one in case.told:
        if one[0] == "apart":
            known.tell(batch, size)
            batch = []
            known.keep_apart(*map(int, one[1:]))
            continue
        id += 1
        alias = next((said[6:] for said in one if said.startswith("alias:")), "")
        short = [said for said in one if not said.startswith("alias:")]
        batch.append(seen(id, *short, alias=alias, by=known.rules))
    return known.tell(batch, size)


@pytest.mark.parametrize("size", [0, 1, 2], ids=["at once", "one by one", "two by two"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, size: int) -> None:
    known = told(case, size)
    assert known.groups() == together(*case.people)
    assert sorted(known.left()) == sorted(case.left)
    for event, identifiers in case.knows.items():
        assert known.identifiers(event) == set(identifiers.split())


def test_a_merge_tells_which_identifier_led_to_whom() -> None:
    known = Registry()
    known.say(1, "u:ann").say(2, "e:ann@x.y", "a:x").say(3, "u:ann", "e:ann@x.y", "a:x", "d:1")
    (joined,) = known.merges
    assert dict(joined.matched) == {
        known.profile_of[1]: (("user_id", "ann"),),
        known.profile_of[2]: (("email", "ann@x.y"), ("anonymous_id", "x")),
    }
    assert joined.rule == "user_id+email+ios.id+anonymous_id"


def test_what_is_left_off_says_whose_it_is() -> None:
    known = Registry().say(1, "u:ann", "a:kiosk").say(2, "u:bob", "a:kiosk")
    (left,) = known.left_off
    assert (left.profile, left.other) == (known.profile_of[2], known.profile_of[1])


def test_who_has_more_than_the_rules_allow_keeps_it_and_gets_no_more() -> None:
    known = Registry().say(1, *(f"e:{n}@x.y" for n in range(5)))
    known.rules = rules(email=3)
    known.say(2, "u:ann", "e:0@x.y").say(3, "u:ann", "e:new@x.y").say(4, "a:x")
    known.say(5, "u:ann", "a:x")
    assert known.groups() == together([1, 2, 3, 4, 5])
    assert known.left() == [(3, "e:new@x.y", "limit", "email")]


def test_the_rule_of_a_merge_fits_its_column_however_many_types_there_are() -> None:
    known = Registry().say(1, "u:ann")
    known.say(2, "a:x")
    everything = ["u:ann", "e:a@x.y", "p:+4915112345678", "d:1", "g:1", "a:x"]
    known.say(3, *everything)
    assert len(known.merges[0].rule) <= 64
