"""Look-ahead: a message yields where it would take the cap's last place from a better one.

Scheduled is what has its moment already: a message that waits until then, or one that follows the
delay at which its run stands. A cap that has no place left anyway is not kept free for anybody.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from apps.engine import person
from apps.engine.book import Book, Cap
from apps.engine.candidate import Candidate, candidate
from apps.engine.evolve import evolve
from apps.engine.gates import ask_all, frequency_cap, quiet_hours
from apps.engine.reasons import Answer, Code, Reason
from apps.engine.values import Enrollment, ProfileState, Send, Waiting

# Gates whose *no* is over by itself when the time comes; the others would stop it then as well.
PASSING = (frequency_cap.GATE, quiet_hours.GATE)


def yields(
    one: Candidate,
    state: ProfileState,
    book: Book,
    now: datetime,
    put_off: Sequence[tuple[datetime, Candidate]] = (),
) -> tuple[Reason, datetime] | None:
    """To whom the candidate leaves its place, and when it may ask again; None where to nobody.

    `put_off` are those that the decision at hand has just made wait, each with its moment.
    """
    if not book.rules.look_ahead or not book.rules.caps:
        return None
    soon = [(at, other) for at, other in put_off if at <= now + book.rules.look_ahead]
    better = sorted(
        (
            (at, other)
            for at, other in (*_scheduled(state, book, now), *soon)
            if other.enrollment.id != one.enrollment.id and _outranks(other, one)
        ),
        key=lambda pair: (pair[0], pair[1].enrollment.id),
    )
    for cap in book.rules.caps:
        if frequency_cap.covers(cap, one):
            held = [(at, other) for at, other in better if frequency_cap.covers(cap, other)]
            answer = _needed(cap, held, one, state, book, now)
            if answer is not None:
                return answer
    return None


def put_off(one: Candidate, gates: Sequence[Answer]) -> list[tuple[datetime, Candidate]]:
    """The candidate with its moment, where only time stops it and it waits for that."""
    stops = [answer for answer in gates if not answer.ok]
    moments = [answer.retry_at for answer in stops if answer.retry_at is not None]
    if (
        one.node.settings.when_stopped != "wait"
        or len(moments) < len(stops)
        or any(answer.gate not in PASSING for answer in stops)
    ):
        return []
    at = max(moments)
    return [(at, one)] if at <= one.waiting.give_up_at else []


def _needed(
    cap: Cap,
    held: list[tuple[datetime, Candidate]],
    one: Candidate,
    state: ProfileState,
    book: Book,
    now: datetime,
) -> tuple[Reason, datetime] | None:
    """The first of those to come that takes the last place of a window which this one is in."""
    where = person.zone(state, book.rules)
    ghostly = one.silenced_by is not None
    sends = [send for send in state.sends if ghostly or not send.ghost]
    for at, other in held:
        if frequency_cap.counted_at(cap, [_as_send(one, now)], at, where):
            used = frequency_cap.counted_at(cap, sends, at, where)
            if used == cap.limit - 1:
                numbers = {
                    "cap": cap.name,
                    "limit": cap.limit,
                    "count": used,
                    "reserved_journey": other.journey.key,
                    "reserved_name": other.journey.name,
                    "reserved_node": other.node.name,
                    "reserved_message": other.message_id,
                    "at": at,
                }
                reason = Reason(Code.LOOK_AHEAD, cap.id, cap.name, numbers)
                return reason, at + book.rules.window
        sends.append(_as_send(other, at))
    return None


def _outranks(other: Candidate, one: Candidate) -> bool:
    """A better tier or priority; and what is held out is better only than what is, too."""
    if other.silenced_by is not None and one.silenced_by is None:
        return False
    return (other.tier_rank, -other.journey.priority) < (one.tier_rank, -one.journey.priority)


def _scheduled(
    state: ProfileState, book: Book, now: datetime
) -> Iterator[tuple[datetime, Candidate]]:
    """What is due within the look-ahead."""
    for enrollment in state.enrollments:
        at = enrollment.waiting.wake_at if enrollment.waiting else enrollment.until
        if at is not None and now < at <= now + book.rules.look_ahead:
            proposing = _as_it_will_be(enrollment, book, at)
            if proposing is not None:
                other = candidate(proposing, state, book)
                if all(a.ok or a.gate in PASSING for a in ask_all(other, state, book, now)):
                    yield at, other


def _as_it_will_be(enrollment: Enrollment, book: Book, at: datetime) -> Enrollment | None:
    """The enrollment at the message that is scheduled for it, or None."""
    if enrollment.leave_by is not None and enrollment.leave_by <= at:
        return None
    if enrollment.waiting:
        return enrollment
    journey = book.journeys[enrollment.version]
    node = journey.nodes[enrollment.node]
    way_on = node.next.get("next") if node.type == "delay" else None
    if way_on is None or journey.nodes[way_on].type != "message":
        return None
    visits = {**enrollment.visits, way_on: enrollment.visits.get(way_on, 0) + 1}
    return evolve(enrollment, node=way_on, visits=visits, waiting=Waiting(at, at), until=None)


def _as_send(one: Candidate, at: datetime) -> Send:
    return Send(
        message_id=one.message_id,
        at=at,
        channel=one.node.settings.channel,
        tier=one.tier.key,
        journey=one.journey.key,
        tags=one.node.settings.tags,
        transactional=one.tier.transactional,
    )
