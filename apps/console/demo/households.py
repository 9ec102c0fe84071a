"""Some live together: accounts, telephones, a tablet of two, and a friend's device. Pure.

So that there is something to see where people are told apart: an account has several people, a
shared tablet leads to two of them, and what somebody typed on a friend's device made them one.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from apps.console.demo.diary import Call, stamp
from apps.console.demo.people import Person, luck_of, person

# Of so many people two live together, from this number on: a small shop has none.
EVERY, FIRST = 25, 700
# Of so many households one has a tablet that both use, and one a friend who came to visit.
TABLET, FRIEND = 4, 8


def households(*, people: int, seed: int, start: datetime, end: datetime) -> list[Call]:
    """What they tell besides, each event between the two moments."""
    calls: list[Call] = []
    for place, number in enumerate(range(FIRST, people - 1, EVERY)):
        luck = luck_of(seed, number, "household")
        at = start + (end - start) * luck.uniform(0.1, 0.8)
        pair = person(seed, number), person(seed, number + 1)
        told = [*_account(pair, at)]
        if place % TABLET == 0:
            told += _tablet(pair, at)
        if place % FRIEND == 0:
            told += _friend(pair[0], at)
        calls += _numbered(told, f"demo-{seed}-household-{number}")
    return [call for call in calls if stamp(start) < call["timestamp"] <= stamp(end)]


def _account(pair: tuple[Person, Person], at: datetime) -> Iterator[Call]:
    first = pair[0]
    traits = {"name": f"{first.first_name}'s household", "plan": "family", "country": first.country}
    for minutes, one in enumerate(pair):
        who = {"userId": one.user_id, "groupId": f"household-{first.number}"}
        yield _said(at + timedelta(minutes=minutes), "group", traits=traits, **who)
    phone = f"+49 30 23125 {first.number % 1000:03d}"
    yield _said(
        at + timedelta(minutes=3), "identify", userId=first.user_id, traits={"phone": phone}
    )


def _tablet(pair: tuple[Person, Person], at: datetime) -> Iterator[Call]:
    """Both sign in on one device: it stays with whoever was first."""
    for days, one in enumerate((*pair, pair[0])):
        when = at + timedelta(days=days, hours=1)
        tablet = f"tablet-{pair[0].number}"
        yield _said(when, "identify", userId=one.user_id, anonymousId=tablet, traits={})


def _friend(host: Person, at: datetime) -> Iterator[Call]:
    """A friend asks for the newsletter on a new telephone, on which the host signs in later."""
    device = f"phone-{host.number}"
    friend = {"email": f"friend.{host.number}@example.com", "first_name": "Kim", "country": "SE"}
    yield _said(at + timedelta(hours=5), "identify", anonymousId=device, traits=friend)
    visit = {"properties": {"path": "/newsletter"}, "name": "Newsletter"}
    yield _said(at + timedelta(hours=5, minutes=1), "page", anonymousId=device, **visit)
    who = {"userId": host.user_id, "anonymousId": device}
    yield _said(at + timedelta(days=2), "identify", **who, traits={})


def _said(at: datetime, type: str, **more: Any) -> Call:
    return {"type": type, "timestamp": stamp(at), "sentAt": stamp(at)} | more


def _numbered(calls: list[Call], prefix: str) -> list[Call]:
    return [call | {"messageId": f"{prefix}-{place}"} for place, call in enumerate(calls)]
