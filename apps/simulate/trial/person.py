"""Whose state a trial begins with: somebody real as they are now, or somebody made up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from apps.engine import local_time
from apps.engine.book import Book
from apps.engine.problems import Problem
from apps.engine.values import ConsentValue, InStage, ProfileState, TraitValue
from apps.graph import loads
from apps.orchestrator import queries, tallies
from apps.people import queries as people
from apps.simulate.trial.asked import MadeUp, Real

MADE_UP = "made-up"
NOBODY = Problem(
    "person", "unknown_person", "nobody of this id or identifier is known; choose somebody else"
)


@dataclass(frozen=True, slots=True)
class Person:
    """`id` "" is somebody made up."""

    id: str
    label: str
    state: ProfileState


def real(asked: Real, book: Book, at: datetime) -> Person | None:
    """The person with their state as it is stored; None where nobody is found."""
    id = asked.id or _identified(asked.identifier)
    home = people.survivor(id) if id else None
    if home is None:
        return None
    profile = str(home)
    fresh = ProfileState(profile, at, stage_plan=book.stage_plan)
    states = {profile: loads.states([profile]).get(profile, fresh)}
    if book.tally_plan:
        tallies.bring_up_to_date(states, book, queries.applied())
    return Person(profile, people.named([home])[0].label, states[profile])


def made_up(asked: MadeUp, book: Book, at: datetime, since: datetime) -> Person:
    """Somebody who isn't there, known for what is asked since `since`, but never seen."""
    told = {**asked.traits, **({"timezone": asked.timezone} if asked.timezone else {})}
    state = ProfileState(
        id=MADE_UP,
        as_of=since,
        traits={key: TraitValue(value, since) for key, value in told.items()},
        consents={
            key: ConsentValue("subscribed" if yes else "unsubscribed", since)
            for key, yes in asked.consents.items()
        },
        bucket_keys=(f"{MADE_UP}:{asked.luck}",),
        tally_plan=book.tally_plan,
        stages={cycle: InStage(stage, since) for cycle, stage in asked.stages.items() if stage},
        stage_plan=book.stage_plan,
    )
    return Person("", "this person", state)


def problems(asked: MadeUp, book: Book) -> Sequence[Problem]:
    """What somebody made up can't be."""
    found = []
    for key, stage in asked.stages.items():
        lifecycle = book.rules.lifecycle(key)
        if lifecycle is None or (stage and lifecycle.stage(stage) is None):
            remedy = "the rules have no such stage; choose one of theirs"
            found.append(Problem(f"person.made_up.stages.{key}", "unknown_stage", remedy))
    if asked.timezone and local_time.zone(asked.timezone) is None:
        remedy = "write it as Europe/Berlin"
        found.append(Problem("person.made_up.timezone", "unknown_zone", remedy))
    return found


def as_if_new_to(journey: str, state: ProfileState) -> ProfileState:
    """The state of somebody who never was in the journey."""
    return replace(
        state,
        enrollments=tuple(run for run in state.enrollments if run.journey != journey),
        past={key: past for key, past in state.past.items() if key != journey},
    )


def _identified(identifier: str) -> UUID | None:
    kind, _, value = identifier.partition(":")
    return people.by_identifier(kind, value) if value else None
