"""quiet_too_long: the channel is silent for longer than a stopped message may wait."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from apps.engine import local_time
from apps.engine.book import Journey, Node, QuietHours
from apps.engine.reasons import Code
from apps.journeys.sentences import duration
from apps.rules import sentences
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import ERROR, WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.scope import competing
from apps.simulate.conflicts.world import World

KIND = "quiet_too_long"
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)
CLOCK = ZoneInfo("UTC")


def find(world: World) -> Iterator[Finding]:
    """Messages that wait when stopped, and give up before the longest silence is over.

    A silence exactly as long as the wait stops nobody: the message leaves at its very end. Where
    the clocks change, a night may be an hour longer or shorter than counted here.
    """
    for journey in world.in_order():
        for node in competing(world, journey):
            windows = tuple(
                q for q in world.rules.quiet_hours if q.channel == node.settings.channel
            )
            if windows and node.settings.when_stopped == "wait":
                quiet, silence = longest_silence(windows)
                if silence >= WEEK or silence > node.settings.at_most:
                    yield _finding(world, journey, node, quiet, silence)


@lru_cache(maxsize=256)
def longest_silence(windows: tuple[QuietHours, ...]) -> tuple[QuietHours, timedelta]:
    """The longest stretch without a free minute, and the window that begins it."""
    found: list[tuple[timedelta, str, QuietHours]] = []
    for window in windows:
        clock = time.fromisoformat(window.start)
        for day in window.weekdays or range(7):
            start = datetime.combine(MONDAY.date() + timedelta(days=day), clock, UTC)
            silence = local_time.quiet_until(windows, start, CLOCK)
            if silence is not None:
                found.append((silence[1] - start, window.id, window))
    length, _, window = max(found, key=lambda one: (one[0], one[1]))
    return window, length


def _finding(
    world: World, journey: Journey, node: Node, quiet: QuietHours, silence: timedelta
) -> Finding:
    channel, at_most = node.settings.channel, duration(node.settings.at_most)
    never = silence >= WEEK
    of_channel = [q for q in world.rules.quiet_hours if q.channel == channel]
    candidates = people = None
    counted = words.NOT_COUNTED
    if world.history is not None:
        candidates, people = _skipped(world, journey, node)
        counted = f"Because of it {words.people(people)} would have missed the message."
    length = "never over" if never else f"up to {duration(silence)}"
    return Finding(
        kind=KIND,
        severity=ERROR if never else WARNING,
        where=Place(journey.key, node.key, "quiet_hours", quiet.id),
        title=(
            f"“{node.name}” of “{journey.name}” waits at most {at_most}, but the silence on "
            f"{words.channel(channel)} is {length}."
        ),
        why=(" ".join(sentences.quiet_hours(q) for q in of_channel), counted),
        journeys=(journey.key,),
        people=people,
        count=candidates,
        remedies=(
            Remedy("Let the message wait longer", Place(journey=journey.key, node=node.key)),
            Remedy("Make the quiet hours shorter", Place(section="quiet_hours", rule=quiet.id)),
        ),
    )


def _skipped(world: World, journey: Journey, node: Node) -> tuple[int, int]:
    """The candidates that quiet hours stopped for good, and their people."""
    assert world.history is not None
    numbers = world.history.messages.get((journey.key, node.key))
    if numbers is None:
        return 0, 0
    found = [n for (code, _), (n, _) in numbers.stopped.items() if code == Code.QUIET_HOURS]
    return sum(found), numbers.stopped_people.get(Code.QUIET_HOURS, 0)
