"""The demonstration's caps once more, by hand, and what they make of the e-mails of one person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.demo.known_by_hand import Known
from tests.demo.shop_by_hand import DAY, Mail

WINDOW = timedelta(minutes=5)
WEEK = 7 * DAY
LIMITS = {
    "one-a-day": 1,
    "three-in-a-week": 3,
    "two-reminders-in-a-week": 2,
    "no-partner-offers": 0,
}


@dataclass(eq=False)
class Stop:
    """What stopped an e-mail at a moment, and the e-mails that did."""

    at: datetime
    code: str
    rule: str
    by: list["Fate"] = field(default_factory=list)


@dataclass(eq=False)
class Fate:
    """One e-mail that stood ready: when, what stopped it, and how it ended.

    `stops` have the reason of each time it was stopped, `against` all that spoke against it last.
    """

    journey: str
    mail: Mail
    ready: datetime
    zone: ZoneInfo
    wake: datetime | None = None
    stops: list[Stop] = field(default_factory=list)
    against: set[str] = field(default_factory=set)
    sent: datetime | None = None
    given_up: bool = False


def caps_of(mail: Mail) -> list[str]:
    special = {"reminder": ["two-reminders-in-a-week"], "partner": ["no-partner-offers"]}
    return ["one-a-day", "three-in-a-week", *special.get(mail.tag, [])]


def counts(cap: str, mail: Mail, left: datetime | None, at: datetime, who: Known) -> bool:
    """Whether an e-mail that left then counts under the cap at this moment."""
    if left is None or left > at or cap not in caps_of(mail):
        return False
    if cap == "one-a-day":
        return who.today(left) == who.today(at)
    return left > at - WEEK


def full(mail: Mail, sent: Iterable[Fate], who: Known) -> tuple[Stop, datetime] | None:
    """Of the caps that are full now the one that is so for longest, and until when."""
    found: tuple[Stop, datetime] | None = None
    for cap in caps_of(mail):
        counted = [one for one in sent if counts(cap, one.mail, one.sent, who.now, who)]
        if len(counted) >= LIMITS[cap]:
            free = _free(cap, counted, who)
            if found is None or free > found[1]:
                found = Stop(who.now, "frequency_cap", cap, counted), free
    return found


def _free(cap: str, counted: list[Fate], who: Known) -> datetime:
    today = who.today(who.now)
    if cap == "one-a-day":
        return who.local(today + DAY, time(0))
    if cap == "no-partner-offers":
        return who.local(today + DAY * (7 - today.weekday()), time(0))
    left = counted[-LIMITS[cap]].sent
    assert left
    return left + WEEK
