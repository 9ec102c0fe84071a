"""What a rule would have done in the last 30 days: reads what was sent, and asks `effect`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from apps.engine import local_time
from apps.engine.book import Cap, ExclusionGroup, QuietHours, RuleSet
from apps.graph import queries_sends, queries_stays
from apps.graph.queries_sends import Sent
from apps.graph.queries_stays import Stay
from apps.people import queries_sets
from apps.rules import effect
from apps.rules.effect import Effect

MONTH = timedelta(days=30)
# A calendar window is at most a week long, and a day more where clocks differ.
LONGEST_CALENDAR = timedelta(days=8)

Row = TypeVar("Row", Sent, Stay)


def of_cap(cap: Cap, rules: RuleSet, now: datetime) -> Effect:
    """What the cap would have stopped in the last 30 days."""
    window = timedelta(hours=cap.hours) if cap.hours is not None else LONGEST_CALENDAR
    read = queries_sends.sends_of(
        since=now - MONTH - window,
        channels=cap.channels,
        tiers=cap.tiers,
        journeys=cap.journeys,
        tags=cap.tags,
        not_tiers=() if cap.transactional else exempt(rules),
    )
    sends = as_survivors(read, lambda send: send.at)
    zones = clocks(sends, rules) if cap.calendar else _anywhere
    found = effect.of_cap(cap, sends, zones, since=(now - MONTH).timestamp())
    return replace(found, complete=_is_all(read))


def of_quiet_hours(quiet: QuietHours, rules: RuleSet, now: datetime) -> Effect:
    """Which sends of the last 30 days it would have delayed."""
    read = queries_sends.sends_of(
        since=now - MONTH, channels=[quiet.channel], not_tiers=exempt(rules)
    )
    sends = as_survivors(read, lambda send: send.at)
    found = effect.of_quiet_hours(quiet, sends, clocks(sends, rules))
    return replace(found, complete=_is_all(read))


def of_group(group: ExclusionGroup, now: datetime) -> Effect:
    """Which entries of the last 30 days met somebody in another journey of the group."""
    since = now - MONTH
    read = queries_stays.stays(group.journeys, since=since)
    stays = as_survivors(read, lambda stay: stay.entered_at)
    found = effect.of_group(stays, since=since.timestamp())
    return replace(found, complete=len(read) < queries_stays.MOST)


def _is_all(read: Sequence[Sent]) -> bool:
    return len({send.profile for send in read}) < queries_sends.MOST


def exempt(rules: RuleSet) -> list[str]:
    """The tiers that caps and quiet hours leave alone."""
    return [tier.key for tier in rules.tiers if tier.transactional]


def as_survivors(rows: Sequence[Row], at: Callable[[Row], float]) -> list[Row]:
    """What happened to merged profiles, as of the one person they are; by person and time."""
    goes_on = queries_sets.survivors({row.profile for row in rows})
    if not goes_on:
        return list(rows)
    own = [replace(row, profile=goes_on.get(row.profile, row.profile)) for row in rows]
    return sorted(own, key=lambda row: (row.profile, at(row)))


def clocks(sends: Iterable[Sent], rules: RuleSet) -> effect.Zones:
    """Each person's clock, or else the workspace's."""
    told = queries_sets.zones({send.profile for send in sends})
    workspace = local_time.zone(rules.timezone) or ZoneInfo("UTC")
    return lambda profile: local_time.zone(told.get(profile, "")) or workspace


def _anywhere(profile: str) -> ZoneInfo:
    return ZoneInfo("UTC")
