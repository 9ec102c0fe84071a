"""What an event says of who it is about: every place, every spelling, and nonsense."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.people import identifiers
from apps.people.identity_rules import DEFAULT, INITIAL, Rules, compiled

GERMAN = compiled(INITIAL | {"default_region": "DE"})
NUMBER = "+4915112345678"


def told(payload: Any, rules: Rules = DEFAULT) -> list[tuple[str, str]]:
    return identifiers.told(None, None, payload, rules)


@pytest.mark.parametrize(
    ("spelled", "rules"),
    [
        *((one, DEFAULT) for one in ("+4915112345678", "+49 151 12345678", "+49 (0)151-1234 5678")),
        *((one, DEFAULT) for one in (" +49.151.12345678 ", "tel:+49-151-12345678")),
        *((one, GERMAN) for one in ("0151 12345678", "0049 151 12345678", "(0151) 123-456-78")),
        *((one, GERMAN) for one in (4915112345678, "０１５１ １２３４５６７８")),
    ],
)
def test_a_number_is_the_same_in_every_spelling(spelled: Any, rules: Rules) -> None:
    if spelled == 4915112345678:
        spelled = "+" + str(spelled)
    payload = {"type": "identify", "traits": {"phone": spelled}}
    assert told(payload, rules) == [("phone", NUMBER)]


@pytest.mark.parametrize(
    "spelled",
    ["0151 12345678", "12345", "+49", "none", "", "+999123456", "x" * 1000, None, True, []],
)
def test_what_is_no_number_is_no_identifier(spelled: Any) -> None:
    assert told({"type": "identify", "traits": {"phone": spelled}}) == []


def test_a_number_with_its_country_needs_no_region() -> None:
    payload = {"type": "identify", "traits": {"phone": "+1 (202) 456-1111"}}
    assert told(payload, GERMAN) == [("phone", "+12024561111")]


def test_traits_tell_of_people_wherever_a_client_puts_them() -> None:
    payload = {
        "type": "track",
        "traits": {"email": "of-nobody@x.y"},
        "context": {"traits": {"email": " Ann@X.Y ", "phone": NUMBER, "crossDomainId": "xd"}},
        "properties": {"email": "other@x.y"},
    }
    assert told(payload) == [("email", "ann@x.y"), ("phone", NUMBER), ("cross_domain_id", "xd")]
    identify = payload | {"type": "identify"}
    assert told(identify)[:2] == [("email", "of-nobody@x.y"), ("email", "ann@x.y")]


def test_the_traits_of_a_group_are_not_the_persons() -> None:
    payload = {"type": "group", "groupId": "acme", "traits": {"email": "info@acme.test"}}
    assert told(payload) == []


def external(**changes: Any) -> dict[str, Any]:
    one = {"id": "abc", "type": "shopify_id", "collection": "users", "encoding": "none"} | changes
    return {"type": "track", "context": {"externalIds": [one]}}


SHOP = {"key": "shopify_id", "name": "Shop", "limit": 2, "blocked": ["none yet"]}
WITH_SHOP = compiled(INITIAL | {"types": [*INITIAL["types"][:3], SHOP, *INITIAL["types"][3:]]})


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (external(), [("shopify_id", "abc")]),
        (external(type=" Shopify_ID "), [("shopify_id", "abc")]),
        (external(id=4711), [("shopify_id", "4711")]),
        (external(id=" abc "), [("shopify_id", "abc")]),
        (external(type="email", id="Ann@X.Y"), [("email", "ann@x.y")]),
        (external(type="phone", id="+49 151 12345678"), [("phone", NUMBER)]),
        (external(collection="accounts"), []),
        (external(encoding="sha256"), []),
        (external(id="None Yet"), []),
        (external(id={"a": 1}), []),
        (external(type="unknown_type"), []),
        (external(type="group_id"), []),
        (external(type=None), []),
    ],
)
def test_external_ids(payload: Any, found: list[tuple[str, str]]) -> None:
    assert told(payload, WITH_SHOP) == found


def test_external_ids_that_the_rules_do_not_know_are_not_used() -> None:
    assert told(external()) == []


@pytest.mark.parametrize(
    ("context", "system"),
    [
        ({"device": {"type": "ios"}}, "ios"),
        ({"device": {"type": "iOS"}}, "ios"),
        ({"device": {"type": "android"}}, "android"),
        ({"device": {}, "os": {"name": "Android"}}, "android"),
        ({"device": {}, "os": {"name": "iPadOS"}}, "ios"),
        ({"device": {"type": "desktop"}, "os": {"name": "Windows"}}, ""),
    ],
)
def test_devices(context: dict[str, Any], system: str) -> None:
    context["device"] |= {"id": "D1", "advertisingId": "AD", "token": "T1"}
    expected = [(f"{system}.{kind}", value) for kind, value in DEVICE] if system else []
    assert told({"type": "track", "context": context}) == expected


DEVICE = [("id", "D1"), ("idfa", "AD"), ("push_token", "T1")]


@pytest.mark.parametrize(
    "device",
    [{"adTrackingEnabled": False}, {"advertisingId": "00000000-0000-0000-0000-000000000000"}],
)
def test_who_is_not_to_be_tracked_is_not_recognised_by_it(device: dict[str, Any]) -> None:
    device = {"type": "ios", "id": "D1", "advertisingId": "AD"} | device
    assert told({"type": "track", "context": {"device": device}}) == [("ios.id", "D1")]


@pytest.mark.parametrize("place", ["payload", "context"])
def test_the_client_id_of_analytics(place: str) -> None:
    integrations = {"integrations": {"Google Analytics": {"clientId": "1.2"}}}
    payload = integrations if place == "payload" else {"context": integrations}
    assert told({"type": "track", **payload}) == [("ga_client_id", "1.2")]


def test_an_alias_tells_an_earlier_id_as_both_that_it_may_be() -> None:
    payload = {"type": "alias", "previousId": " old "}
    both = (("user_id", "old"), ("anonymous_id", "old"))
    assert identifiers.previous(payload, DEFAULT) == both
    assert identifiers.previous({"type": "track", "previousId": "old"}, DEFAULT) == ()
    assert identifiers.previous({"type": "alias", "previousId": "null"}, DEFAULT) == ()


def test_accounts() -> None:
    group = {"type": "group", "groupId": "acme", "traits": {"name": "Acme"}}
    assert identifiers.accounts(group, DEFAULT) == [("acme", {"name": "Acme"})]
    track = {"type": "track", "context": {"groupId": 7}}
    assert identifiers.accounts(track, DEFAULT) == [("7", {})]
    both = group | track | {"type": "group"}
    assert identifiers.accounts(both, DEFAULT) == [("acme", {"name": "Acme"}), ("7", {})]
    anything: list[Any] = ["null", "", "x" * 513, {}, None, True]
    for nobody in anything:
        assert identifiers.accounts(group | {"groupId": nobody}, DEFAULT) == []


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        *("type", "traits", "context", "previousId", "groupId", "integrations", "externalIds"),
        *("device", "os", "email", "phone", "id", "name", "token", "advertisingId", "clientId"),
        "Google Analytics",
    ]
)
payloads = st.recursive(
    anything | st.sampled_from(["identify", "alias", "group", "ios", "users", "none", "phone"]),
    lambda inner: st.dictionaries(FIELDS, inner, max_size=6) | st.lists(inner, max_size=3),
    max_leaves=25,
)


@settings(max_examples=400)
@given(payloads, st.none() | st.text(max_size=5))
def test_whatever_is_sent_is_never_an_error(payload: Any, id: str | None) -> None:
    found = identifiers.told(id, id, payload, GERMAN)
    found += identifiers.previous(payload, GERMAN)
    for kind, value in found:
        assert kind in GERMAN.of and isinstance(value, str) and 0 < len(value) <= 512
    for group, traits in identifiers.accounts(payload, GERMAN):
        assert isinstance(group, str) and isinstance(traits, dict)
