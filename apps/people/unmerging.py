"""Writes of a merge that is undone: whose the identifiers are, and what each side knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from apps.events.models import Event
from apps.people import identifiers, operations, queries_identity
from apps.people.identifiers import Identity
from apps.people.identity_rules import Rules
from apps.people.models import Identifier, Merge, Profile


def give_back(*, merge: Merge, by: Any, now: datetime) -> list[str]:
    """Move the identifiers of whom the merge absorbed back to them; answers them as type:value.

    Of those that came since, the ones whose event was theirs by its other identifiers. The two
    are kept apart from now on. In the transaction of the caller, under the lock of route.
    """
    back = going_back(merge)
    Identifier.objects.filter(id__in=list(back)).update(profile_id=merge.absorbed_id)
    Profile.objects.filter(id=merge.absorbed_id).update(merged_into=None)
    operations.keep_apart(one=merge.survivor_id, other=merge.absorbed_id, at=now, by=by)
    return list(back.values())


def going_back(merge: Merge) -> dict[int, str]:
    """The identifiers that would move back, as type:value by their rows. Writes nothing."""
    owned = list(Identifier.objects.filter(profile_id=merge.survivor_id).order_by("id"))
    back = {one.pk: f"{one.type}:{one.value}" for one in owned if _moved(one, merge)}
    _add_what_came_since(owned, merge, back)
    return back


def _moved(one: Identifier, merge: Merge) -> bool:
    return f"{one.type}:{one.value}" in merge.identifiers


def _add_what_came_since(owned: Sequence[Identifier], merge: Merge, back: dict[int, str]) -> None:
    """An identifier that was learned since goes with the event that brought it."""
    rules = queries_identity.current()
    since = [
        one
        for one in owned
        if one.pk not in back and one.event_id is not None and one.event_id >= merge.event_id
    ]
    events = Event.objects.in_bulk([one.event_id for one in since if one.event_id])
    known = set(back.values())
    own = {f"{one.type}:{one.value}" for one in owned} - known
    for one in since:
        event = events.get(one.event_id or 0)
        first = _first(event, one, rules, known | own) if event else ""
        if first in known:
            back[one.pk] = f"{one.type}:{one.value}"
            known.add(back[one.pk])
            own.discard(back[one.pk])


def _first(event: Event, but: Identifier, rules: Rules, known: set[str]) -> str:
    """The identifier of highest priority in the event, but this one."""
    told: Sequence[Identity] = identifiers.told(
        event.user_id, event.anonymous_id, event.payload, rules
    )
    names = [f"{kind}:{value}" for kind, value in told if (kind, value) != (but.type, but.value)]
    return next((name for name in names if name in known), "")


class Known(msgspec.Struct):
    """What a side knows after the merge is undone: traits, and consents by channel and topic.

    `not_own`: the consents that it had from the other one, by when they were said.
    """

    profile: str
    traits: dict[str, tuple[Any, datetime]] = {}
    consents: dict[str, tuple[str, datetime]] = {}
    not_own: dict[str, datetime] = {}


def put_apart(*, sides: Sequence[Known], kept: UUID, given: UUID, events: Sequence[int]) -> None:
    """Write what each side knows, exactly; and whose the events were. In the caller's transaction.

    Of opt-outs only those are taken away of which the engine knows that they are the other one's:
    what it has not seen yet may have brought the rest.
    """
    with connection.cursor() as cursor:
        profiles = [side.profile for side in sides]
        cursor.execute("DELETE FROM people_trait WHERE profile_id = ANY(%s::uuid[])", [profiles])
        cursor.execute(_SUBSCRIBED, [profiles])
        for side in sides:
            for key, at in side.not_own.items():
                channel, _, topic = key.partition("/")
                cursor.execute(_NOT_OWN, [side.profile, channel, topic, at])
        cursor.execute(_EVENTS, [given, list(events), kept])
        cursor.execute(_MEMBERSHIPS, [given, kept, list(events), given])
    traits = [(side.profile, key, *told) for side in sides for key, told in side.traits.items()]
    operations.save_traits(rows=traits)
    operations.save_consents(rows=[row for side in sides for row in _consents(side)])


def _consents(side: Known) -> list[tuple[str, str, str, str, datetime]]:
    rows = []
    for key, (status, at) in side.consents.items():
        channel, _, topic = key.partition("/")
        rows.append((side.profile, channel, topic, status, at))
    return rows


_SUBSCRIBED = """
DELETE FROM people_consent WHERE profile_id = ANY(%s::uuid[]) AND status = 'subscribed'
"""
_NOT_OWN = """
DELETE FROM people_consent WHERE profile_id = %s AND channel = %s AND topic = %s AND at = %s
"""
_EVENTS = "UPDATE events_event SET profile_id = %s WHERE id = ANY(%s) AND profile_id = %s"
# A membership that the other has as well stays with the survivor: nothing says it was wrong.
_MEMBERSHIPS = """
UPDATE people_membership m SET profile_id = %s
WHERE m.profile_id = %s AND m.event_id = ANY(%s) AND NOT EXISTS (
    SELECT 1 FROM people_membership o WHERE o.profile_id = %s AND o.account_id = m.account_id)
"""
