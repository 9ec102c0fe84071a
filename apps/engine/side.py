"""One of the two that a merge had joined: what it was, what it was told since, how it goes on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.engine import entering, facts, merge, person, stages
from apps.engine.book import Book
from apps.engine.evolve import evolve
from apps.engine.joint import Joint, RunSince, runs_of
from apps.engine.outcome import Step
from apps.engine.run import Run
from apps.engine.values import (
    Absorb,
    ConsentValue,
    Enrollment,
    Event,
    Input,
    OpenSession,
    Past,
    ProfileState,
    Send,
    TraitValue,
    Watched,
)


@dataclass(slots=True)
class Side:
    """One of the two: what it was, what it knows now, and its runs."""

    base: ProfileState
    known: ProfileState
    runs: set[str]
    # Those of them that didn't begin while the two were one.
    earlier: frozenset[str]
    # By an event that let somebody in: it, and what the side alone knew then.
    alone: dict[int, tuple[Event, ProfileState]]

    @classmethod
    def of(
        cls, base: ProfileState, told: Sequence[Input], entries: Collection[int], book: Book
    ) -> "Side":
        """What the side was told, and nothing else: no journey hears of it."""
        run = Run(book, base, Step(base, base.as_of), base.as_of)
        runs = runs_of(base)
        alone: dict[int, tuple[Event, ProfileState]] = {}
        for one in told:
            run.begin(Step(run.state, _at(one)))
            if isinstance(one, Absorb):
                before = run.state
                merge.join(run, one.other)
                stages.join(run, before, one.other)
                runs |= runs_of(one.other)
            else:
                facts.learn(run, one)
                if one.id in entries:
                    alone[one.id] = (one, run.state)
        return cls(base, run.state, runs, frozenset(runs), alone)

    def state(
        self,
        joined: ProfileState,
        other: "Side",
        joint: Joint,
        revived: Collection[str],
        at: datetime,
    ) -> ProfileState:
        """The side as it goes on."""
        enrollments = _enrollments(self, joined, revived)
        waits = any(e.waiting and e.waiting.wake_at is None for e in enrollments)
        return evolve(
            self.known,
            as_of=max(at, joined.as_of),
            traits=self._traits(joined, other),
            consents=self._consents(joined, joint.at),
            suppressed=_both(self.known.suppressed, other.known.suppressed, joined.suppressed),
            sends=_sends(self.known.sends, other.known.sends, joined.sends),
            past=_past(self, joined, other, joint.runs),
            watched=_watched(self, joined.watched, revived),
            enrollments=enrollments,
            sessions=_sessions(self.base, other.base, joined),
            window_closes_at=joined.window_closes_at if waits else None,
            # So that the stages are looked at again at the first occasion.
            stage_plan="",
        )

    def _traits(self, joined: ProfileState, other: "Side") -> dict[str, TraitValue]:
        """What it was told; and what a journey has set since, which nobody told.

        An address of which nobody can say any more who told it goes to neither: it would lead
        messages of one to the other.
        """
        traits = dict(self.known.traits)
        for key, value in joined.traits.items():
            if key in person.ADDRESS_TRAITS.values():
                continue
            told = (self.known.traits.get(key), other.known.traits.get(key))
            if value not in told and (key not in traits or traits[key].at <= value.at):
                traits[key] = value
        return traits

    def _consents(self, joined: ProfileState, since: datetime) -> dict[str, ConsentValue]:
        """What it was told; and every opt-out since, whoever of the two it came from."""
        consents = dict(self.known.consents)
        for key, consent in joined.consents.items():
            own = consents.get(key)
            newer = consent.at > since and (own is None or own.at < consent.at)
            if newer and consent.status == "unsubscribed":
                consents[key] = consent
        return consents


def _at(told: Input) -> datetime:
    return told.received_at if isinstance(told, Event) else told.at


def _enrollments(
    side: Side, joined: ProfileState, revived: Collection[str]
) -> tuple[Enrollment, ...]:
    """Its runs where they stand now; those that the merge ended, where they stood."""
    now = {e.id: e for e in joined.enrollments if e.id in side.runs}
    before = [now.pop(e.id, e) for e in side.base.enrollments if e.id in now or e.id in revived]
    return (*before, *now.values())


def _both(
    own: Mapping[str, str], other: Mapping[str, str], joined: Mapping[str, str]
) -> dict[str, str]:
    """What is its own and still holds, and what neither had been told before."""
    return {key: why for key, why in joined.items() if key in own or key not in other}


def _sends(own: Sequence[Send], other: Sequence[Send], joined: Sequence[Send]) -> tuple[Send, ...]:
    """Its own, and all that were sent while the two were one."""
    mine, theirs = ({send.message_id for send in sends} for sends in (own, other))
    return tuple(s for s in joined if s.message_id in mine or s.message_id not in theirs)


def _watched(
    side: Side, joined: Sequence[Watched], revived: Collection[str]
) -> tuple[Watched, ...]:
    return tuple(w for w in joined if w.enrollment in side.runs and w.enrollment not in revived)


def _sessions(
    own: ProfileState, other: ProfileState, joined: ProfileState
) -> tuple[OpenSession, ...]:
    """Its own as far as they have gone; those that began since go to both, as what is latest."""
    mine, theirs = ({one.id for one in side.sessions} for side in (own, other))
    return tuple(one for one in joined.sessions if one.id in mine or one.id not in theirs)


def _past(
    side: Side, joined: ProfileState, other: Side, runs: Sequence[RunSince]
) -> dict[str, Past]:
    """What is remembered of its runs. A key that came since is used up for both."""
    past = dict(side.known.past)
    for run in runs:
        if run.id not in side.runs or run.by_merge:
            continue
        known = past.get(run.journey)
        began = run.id not in side.earlier
        left = [at for at in (known.last_left_at if known else None, run.left_at) if at]
        entered = [at for at in (known.last_entered_at if known else None,) if at]
        past[run.journey] = Past(
            entered=(known.entered if known else 0) + began,
            last_entered_at=max([*entered, run.entered_at]),
            last_left_at=max(left, default=None),
            keys=known.keys if known else (),
        )
    for journey, remembered in past.items():
        now = joined.past.get(journey)
        theirs = other.known.past.get(journey)
        known_keys = {*remembered.keys, *(theirs.keys if theirs else ())}
        new = tuple(key for key in (now.keys if now else ()) if key not in known_keys)
        if new:
            keys = (*remembered.keys, *new)[-entering.MAX_KEYS :]
            past[journey] = evolve(remembered, keys=keys)
    return past
