"""Which waiting messages are resolved now: at once, when their window closes, or asked again."""

from collections.abc import Callable, Set

from apps.engine import person
from apps.engine.evolve import evolve
from apps.engine.listening import end_what_is_over, tell_of_stages
from apps.engine.reasons import Code
from apps.engine.resolve import SHORTEST_PAUSE, resolve
from apps.engine.run import Run
from apps.engine.values import Enrollment, ProfileState, Waiting

# Rounds that one moment may take before the rest waits for the next one.
MAX_ROUNDS = 100

# What may be over when something else is known of the person, and when a place comes free.
BY_WHAT_IS_KNOWN = {
    Code.SUPPRESSED,
    Code.NO_ADDRESS,
    Code.NO_CONSENT,
    Code.UNSUBSCRIBED,
    Code.GATE_ERROR,
}
BY_PLACES = {
    Code.FREQUENCY_CAP,
    Code.LOOK_AHEAD,
    Code.LOST_TIER,
    Code.LOST_PRIORITY,
    Code.LOST_READY_TIME,
    Code.LOST_KEY,
    Code.LOST_SAME_JOURNEY,
}


def resolve_what_is_ready(run: Run) -> None:
    """Transactional messages leave at once; the others compete when their window closes.

    One that waits is asked again before its moment where what stopped it may be over: consents,
    addresses or suppressions changed, a place under a cap was given back, a merge, other rules.
    """
    changed = _changed(run)
    _ask_again(
        run,
        lambda waiting: (
            waiting.rule_set != run.book.rules.id or not changed.isdisjoint(waiting.stopped_by)
        ),
    )
    _ask_the_excluded(run, run.step.state)
    _resolve(run)


def _changed(run: Run) -> Set[Code]:
    """What may be over by what this step has brought."""
    before, after = run.step.state, run.state
    if run.step.absorb:
        return BY_WHAT_IS_KNOWN | BY_PLACES | {Code.EXCLUDED, Code.JOURNEY_NOT_LIVE}
    codes: set[Code] = set()
    if (
        before.consents != after.consents
        or before.suppressed != after.suppressed
        or (before.traits is not after.traits and _addresses(before) != _addresses(after))
    ):
        codes |= BY_WHAT_IS_KNOWN
    if len(after.sends) < len(before.sends):
        codes |= BY_PLACES
    return codes


def _ask_the_excluded(run: Run, before: ProfileState) -> None:
    """Where a run has ended since, those that were silent beside it are asked again."""
    if before.enrollments is not run.state.enrollments:
        inside = {enrollment.id for enrollment in run.state.enrollments}
        if any(enrollment.id not in inside for enrollment in before.enrollments):
            _ask_again(run, lambda waiting: Code.EXCLUDED in waiting.stopped_by)


def _addresses(state: ProfileState) -> list[str]:
    return [person.address(state, channel) for channel in person.ADDRESS_TRAITS]


def _ask_again(run: Run, concerns: Callable[[Waiting], bool]) -> None:
    for enrollment in run.state.enrollments:
        waiting = enrollment.waiting
        if waiting and waiting.wake_at and waiting.stopped_by and concerns(waiting):
            run.put(evolve(enrollment, waiting=evolve(waiting, wake_at=None)))


def _resolve(run: Run) -> None:
    for _ in range(MAX_ROUNDS):
        ready = [e for e in run.state.enrollments if e.waiting and e.waiting.wake_at is None]
        at_once = [e for e in ready if _is_transactional(run, e)]
        competing = [e for e in ready if e not in at_once]
        closes_at = run.state.window_closes_at
        if not competing:
            closes_at = None
        elif closes_at is None:
            closes_at = run.at + run.book.rules.window
        closes = closes_at is not None and closes_at <= run.at
        if closes:
            closes_at = None
        if closes_at != run.state.window_closes_at:
            run.update(window_closes_at=closes_at)
        now_decided = at_once + (competing if closes else [])
        if not now_decided:
            return
        before = run.state
        resolve(run, now_decided)
        tell_of_stages(run)
        end_what_is_over(run)
        _ask_the_excluded(run, before)
    _put_off_what_is_ready(run)


def _put_off_what_is_ready(run: Run) -> None:
    """A circle of messages without a wait goes on in a while, rather than never or for ever now."""
    for enrollment in run.state.enrollments:
        waiting = enrollment.waiting
        if waiting and waiting.wake_at is None:
            again = evolve(waiting, wake_at=run.at + SHORTEST_PAUSE)
            run.put(evolve(enrollment, waiting=again))


def _is_transactional(run: Run, enrollment: Enrollment) -> bool:
    journey = run.book.journeys[enrollment.version]
    settings = journey.nodes[enrollment.node].settings
    return run.book.rules.tier(settings.tier or journey.tier).transactional
