"""What an event says of who it is about: its identifiers, each in one spelling. Pure.

Events hold whatever their sender wrote: what is not of the expected kind is no identifier, and
never an error.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apps.people.identity_rules import Rules
from apps.people.identity_types import (
    ANONYMOUS_ID,
    CROSS_DOMAIN_ID,
    EMAIL,
    GA_CLIENT_ID,
    PHONE,
    USER_ID,
)
from apps.people.phones import e164

Identity = tuple[str, str]

# Leads to an account, never to a person.
GROUP_ID = "group_id"

# What the column of identifiers holds.
LONGEST = 512
MOST_EXTERNAL = 50
SYSTEMS = {"ios": "ios", "ipados": "ios", "iphone os": "ios", "android": "android"}
# Of a device: the field, and the type it is told as.
OF_DEVICE = (("id", "id"), ("advertisingId", "idfa"), ("token", "push_token"))


def told(user_id: str | None, anonymous_id: str | None, more: Any, rules: Rules) -> list[Identity]:
    """The usable identifiers of an event, those of highest priority first.

    `more` is what of its payload can tell further ones; None: nothing.
    """
    every: list[tuple[str, Any]] = []
    if user_id is not None:
        every.append((USER_ID, user_id))
    if anonymous_id is not None:
        every.append((ANONYMOUS_ID, anonymous_id))
    if more:
        every += of_payload(more)
    return usable(every, rules)


def usable(every: Iterable[tuple[str, Any]], rules: Rules) -> list[Identity]:
    """Those that say something, normalised; of one type in the order in which they were told."""
    found: dict[Identity, None] = {}
    for kind, value in every:
        clean = normal(kind, value, rules)
        if clean is not None:
            found[kind, clean] = None
    place = rules.place
    return sorted(found, key=lambda one: place[one[0]]) if len(found) > 1 else list(found)


def normal(kind: str, value: Any, rules: Rules) -> str | None:
    """The one spelling of a value, or None where it says nothing of who somebody is."""
    if value is None or kind not in rules.of:
        return None
    text = _text(value)
    if not text or rules.blocks(kind, text):
        return None
    if kind == EMAIL:
        # Lower case may be longer than what was told: it is cut after.
        text = text.lower()
    elif kind == PHONE:
        number = e164(text[:LONGEST], rules.default_region)
        return None if number is None or rules.blocks(kind, number) else number
    return text[:LONGEST]


def of_payload(payload: Any) -> Iterator[tuple[str, Any]]:
    """What an event's payload tells beside its own two ids, as it was written."""
    payload = _dict(payload)
    context = _dict(payload.get("context"))
    # Traits of a group are the account's, not the person's.
    own = _dict(payload.get("traits")) if _type(payload) == "identify" else {}
    for where in (own, _dict(context.get("traits"))):
        yield EMAIL, where.get("email")
        yield PHONE, where.get("phone")
        yield CROSS_DOMAIN_ID, where.get("crossDomainId")
    yield from _external(context.get("externalIds"))
    yield from _of_device(context)
    for holder in (payload, context):
        analytics = _dict(_dict(holder.get("integrations")).get("Google Analytics"))
        yield GA_CLIENT_ID, analytics.get("clientId")


def previous(payload: Any, rules: Rules) -> tuple[Identity, ...]:
    """Whom an alias is about by the earlier id: as a user id, and as an anonymous id."""
    earlier = _dict(payload).get("previousId")
    if not earlier or _type(payload) != "alias":
        return ()
    return tuple(usable([(USER_ID, earlier), (ANONYMOUS_ID, earlier)], rules))


def accounts(payload: Any, rules: Rules) -> list[tuple[str, dict[str, Any]]]:
    """The accounts that an event names, each with what it tells of it."""
    payload = _dict(payload)
    told = [(_dict(payload.get("context")).get("groupId"), None)]
    if _type(payload) == "group":
        told.insert(0, (payload.get("groupId"), payload.get("traits")))
    found: dict[str, dict[str, Any]] = {}
    for id, traits in told:
        text = _text(id)
        if text and len(text) <= LONGEST and not rules.blocks(GROUP_ID, text):
            found.setdefault(text, dict(_dict(traits)))
    return list(found.items())


def _external(told: Any) -> Iterator[tuple[str, Any]]:
    for one in told[:MOST_EXTERNAL] if isinstance(told, list) else ():
        one = _dict(one)
        kind = one.get("type")
        of_people = one.get("collection", "users") == "users"
        if isinstance(kind, str) and of_people and one.get("encoding", "none") == "none":
            yield kind.strip().lower(), one.get("id")


def _of_device(context: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    device, os = _dict(context.get("device")), _dict(context.get("os"))
    system = _system(device.get("type")) or _system(os.get("name"))
    if not system:
        return
    for field, kind in OF_DEVICE:
        # Who is not to be tracked by advertisers is not recognised by it here either.
        if field != "advertisingId" or device.get("adTrackingEnabled") is not False:
            yield f"{system}.{kind}", device.get(field)


def _type(payload: Mapping[str, Any]) -> str:
    told = payload.get("type")
    return told.strip().lower() if isinstance(told, str) else ""


def _system(told: Any) -> str:
    return SYSTEMS.get(told.strip().lower(), "") if isinstance(told, str) else ""


def _text(value: Any) -> str:
    """A text or a number as text without outer spaces; "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
