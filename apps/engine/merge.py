"""Two profiles that are one person: what each knows becomes one state."""

from collections.abc import Mapping
from datetime import datetime
from heapq import merge as merged_in_order
from typing import Protocol, TypeVar

from apps.engine import conversion, exclusion, open_sessions, stages, walk
from apps.engine.entering import MAX_KEYS
from apps.engine.evolve import evolve
from apps.engine.facts import MAX_BUCKET_KEYS
from apps.engine.outcome import Adopted, ConsentChanged, TraitChanged
from apps.engine.reasons import Code, Reason
from apps.engine.run import Run
from apps.engine.values import Absorb, Enrollment, Past, ProfileState, Send


class Dated(Protocol):
    @property
    def at(self) -> datetime: ...


D = TypeVar("D", bound=Dated)


def absorb(run: Run, absorbed: Absorb) -> None:
    """Take the other profile's state in, with its stages and runs."""
    own, other = run.state, absorbed.other
    join(run, other)
    stages.join(run, own, other)
    for enrollment in other.enrollments:
        _adopt(run, enrollment, own.enrollments)
    _keep_apart(run)


def join(run: Run, other: ProfileState) -> None:
    """What both know: the later word wins, no send is forgotten."""
    own = run.state
    _tell_what_changes(run, own, other)
    keys = dict.fromkeys((*own.bucket_keys, *other.bucket_keys))
    run.update(
        traits=_latest(own.traits, other.traits),
        consents=_latest(own.consents, other.consents),
        suppressed={**other.suppressed, **own.suppressed},
        problems=tuple(dict.fromkeys((*own.problems, *other.problems)))[-20:],
        bucket_keys=tuple(keys)[:MAX_BUCKET_KEYS],
        absorbed=(*own.absorbed, *other.absorbed, other.id),
        tallies=_tallies(run, own, other),
        past=_past(own, other),
        sends=_sends(own, other),
        watched=conversion.join(own.watched, other.watched),
        sessions=open_sessions.join(own.sessions, other.sessions),
        window_closes_at=min(
            (at for at in (own.window_closes_at, other.window_closes_at) if at), default=None
        ),
    )


def _tell_what_changes(run: Run, own: ProfileState, other: ProfileState) -> None:
    for key, trait in other.traits.items():
        if key not in own.traits or own.traits[key].at < trait.at:
            run.effects.append(TraitChanged(key, trait.value, trait.at))
    for key, consent in other.consents.items():
        if key not in own.consents or own.consents[key].at < consent.at:
            channel, _, topic = key.partition("/")
            run.effects.append(ConsentChanged(channel, topic, consent.status, consent.at))


def _latest(own: Mapping[str, D], other: Mapping[str, D]) -> dict[str, D]:
    newer = {k: v for k, v in other.items() if k not in own or own[k].at < v.at}
    return {**own, **newer}


def _tallies(run: Run, own: ProfileState, other: ProfileState) -> dict[str, tuple[datetime, ...]]:
    names = own.tallies.keys() | other.tallies.keys()
    return {
        name: tuple(merged_in_order(own.tallies.get(name, ()), other.tallies.get(name, ())))[
            -run.book.tally_depths.get(name, 1) :
        ]
        for name in sorted(names)
    }


def _past(own: ProfileState, other: ProfileState) -> dict[str, Past]:
    past = dict(own.past)
    for journey, theirs in other.past.items():
        ours = past.get(journey)
        past[journey] = theirs if ours is None else _joined(ours, theirs)
    return past


def _joined(one: Past, two: Past) -> Past:
    left = [at for at in (one.last_left_at, two.last_left_at) if at]
    return Past(
        entered=one.entered + two.entered,
        last_entered_at=max(one.last_entered_at, two.last_entered_at),
        last_left_at=max(left, default=None),
        keys=tuple(dict.fromkeys((*two.keys, *one.keys)))[-MAX_KEYS:],
    )


def _sends(own: ProfileState, other: ProfileState) -> tuple[Send, ...]:
    sends = {send.message_id: send for send in (*own.sends, *other.sends)}
    return tuple(sorted(sends.values(), key=lambda send: (send.at, send.message_id)))


def _adopt(run: Run, enrollment: Enrollment, own: tuple[Enrollment, ...]) -> None:
    """The run goes on here; where the person is in that journey already, the own one stays."""
    run.effects.append(Adopted(enrollment.id, run.at))
    run.put(evolve(enrollment))
    if any((known.journey, known.key) == (enrollment.journey, enrollment.key) for known in own):
        walk.end(run, enrollment, Reason(Code.MERGED_TWICE_INSIDE, enrollment.journey))


def _keep_apart(run: Run) -> None:
    """Of two journeys of an exclusion group, one ends."""
    for enrollment in run.state.enrollments:
        reason = exclusion.stops(run.state, run.book, enrollment)
        if reason is not None:
            walk.end(run, enrollment, reason)
