"""Invariant 3: no profile exceeds a cap; counted here in another way than the engine does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings

from apps.engine.book import Book, Cap
from apps.engine.outcome import Considered, Decision
from apps.engine.reasons import Verdict
from tests.invariants.worlds import World, worlds


@settings(max_examples=1000)
@given(worlds())
def test_no_cap_is_exceeded_by_any_life(world: World) -> None:
    outcome = world.live()
    for cap in world.book.rules.caps:
        for ghosts in (False, True):
            assert_holds(cap, world.book, counted(outcome.decisions, cap, world.book, ghosts))


def counted(
    decisions: tuple[Decision, ...], cap: Cap, book: Book, ghosts: bool
) -> list[tuple[datetime, str]]:
    """When messages that the cap covers were sent; those of the silent path on their own."""
    verdicts = {Verdict.HELD_OUT} if ghosts else {Verdict.SENT}
    return [
        (decision.at, zone_of(one))
        for decision in decisions
        for one in decision.considered
        if one.verdict in verdicts and covers(cap, one, book)
    ]


def covers(cap: Cap, one: Considered, book: Book) -> bool:
    tags = book.journeys[one.version].nodes[one.node].settings.tags
    if one.tier == "transactional" and not cap.transactional:
        return False
    scopes: list[tuple[tuple[str, ...], set[str]]] = [
        (cap.channels, {one.channel}),
        (cap.tiers, {one.tier}),
        (cap.journeys, {one.journey}),
        (cap.tags, set(tags)),
    ]
    return all(not allowed or values & set(allowed) for allowed, values in scopes)


def zone_of(one: Considered) -> str:
    return next((str(g.reason.numbers.get("zone", "")) for g in one.gates if not g.ok), "")


def assert_holds(cap: Cap, book: Book, sends: list[tuple[datetime, str]]) -> None:
    times = [at for at, _ in sends]
    if cap.hours is not None:
        length = timedelta(hours=cap.hours)
        for end in times:
            assert sum(end - length < at <= end for at in times) <= cap.limit
    else:
        # A person who moves may gain a day; nobody gains more than one for each zone lived in.
        zones = ("Asia/Tokyo", "America/New_York", book.rules.timezone)
        fits = [per_window(times, cap, ZoneInfo(zone)) <= cap.limit for zone in zones]
        assert any(fits) or len(times) <= cap.limit * len(zones)


def per_window(times: list[datetime], cap: Cap, zone: ZoneInfo) -> int:
    days = [at.astimezone(zone).date() for at in times]
    keys = [d if cap.calendar == "day" else d - timedelta(days=d.weekday()) for d in days]
    return max((keys.count(key) for key in keys), default=0)
