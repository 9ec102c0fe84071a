"""What is left of personal values: enough to recognise them by, never themselves."""

from typing import Any

import pytest

from apps.people import masked
from apps.people.masked import MASK


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("ann@example.com", "a•••@e•••.com"),
        ("a@b.co.uk", "a•••@b•••.uk"),
        ("ann@localhost", "a•••@l•••"),
        ("user-1042", "u•••42"),
        ("+4915112345678", "+•••78"),
        ("u1042", "u•••"),
        ("42", MASK),
        ("", MASK),
    ],
)
def test_an_identifier_keeps_its_shape(value: str, seen: str) -> None:
    assert masked.identifier(value) == seen


def test_an_identifier_keeps_its_type() -> None:
    assert masked.pair("email:ann@example.com") == "email:a•••@e•••.com"
    assert masked.pair("user_id:a:b:1042") == "user_id:a•••42"


@pytest.mark.parametrize(
    ("key", "value", "seen"),
    [
        ("email", "ann@example.com", "a•••@e•••.com"),
        ("firstName", "Annette", "A•••"),
        ("Last Name", "Miller", "M•••"),
        ("date_of_birth", "1979-10-12", MASK),
        ("address", {"street": "Main 1", "city": "Kria"}, MASK),
        ("phone", 4915112345678, MASK),
        ("email", None, None),
        ("plan", "pro", "pro"),
        ("orders", 3, 3),
        (
            "note",
            "write to ann@example.com or +49 151 12345678",
            "write to a•••@e•••.com or +•••78",
        ),
        ("seen_at", "2026-03-02T09:00:00+00:00", "2026-03-02T09:00:00+00:00"),
        ("version", "2026.11.23", "2026.11.23"),
        ("network", "from 203.0.113.77", f"from {MASK}"),
        ("network", "from 2001:db8:85a3:8d3:1319:8a2e:370:7348", f"from {MASK}"),
    ],
)
def test_a_trait_is_masked_where_its_key_or_its_look_is_personal(
    key: str, value: Any, seen: Any
) -> None:
    assert masked.trait(key, value) == seen


def test_an_event_keeps_all_that_says_nothing_of_the_person() -> None:
    told = {
        "type": "page",
        "name": "Pricing",
        "userId": "user-1042",
        "messageId": "m-user-1042-1",
        "properties": {"plan": "pro", "url": "https://x.test/u/user-1042?e=ann%40example.com"},
        "context": {
            "ip": "203.0.113.77",
            "app": {"name": "Shop"},
            "device": {"id": "device-77", "model": "X"},
            "externalIds": [{"type": "shop", "id": "cust-998877"}],
            "traits": {"email": "ann@example.com"},
        },
        "groupId": "cust-998877 of ship-42",
    }
    assert masked.payload(told) == {
        "type": "page",
        "name": "Pricing",
        "userId": "u•••42",
        "messageId": "m•••-1",
        "properties": {"plan": "pro", "url": f"https://x.test/u/{MASK}?e=a•••@e•••.com"},
        "context": {
            "ip": MASK,
            "app": {"name": "Shop"},
            "device": {"id": MASK, "model": "X"},
            "externalIds": MASK,
            "traits": {"email": "a•••@e•••.com"},
        },
        "groupId": f"{MASK} of ship-42",
    }
