"""The identity rules in words: what differs between two documents. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.people.identity_rules import complete
from apps.people.identity_types import told_in

ADDED, REMOVED, LIMIT, RENAMED = "added", "removed", "limit", "renamed"
BLOCKED, UNBLOCKED, ORDER, REGION, ZEROS = "blocked", "unblocked", "order", "region", "zeros"
ALL = ""
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `type` is the key it is about, "" for all of them.

    `limit` is the new one where it is lower than before; `values` are those newly blocked.
    """

    kind: str
    type: str
    says: str
    limit: int | None = None
    values: tuple[str, ...] = ()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What the second document changes about the first."""
    old, new = complete(before), complete(after)
    was = {one["key"]: one for one in old["types"]}
    now = {one["key"]: one for one in new["types"]}
    found: list[Change] = []
    for key, one in now.items():
        found += _of_type(was[key], one) if key in was else [_added(one)]
    found += [
        Change(REMOVED, key, f"{one['name']} is not used any more.")
        for key, one in was.items()
        if key not in now
    ]
    found += _order(was, now)
    found += _values(ALL, "Every type", old["blocked"], new["blocked"])
    return found + _rest(old, new)


def limit_words(limit: int | None) -> str:
    return "no limit" if limit is None else f"{limit:,}"


def _added(one: Mapping[str, Any]) -> Change:
    limit = "any number" if one["limit"] is None else f"at most {one['limit']:,}"
    told = f"{one['name']} is new: {limit} for each person, told in {told_in(one['key'])}."
    return Change(ADDED, one["key"], told)


def _of_type(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    found, key, name = [], now["key"], now["name"]
    if was["limit"] != now["limit"]:
        told = f"{name}: limit {limit_words(was['limit'])} → {limit_words(now['limit'])}."
        lower = was["limit"] is None or (now["limit"] or was["limit"]) < was["limit"]
        found.append(Change(LIMIT, key, told, now["limit"] if lower else None))
    if was["name"] != name:
        found.append(Change(RENAMED, key, f"{was['name']} is called {name}."))
    return found + _values(key, name, was["blocked"], now["blocked"])


def _values(key: str, name: str, was: Sequence[str], now: Sequence[str]) -> list[Change]:
    found = []
    if more := [value for value in now if value not in was]:
        told = f"{name}: {_list(more)} {_is(more)} blocked."
        found.append(Change(BLOCKED, key, told, values=tuple(more)))
    if fewer := [value for value in was if value not in now]:
        found.append(Change(UNBLOCKED, key, f"{name}: {_list(fewer)} {_is(fewer)} allowed again."))
    return found


def _order(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    before = [key for key in was if key in now]
    after = [key for key in now if key in was]
    if before == after:
        return []
    told = ", ".join(one["name"] for one in now.values())
    return [Change(ORDER, ALL, f"The order of priority is: {told}.")]


def _rest(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    found = []
    if old["block_zeros"] != new["block_zeros"]:
        told = "are blocked" if new["block_zeros"] else "are allowed again"
        found.append(Change(ZEROS, ALL, f"Values of nothing but zeros and dashes {told}."))
    if old["default_region"] != new["default_region"]:
        region = new["default_region"]
        told = f"from {region}" if region else "not used: nobody can say where they are from"
        found.append(Change(REGION, ALL, f"Phone numbers without a country’s prefix are {told}."))
    return found


def _list(values: Sequence[str]) -> str:
    named = [f"“{value}”" for value in values[:MOST_NAMED]]
    more = len(values) - len(named)
    return ", ".join(named) + (f" and {more:,} more" if more else "")


def _is(values: Sequence[str]) -> str:
    return "is" if len(values) == 1 else "are"
