"""The identity rules: what is refused, with which remedy; versions; changes in words."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from apps.engine.problems import Invalid
from apps.people import operations_identity as operations
from apps.people import queries_identity as queries
from apps.people.identity_checks import check
from apps.people.identity_preview import preview
from apps.people.identity_rules import DEFAULT, INITIAL, compiled, complete
from apps.people.identity_words import changes
from apps.people.models import Identifier, Profile

NOW = datetime(2026, 3, 2, tzinfo=UTC)
Types = list[dict[str, Any]]


def types(change: Callable[[Types], object]) -> dict[str, Any]:
    """The usual rules with their types changed."""
    found = [dict(one) for one in INITIAL["types"]]
    change(found)
    return INITIAL | {"types": found}


def problems(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        check(document)
    assert all(p.remedy for p in refused.value.problems)
    return [(p.field, p.code) for p in refused.value.problems]


def own(**changes: Any) -> dict[str, Any]:
    one = {"key": "shopify_id", "name": "Shop", "limit": 1, "blocked": []} | changes
    return types(lambda found: found.insert(2, one))


def test_the_usual_rules_are_right_and_the_user_id_is_first() -> None:
    check(INITIAL)
    assert [one.key for one in DEFAULT.types][:3] == ["user_id", "email", "phone"]
    assert DEFAULT.types[-1].key == "anonymous_id"
    assert (DEFAULT.limit("user_id"), DEFAULT.limit("anonymous_id")) == (1, 1000)
    assert complete(INITIAL) == INITIAL


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (None, [("", "not_an_object")]),
        ([], [("", "not_an_object")]),
        ({}, [("types", "not_a_list")]),
        (INITIAL | {"types": {}}, [("types", "not_a_list")]),
        (INITIAL | {"typos": 1}, [("typos", "unknown_field")]),
        (INITIAL | {"blocked": "null"}, [("blocked", "not_texts")]),
        (INITIAL | {"blocked": [1]}, [("blocked", "not_texts")]),
        (INITIAL | {"blocked": ["x" * 513]}, [("blocked", "too_long")]),
        (INITIAL | {"blocked": [str(n) for n in range(1001)]}, [("blocked", "too_many")]),
        (INITIAL | {"block_zeros": "yes"}, [("block_zeros", "not_a_truth")]),
        (INITIAL | {"default_region": "Germany"}, [("default_region", "unknown_region")]),
        (INITIAL | {"default_region": "XX"}, [("default_region", "unknown_region")]),
        (INITIAL | {"default_region": 49}, [("default_region", "not_a_text")]),
        (own(limit=0), [("types.2.limit", "limit")]),
        (own(limit=-1), [("types.2.limit", "limit")]),
        (own(limit=1.5), [("types.2.limit", "limit")]),
        (own(limit="5"), [("types.2.limit", "limit")]),
        (own(limit=True), [("types.2.limit", "limit")]),
        (own(limit=10**9), [("types.2.limit", "limit")]),
        (own(key=""), [("types.2.key", "missing")]),
        (own(key=None), [("types.2.key", "missing")]),
        (own(key="Shop"), [("types.2.key", "spelling")]),
        (own(key="a b"), [("types.2.key", "spelling")]),
        (own(key="a:b"), [("types.2.key", "spelling")]),
        (own(key="x" * 33), [("types.2.key", "too_long")]),
        (own(key="group_id"), [("types.2.key", "reserved")]),
        (own(key="email"), [("types.2.key", "duplicate")]),
        (own(name="x" * 65), [("types.2.name", "too_long")]),
        (own(name=7), [("types.2.name", "not_a_text")]),
        (own(blocked="x"), [("types.2.blocked", "not_texts")]),
        (own(colour="red"), [("types.2.colour", "unknown_field")]),
        (types(lambda t: t.append(cast(Any, "email"))), [("types.12", "not_an_object")]),
        (types(lambda t: t.pop(1)), [("types", "required")]),
        (types(lambda t: t.pop()), [("types", "required")]),
        (types(lambda t: t.pop(0)), [("types", "required")]),
        (types(lambda t: t.insert(1, t.pop(0))), [("types.1", "user_id_first")]),
        (types(lambda t: t[0].update(limit=2)), [("types.0.limit", "user_id_once")]),
        (types(lambda t: t[0].update(limit=None)), [("types.0.limit", "user_id_once")]),
        (types(lambda t: t.extend(t * 5)), [("types", "too_many")]),
    ],
)
def test_what_could_not_hold_is_refused(document: Any, expected: list[tuple[str, str]]) -> None:
    assert problems(document) == expected


def test_every_problem_is_told_at_once() -> None:
    document = own(key="Shop", limit=0) | {"default_region": "XX"}
    assert [field for field, _ in problems(document)] == [
        *("types.2.key", "types.2.limit"),
        "default_region",
    ]


def test_whatever_is_given_is_never_an_error() -> None:
    anything: list[Any] = [None, 1, "x", [], {}, [[]], {"key": []}, {"key": {}}, {"limit": []}]
    for wrong in anything:
        for document in (wrong, INITIAL | {"types": [wrong]}, INITIAL | {"blocked": wrong}):
            try:
                check(document)
            except Invalid as error:
                assert error.problems


def test_types_that_one_can_do_without_may_be_left_out() -> None:
    check(types(lambda t: t.__delitem__(slice(2, 11))))


@pytest.mark.django_db
def test_a_version_is_published_and_holds() -> None:
    assert queries.current() == DEFAULT
    document = own() | {"default_region": " de "}
    first = operations.publish(document=document, note="Shop", by=None, now=NOW, base=0)
    assert first.number == 1 and queries.current().number == 1
    assert queries.current() == compiled(document, 1)
    assert queries.current().default_region == "DE"
    with pytest.raises(operations.NothingToPublish):
        operations.publish(document=document, note="", by=None, now=NOW)
    with pytest.raises(operations.Moved):
        operations.publish(document=INITIAL, note="", by=None, now=NOW, base=0)
    assert operations.publish(document=INITIAL, note="", by=None, now=NOW, base=1).number == 2
    assert queries.version_document(1) == complete(document)
    assert queries.version_document(0) == INITIAL
    assert queries.version_document(7) is None
    with pytest.raises(TypeError):
        first.save()


def test_changes_in_words() -> None:
    def change(found: Types) -> None:
        found[1] |= {"limit": 3, "blocked": ["test@x.y"]}
        found[3], found[4] = found[4], found[3]
        found[-1]["limit"] = None
        del found[2]
        found.insert(2, {"key": "shopify_id", "name": "Shop", "limit": 2, "blocked": []})

    document = types(change) | {"blocked": ["void", "n/a"], "default_region": "DE"}
    said = [one.says for one in changes(INITIAL, document | {"block_zeros": False})]
    assert said[:4] == [
        "E-mail: limit 5 → 3.",
        "E-mail: “test@x.y” is blocked.",
        "Shop is new: at most 2 for each person, told in context.externalIds.",
        "Anonymous id: limit 1,000 → no limit.",
    ]
    assert "Phone is not used any more." in said
    assert any(one.startswith("The order of priority is: User id, E-mail, Shop, ") for one in said)
    assert any(one.startswith("Every type: “null”, “none”") for one in said)
    assert said[-2:] == [
        "Values of nothing but zeros and dashes are allowed again.",
        "Phone numbers without a country’s prefix are from DE.",
    ]
    assert changes(INITIAL, INITIAL) == []


@pytest.mark.django_db
def test_what_a_change_means_for_those_who_are_here() -> None:
    many = Profile.objects.create(created_at=NOW)
    few = Profile.objects.create(created_at=NOW)
    for number in range(4):
        Identifier.objects.create(type="email", value=f"{number}@x.y", profile=many, since=NOW)
    Identifier.objects.create(type="email", value="few@x.y", profile=few, since=NOW)
    Identifier.objects.create(type="phone", value="+4915112345678", profile=few, since=NOW)

    def change(found: Types) -> None:
        found[1] |= {"limit": 3, "blocked": ["few@x.y"]}
        del found[2]

    told = {one.change.says: one.means for one in preview(INITIAL, types(change), NOW)}
    assert told["E-mail: limit 5 → 3."] == "1 person has more today; they keep what they have."
    blocked = "1 person is known by it today; it leads no event to them any more."
    assert told["E-mail: “few@x.y” is blocked."] == blocked
    removed = "1 known today are kept, but lead no event to anybody any more."
    assert told["Phone is not used any more."] == removed
