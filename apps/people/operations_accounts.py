"""Writes of accounts: what group events tell of them, and who belongs to them.

Route alone calls this, so nobody else writes the same rows meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.people.models import Account, Membership

LONGEST_NAME, LONGEST_KEY, MOST_TRAITS = 255, 255, 500


@dataclass(frozen=True, slots=True)
class Told:
    """An event that names an account; `traits` are the account's, where it tells any."""

    event_id: int
    profile: UUID
    group_id: str
    traits: dict[str, Any]
    occurred_at: datetime
    at: datetime


def save_accounts(*, rows: Sequence[Told]) -> None:
    """Write what these events, in log order, tell. Runs in the transaction of the caller."""
    if not rows:
        return
    known = Account.objects.in_bulk({one.group_id for one in rows}, field_name="group_id")
    changed: dict[str, Account] = {}
    for one in rows:
        account = known.get(one.group_id)
        if account is None:
            account = Account(group_id=one.group_id, first_seen=one.at)
            known[one.group_id] = changed[one.group_id] = account
        if _learn(account, one):
            changed[one.group_id] = account
    Account.objects.bulk_create(
        changed.values(),
        update_conflicts=True,
        unique_fields=["group_id"],
        update_fields=["name", "traits", "told_at"],
    )
    Membership.objects.bulk_create(
        (
            Membership(
                profile_id=one.profile,
                account_id=known[one.group_id].pk,
                since=one.occurred_at,
                event_id=one.event_id,
            )
            for one in rows
        ),
        ignore_conflicts=True,
    )


def _learn(account: Account, told: Told) -> bool:
    """The later word on each trait stays; whether anything was new."""
    said = told.occurred_at.timestamp()
    learned = False
    for key, value in told.traits.items():
        key = key[:LONGEST_KEY]
        before = account.told_at.get(key)
        if before is None and len(account.told_at) >= MOST_TRAITS:
            continue
        if before is None or before <= said:
            learned = learned or before != said or account.traits.get(key) != value
            account.traits[key], account.told_at[key] = value, said
    name = account.traits.get("name")
    account.name = name.strip()[:LONGEST_NAME] if isinstance(name, str) else ""
    return learned
