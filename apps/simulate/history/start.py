"""The state each person had when the window began, as far as it can still be known.

It is today's state, taken back: what is dated after the beginning is left away, and where an
earlier word stood before it, that is read again from the event log (the traits, consents and counts
told by then). Nobody is inside a journey, and each lifecycle's stage is what its conditions say of
that state.

What this can't know: who was inside which journey, and so the messages of runs that had begun
before; earlier runs through a journey that the person entered again within the window; whether an
address that is suppressed today was so then (it is taken to be); how many events a session that was
under way had had by then (it is taken to have had all of them); and what events told that are no
longer in the log.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from apps.engine import compile
from apps.engine.advance import advance
from apps.engine.book import Book
from apps.engine.evolve import evolve
from apps.engine.values import Event, ProfileState
from apps.graph import loads
from apps.simulate.history import before


def states(people: Sequence[str], since: datetime, book: Book) -> dict[str, ProfileState]:
    """The states of all of these people at `since`; who was not known then has an empty one."""
    now = loads.states(people)
    told = before.told([id for id in people if _changed(now.get(id), since)], since)
    counted = before.counted(people, book.tally_depths, since)
    silent = _silent(book)
    return {
        id: begun(
            rewound(now.get(id) or ProfileState(id, since), since),
            told.get(id, ()),
            counted.get(id, {}),
            silent,
        )
        for id in people
    }


def rewound(state: ProfileState, since: datetime) -> ProfileState:
    """What of this state is dated up to then. Pure."""
    return ProfileState(
        id=state.id,
        as_of=since,
        traits={key: trait for key, trait in state.traits.items() if trait.at <= since},
        consents={key: consent for key, consent in state.consents.items() if consent.at <= since},
        suppressed=state.suppressed,
        bucket_keys=state.bucket_keys,
        absorbed=state.absorbed,
        tallies={
            name: tuple(at for at in times if at <= since) for name, times in state.tallies.items()
        },
        past={key: past for key, past in state.past.items() if past.last_entered_at <= since},
        sends=tuple(send for send in state.sends if send.at <= since),
        stages={key: known for key, known in state.stages.items() if known.since <= since},
        sessions=tuple(
            evolve(one, last_at=min(one.last_at, since))
            for one in state.sessions
            if one.started_at <= since
        ),
    )


def begun(
    state: ProfileState,
    told: Iterable[Event],
    counted: Mapping[str, tuple[datetime, ...]],
    silent: Book,
) -> ProfileState:
    """The state with what the log says of the time before, its stages reviewed. Pure.

    Of a count, the log's is taken unless the state remembers more.
    """
    fuller = {
        name: times
        for name, times in counted.items()
        if len(times) >= len(state.tallies.get(name, ()))
    }
    state = replace(state, tallies={**state.tallies, **fuller})
    # What was told is learned in the order in which it happened; nobody is in to hear of it.
    return advance(state, list(told), silent, state.as_of).state


def _silent(book: Book) -> Book:
    """The book's lifecycles alone: no journey hears what was before the window."""
    rules = replace(book.rules, caps=(), quiet_hours=(), groups=())
    return replace(compile.book(id="", rules=rules, journeys=(), live=()), tally_depths={})


def _changed(state: ProfileState | None, since: datetime) -> bool:
    """Whether something was told after the beginning that may have been otherwise before."""
    if state is None:
        return True
    return any(trait.at > since for trait in state.traits.values()) or any(
        consent.at > since for consent in state.consents.values()
    )
