"""The rules as they are written, counted by hand: no gate of the engine runs here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Document = Mapping[str, Any]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Sent:
    at: datetime
    channel: str
    tier: str
    journey: str
    tags: tuple[str, ...]
    ghost: bool = False


def falls_under(cap: Document, sent: Sent) -> bool:
    """Whether the cap counts this message."""
    if sent.tier == "transactional" and not cap.get("transactional"):
        return False
    scopes = (
        ("channels", {sent.channel}),
        ("tiers", {sent.tier}),
        ("journeys", {sent.journey}),
        ("tags", set(sent.tags)),
    )
    return all(not cap.get(scope) or set(cap[scope]) & has for scope, has in scopes)


def is_in_window(cap: Document, earlier: datetime, at: datetime, zone: ZoneInfo) -> bool:
    """Whether what was sent earlier counts at that moment."""
    if "hours" in cap:
        return earlier > at - timedelta(hours=cap["hours"])
    one, two = (moment.astimezone(zone).date() for moment in (earlier, at))
    if cap["calendar"] == "day":
        return one == two
    return one.isocalendar()[:2] == two.isocalendar()[:2]


def is_within(window: Document, local: datetime) -> bool:
    """By the hands of the clock alone."""
    start, end = (time.fromisoformat(window[key]) for key in ("start", "end"))
    days = window.get("weekdays") or DAYS
    today, before = DAYS[local.weekday()], DAYS[local.weekday() - 1]
    clock = local.time()
    if start < end:
        return today in days and start <= clock < end
    return (today in days and clock >= start) or (before in days and clock < end)
