"""Who is it? The cases that happen."""

import pytest

from apps.people.identifiers import usable
from apps.people.identity_rules import DEFAULT
from tests.people.identities import Registry, people, seen, together


def test_an_anonymous_visitor_who_becomes_known_is_one_person() -> None:
    known = Registry().tell([seen(1, "a:x"), seen(2, "u:ann", "a:x"), seen(3, "u:ann")])
    assert known.groups() == together([1, 2, 3])
    assert known.merges == []


def test_a_visitor_and_a_known_person_are_joined_into_the_known_one() -> None:
    known = Registry().tell([seen(1, "a:x"), seen(2, "u:ann"), seen(3, "u:ann", "a:x")])
    assert known.groups() == together([1, 2, 3])
    (joined,) = known.merges
    assert joined.survivor == known.profile_of[2] and joined.absorbed == known.profile_of[1]
    assert (joined.event_id, joined.rule) == (3, "user_id+anonymous_id")
    assert known.identifiers(1) == {"u:ann", "a:x"}


def test_two_devices_of_one_person_are_one_person() -> None:
    known = Registry().tell(
        [
            seen(1, "a:phone"),
            seen(2, "a:laptop"),
            seen(3, "u:ann", "a:phone"),
            seen(4, "u:ann", "a:laptop"),
        ]
    )
    assert known.groups() == together([1, 2, 3, 4])
    assert known.identifiers(1) == {"u:ann", "a:phone", "a:laptop"}


def test_a_shared_device_does_not_make_two_users_one() -> None:
    known = Registry().tell(
        [seen(1, "u:ann", "a:kiosk"), seen(2, "u:bob", "a:kiosk"), seen(3, "a:kiosk")]
    )
    assert known.groups() == together([1, 3], [2])
    assert known.identifiers(2) == {"u:bob"}


def test_the_identifier_of_lowest_priority_is_left_off_first() -> None:
    known = Registry().tell(
        [
            seen(1, "u:ann", "a:kiosk"),
            seen(2, "u:bob", "e:bob@x.y"),
            seen(3, "a:kiosk", "e:bob@x.y"),
        ]
    )
    assert known.groups() == together([1], [2, 3])
    assert known.identifiers(1) == {"u:ann", "a:kiosk"}


def test_an_address_of_another_user_is_left_off_too() -> None:
    known = Registry().tell([seen(1, "u:ann", "e:family@x.y"), seen(2, "u:bob", "e:family@x.y")])
    assert known.groups() == together([1], [2])
    assert known.identifiers(1) == {"u:ann", "e:family@x.y"}


def test_one_event_joins_three_at_once() -> None:
    known = Registry().tell(
        [
            seen(1, "a:x"),
            seen(2, "e:ann@x.y"),
            seen(3, "u:ann"),
            seen(4, "u:ann", "e:ann@x.y", "a:x"),
        ]
    )
    assert known.groups() == together([1, 2, 3, 4])
    assert {joined.survivor for joined in known.merges} == {known.profile_of[3]}


def test_a_chain_of_merges_in_one_batch_ends_at_one_living_profile() -> None:
    told = [["a:1"], ["a:2"], ["a:3"], ["a:1", "e:1@x.y"], ["a:2", "e:1@x.y"], ["a:3", "e:1@x.y"]]
    told += [["u:ann", "a:2"], ["a:3"]]
    known = Registry().tell([seen(id, *one) for id, one in enumerate(told, 1)])
    assert known.groups() == together(range(1, 9))
    assert known.identifiers(8) == {"a:1", "a:2", "a:3", "e:1@x.y", "u:ann"}


def test_of_two_without_a_user_id_the_older_one_goes_on() -> None:
    known = Registry().tell([seen(1, "a:x"), seen(2, "e:ann@x.y"), seen(3, "a:x", "e:ann@x.y")])
    (joined,) = known.merges
    assert joined.survivor == known.profile_of[1]


def test_an_alias_joins_the_earlier_id_with_the_user() -> None:
    assert people(seen(1, "a:old"), seen(2, "u:ann", alias="old")) == together([1, 2])
    assert people(seen(1, "u:ann", alias="old"), seen(2, "a:old")) == together([1, 2])


@pytest.mark.parametrize(
    "value", ["", " ", "null", "NULL", "None", "undefined", "0", "000", "-1", "NaN", "0-0", "n/a"]
)
def test_values_that_nobody_meant_join_nobody(value: str) -> None:
    assert people(seen(1, "u:ann", f"a:{value}"), seen(2, "u:bob", f"a:{value}")) == together(
        [1], [2]
    )
    assert people(seen(1, f"a:{value}"), seen(2, f"a:{value}")) == together([1], [2])


def test_addresses_are_the_same_in_any_case_and_ids_are_not() -> None:
    assert people(seen(1, "e:Ann@X.y "), seen(2, "e:ann@x.Y")) == together([1, 2])
    assert people(seen(1, "u:Ann"), seen(2, "u:ann")) == together([1], [2])


def test_usable_identifiers_come_by_priority_and_once() -> None:
    told = [("anonymous_id", "x"), ("email", "A@b.c"), ("user_id", "1"), ("email", "a@b.c")]
    assert usable(told, DEFAULT) == [("user_id", "1"), ("email", "a@b.c"), ("anonymous_id", "x")]


def test_no_identifier_is_longer_than_can_be_kept() -> None:
    """Lower case may be longer than what was told."""
    ((_, value),) = usable([("email", "İ" * 512)], DEFAULT)
    assert len(value) == 512


def test_an_event_that_names_its_profile_goes_to_the_one_that_goes_on_for_it() -> None:
    known = Registry().tell([seen(1, "a:x"), seen(2, "u:ann")])
    absorbed = known.profile_of[1]
    assert known.tell([seen(3, hint=absorbed)]).profile_of[3] == absorbed
    # In the batch that brings the merge, and in one after it.
    known.tell([seen(4, "u:ann", "a:x"), seen(5, hint=absorbed)])
    assert known.profile_of[5] == known.profile_of[2]
    assert known.tell([seen(6, hint=absorbed)]).profile_of[6] == known.profile_of[2]
