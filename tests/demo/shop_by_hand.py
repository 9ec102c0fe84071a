"""The demonstration's journeys once more, written by hand: what each asks for, one step at a time.

Nothing of the application is used here: who changes the demonstration changes this as well, and the
two are held against each other.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER = timedelta(days=10_000)
LIFECYCLE, MARKETING = 1, 2


@dataclass(frozen=True)
class Mail:
    """Wants to leave, and waits for it at most so long (0: not at all)."""

    node: str
    waits: timedelta = 2 * DAY
    topic: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Until:
    """Does nothing until then; `then` is the e-mail that certainly comes next."""

    at: datetime
    then: Mail | None = None


@dataclass(frozen=True)
class Hear:
    """Waits for an event until then; is told whether it came."""

    event: str
    at: datetime
    order: str = ""


class Someone(Protocol):
    """What journeys ask of a person."""

    now: datetime

    def local(self, day: date, clock: time) -> datetime: ...
    def today(self, at: datetime) -> date: ...
    def trait(self, key: str) -> Any: ...
    def count(self, event: str, days: int) -> int: ...


Step = Mail | Until | Hear
Way = Generator[Step, bool, None]
Properties = dict[str, Any]


def onboarding(one: Someone, entry: Properties) -> Way:
    yield Mail("welcome")
    yield Until(one.now + DAY)
    yield Mail("next-steps" if one.count("Feature Used", 2) >= 2 else "first-steps")
    looked = yield Hear("Viewed Pricing Page", one.now + 2.5 * DAY)
    yield Mail("plans" if looked else "halfway", 3.5 * DAY)
    ends = one.trait("trial_ends_at")
    if ends:
        before = one.local(date.fromisoformat(ends) - 2 * DAY, time(10))
        if before >= one.now:
            last = Mail("ends-soon")
            yield Until(before, last)
            yield last
    yield Hear("Subscription Started", one.now + 3 * DAY)


def nudges(one: Someone, entry: Properties) -> Way:
    yield Mail("first", DAY, tag="reminder")
    for node in ("second", "third"):
        nudge = Mail(node, DAY, tag="reminder")
        yield Until(one.now + DAY, nudge)
        yield nudge


def tour(one: Someone, entry: Properties) -> Way:
    yield Mail("tour", timedelta(0))


def post_purchase(one: Someone, entry: Properties) -> Way:
    came = yield Hear("Order Delivered", one.now + 5 * DAY, order=entry["order_id"])
    if came:
        yield Until(one.now + 12 * HOUR)
        # A review or what goes well with it: which one is luck, and the same to the rules.
        yield Mail("review", 4.5 * DAY)
    else:
        yield Mail("delayed", 1.5 * DAY)


def win_back(one: Someone, entry: Properties) -> Way:
    yield Until(one.now + 10 * HOUR)
    yield Mail("single-box" if one.count("Order Completed", 30) else "pause", 4.5 * DAY)
    soonest = one.now + 5 * DAY
    day = one.today(soonest)
    while day.weekday() >= 5 or one.local(day, time(17)) < soonest:
        day += DAY
    offer = Mail("offer", 4.5 * DAY, topic="offers")
    yield Until(one.local(day, time(17)), offer)
    yield offer
    yield Until(one.now + 7 * DAY)


def cart_reminder(one: Someone, entry: Properties) -> Way:
    for _ in range(2):
        ordered = yield Hear("Order Completed", one.now + 20 * HOUR)
        if ordered:
            return
        yield Mail("reminder", 8 * HOUR, tag="reminder")


def subscriber_welcome(one: Someone, entry: Properties) -> Way:
    yield Mail("welcome")
    ordered = yield Hear("Order Completed", one.now + 14 * DAY)
    if ordered:
        yield Mail("thanks")


def recipe_club(one: Someone, entry: Properties) -> Way:
    yield Mail("invitation", 3 * DAY)


def refer_a_friend(one: Someone, entry: Properties) -> Way:
    yield Mail("code", 3 * DAY)


def partner_offers(one: Someone, entry: Properties) -> Way:
    yield Until(one.now + 3 * DAY)
    yield Mail("offer", topic="offers", tag="partner")


def second_chance(one: Someone, entry: Properties) -> Way:
    yield Until(one.now + 10 * DAY)
    yield Mail("question")


@dataclass(frozen=True)
class Journey:
    """`again`: how long after leaving; NEVER for once. `key`: one run for each value of it."""

    entry: str
    tier: int
    priority: int
    way: Callable[[Someone, Properties], Way]
    again: timedelta = timedelta(0)
    key: str = ""
    goal: str = ""
    stay: timedelta = NEVER
    # Whose runs keep people out, and whose runs it ends.
    yields_to: str = ""
    ends: str = ""


TRIAL, ORDER = "Trial Started", "Order Completed"
STARTED, CANCELLED = "Subscription Started", "Subscription Cancelled"
PAYING = "becomes a subscriber"
JOURNEYS = {
    "cart-reminder": Journey(
        "Cart Updated", MARKETING, 30, cart_reminder, 3 * DAY, yields_to="win-back"
    ),
    "partner-offers": Journey(ORDER, MARKETING, 15, partner_offers),
    "post-purchase": Journey(ORDER, LIFECYCLE, 50, post_purchase, key="order_id"),
    "recipe-club": Journey(STARTED, MARKETING, 20, recipe_club, NEVER),
    "refer-a-friend": Journey(STARTED, MARKETING, 20, refer_a_friend, NEVER),
    "second-chance": Journey(CANCELLED, MARKETING, 35, second_chance, stay=7 * DAY),
    "subscriber-welcome": Journey(
        PAYING, LIFECYCLE, 60, subscriber_welcome, stay=10 * DAY, yields_to="trial-onboarding"
    ),
    "trial-nudges": Journey(TRIAL, LIFECYCLE, 45, nudges, NEVER),
    "trial-onboarding": Journey(
        TRIAL, LIFECYCLE, 70, onboarding, NEVER, goal=STARTED, yields_to="subscriber-welcome"
    ),
    "trial-tour": Journey(TRIAL, MARKETING, 10, tour, NEVER),
    "win-back": Journey(CANCELLED, MARKETING, 40, win_back, goal=STARTED, ends="cart-reminder"),
}
