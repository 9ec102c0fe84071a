"""Two people who were taken for one: what was joined becomes two states again. Pure.

What each side was told goes back to it, and so do its runs. What can't be told apart holds for
both, wherever forgetting it could make somebody get more than is allowed: a message that was sent
while they were one counts against the caps of both, and so does an opt-out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.engine import entering
from apps.engine.book import Book
from apps.engine.evolve import evolve
from apps.engine.joint import Joint, RunSince
from apps.engine.outcome import Step
from apps.engine.reserved import SESSION_STARTED
from apps.engine.run import Run
from apps.engine.side import Side
from apps.engine.values import Event, ProfileState


@dataclass(frozen=True, slots=True)
class Parted:
    """The two again. `given_runs` are the runs of `given`, `revived` those that the merge ended.

    `let_in_together`: runs that began while they were one and would not have begun alone.
    """

    kept: ProfileState
    given: ProfileState
    given_runs: frozenset[str]
    revived: frozenset[str]
    let_in_together: frozenset[str]


def split(joined: ProfileState, joint: Joint, book: Book, at: datetime) -> Parted:
    """Take `joined` apart at this moment.

    Stages are those from before the merge, to be looked at again at the next occasion.
    """
    joint = _without_other_merges(joint)
    entries = {run.event for run in joint.runs if run.event}
    kept = Side.of(joint.kept, [o.told for o in joint.since if not o.given], entries, book)
    given = Side.of(joint.given, [o.told for o in joint.since if o.given], entries, book)
    own = {one.told.id for one in joint.since if one.given and isinstance(one.told, Event)}
    given.runs |= {run.id for run in joint.runs if run.id not in kept.runs and run.event in own}
    kept.runs |= {run.id for run in joint.runs} - given.runs
    revived = frozenset(run.id for run in joint.runs if run.by_merge)
    parted = [
        side.state(joined, other, joint, revived, at)
        for side, other in ((kept, given), (given, kept))
    ]
    return Parted(
        kept=_with_sessions(evolve(parted[0], decisions=joined.decisions), given.base, joined),
        given=evolve(parted[1], moved_to=joint.given.moved_to),
        given_runs=frozenset(given.runs),
        revived=revived,
        let_in_together=_let_in_together((kept, given), joint, book),
    )


def _without_other_merges(joint: Joint) -> Joint:
    """What ended at the same moment, but by another merge of the same event, was of neither."""
    inside = {run.id for side in (joint.kept, joint.given) for run in side.enrollments}
    runs = [
        evolve(run, by_merge=False) if run.by_merge and run.id not in inside else run
        for run in joint.runs
    ]
    return evolve(joint, runs=runs)


def left_alone(joined: ProfileState, given: ProfileState) -> ProfileState:
    """Whom a merge had absorbed, where the two can't be taken apart: as it was handed over.

    Its runs stay with the other one, so that nobody is told twice; and what must not be forgotten
    is that of both: opt-outs, suppressions, sends.
    """
    out = {key: one for key, one in joined.consents.items() if one.status == "unsubscribed"}
    sends = {send.message_id: send for send in (*given.sends, *joined.sends)}
    return evolve(
        given,
        as_of=max(given.as_of, joined.as_of),
        consents={**given.consents, **out},
        suppressed={**joined.suppressed, **given.suppressed},
        sends=tuple(sorted(sends.values(), key=lambda send: (send.at, send.message_id))),
        enrollments=(),
        watched=(),
        window_closes_at=None,
    )


def _with_sessions(kept: ProfileState, given: ProfileState, joined: ProfileState) -> ProfileState:
    """With the sessions that began since counted: they stay where they were."""
    theirs = set(given.tallies.get(SESSION_STARTED, ()))
    began = tuple(at for at in joined.tallies.get(SESSION_STARTED, ()) if at not in theirs)
    return evolve(kept, tallies={**kept.tallies, SESSION_STARTED: began}) if began else kept


def _let_in_together(sides: Sequence[Side], joint: Joint, book: Book) -> frozenset[str]:
    """Runs whose entry, asked of what the side alone knew then, would have been refused."""
    return frozenset(
        run.id
        for side in sides
        for run in joint.runs
        if run.id in side.runs - side.earlier and run.event in side.alone
        if not _would_enter(*side.alone[run.event], run, book)
    )


def _would_enter(event: Event, alone: ProfileState, run: RunSince, book: Book) -> bool:
    """Asked of the conditions alone; earlier runs and exclusion groups are another matter."""
    journey = next((j for j in book.entries.get(event.name, ()) if j.key == run.journey), None)
    if journey is None:
        # The journey has changed since: nothing can be said against the run.
        return True
    known = evolve(alone, enrollments=(), past={})
    here = Run(book, known, Step(known, run.entered_at, input=event), run.entered_at, event)
    return entering.ask(known, book, journey, event, here.facts(event.properties)).reason is None
