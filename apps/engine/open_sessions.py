"""The latest sessions of a person as values: which one an event fits, which ones are remembered.

A session is what somebody does at one source under one key (`context.sessionId`) or, where no key
is told, without half an hour of silence. They stand in the order in which they were last heard of.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from apps.engine.evolve import evolve
from apps.engine.values import Event, OpenSession

SILENCE = timedelta(minutes=30)
MOST_OF_SOURCE = 3
MOST = 24

Sessions = tuple[OpenSession, ...]


def fitting(sessions: Iterable[OpenSession], event: Event) -> OpenSession | None:
    """The session that an event belongs to; None where it begins one of its own.

    Without a key it belongs to what went on around it, whether that has a key or not.
    """
    here = [one for one in sessions if one.source == event.source]
    if event.session:
        return next((one for one in here if one.key == event.session), None)
    at = event.occurred_at
    near = [one for one in here if one.started_at - SILENCE <= at <= one.last_at + SILENCE]
    return latest(near)


def latest(sessions: Sequence[OpenSession]) -> OpenSession | None:
    """The session in which something happened last."""
    return max(reversed(sessions), key=lambda one: one.last_at, default=None)


def grown(session: OpenSession, event: Event) -> OpenSession:
    """The session with this event in it."""
    return evolve(
        session,
        started_at=min(session.started_at, event.occurred_at),
        last_at=max(session.last_at, event.occurred_at),
        events=session.events + 1,
    )


def with_latest(sessions: Sessions, touched: OpenSession) -> Sessions:
    """All of them with this one, new or grown, as the one last heard of."""
    if sessions and sessions[-1].id == touched.id:
        return (*sessions[:-1], touched)
    others = tuple(one for one in sessions if one.id != touched.id)
    both = (*others, touched)
    return _bounded(both) if len(others) == len(sessions) else both


def join(own: Sessions, other: Sessions) -> Sessions:
    """What is remembered of a person after a merge: of one key, both halves as one session."""
    halves = {(one.source, one.key): one for one in other if one.key}
    joined = [_whole(one, halves.pop((one.source, one.key), None)) for one in own]
    rest = [one for one in other if not one.key or (one.source, one.key) in halves]
    return _bounded(tuple(sorted((*joined, *rest), key=lambda one: (one.last_at, one.id))))


def _whole(own: OpenSession, other: OpenSession | None) -> OpenSession:
    if other is None:
        return own
    return evolve(
        own,
        started_at=min(own.started_at, other.started_at),
        last_at=max(own.last_at, other.last_at),
        events=own.events + other.events,
    )


def _bounded(sessions: Sessions) -> Sessions:
    kept = list(sessions)
    for source in dict.fromkeys(one.source for one in sessions):
        here = [one for one in kept if one.source == source]
        while len(here) > MOST_OF_SOURCE:
            gone = _forgotten(here)
            here.remove(gone)
            kept.remove(gone)
    while len(kept) > MOST:
        kept.remove(_forgotten(kept))
    return tuple(kept)


def _forgotten(sessions: Sequence[OpenSession]) -> OpenSession:
    """The one not heard of for longest; never the current one: late events don't displace it."""
    current = latest(sessions)
    return next(one for one in sessions if one is not current)
