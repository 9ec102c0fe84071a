"""Tries a draft on one person. It only wires: person, book, engine, words. It writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.engine import compile, silence
from apps.engine.book import Book, Holdout, RuleSet
from apps.engine.problems import Invalid, Problem
from apps.journeys import checks
from apps.orchestrator import books
from apps.rules.told import sentences
from apps.simulate import given
from apps.simulate.trial import person as persons
from apps.simulate.trial import words
from apps.simulate.trial.asked import MOST_STEPS, Asked, Coming, MadeUp
from apps.simulate.trial.book import VERSION, Candidate, candidate
from apps.simulate.trial.entry import with_entry
from apps.simulate.trial.naming import telling
from apps.simulate.trial.person import Person
from apps.simulate.trial.step import Step
from apps.simulate.trial.tell import Teller
from apps.simulate.trial.walk import FAILED, Walk, missing_of_stage

STEPS = "steps"


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a run stands at the end of the trial."""

    node: str
    until: datetime | None
    says: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a trial gave. `ended`: somebody entered, and every run is over. `cut` says why it was
    left early: "until", "steps", "calls", "failed"; "" is not at all."""

    person: Person
    zone: str
    at: datetime
    until: datetime
    rules: Mapping[str, Any]
    entry: Mapping[str, Any]
    steps: tuple[Step, ...]
    path: tuple[tuple[str, str], ...]
    entered: int
    ended: bool
    stands: tuple[Stands, ...]
    cut: str
    held_out: Holdout | None
    lifted: tuple[Holdout, ...]


def try_out(asked: Asked) -> Told:
    """Walk the draft with this person. Raises `Invalid` with what is wrong in what was asked."""
    found = checks.problems(asked.document, asked.key)
    _refuse(found)
    on_trial = _candidate(asked)
    book = on_trial.book
    known = _person(asked, book)
    coming, made = with_entry(asked.events, on_trial.journey, book.rules, asked.at)
    _refuse(_of_stages(asked.events))
    state = known.state
    if asked.ignore_entry:
        state = persons.as_if_new_to(asked.key, state)
    walk = Walk(state, book, VERSION, asked.until)
    teller = Teller(
        book, VERSION, telling(book, state, known.label), made=made, ignored=asked.ignore_entry
    )
    steps = _steps(walk, teller, coming)
    tier = book.rules.tier(on_trial.journey.tier)
    entry = next(one for one in coming if one.name == _entry_event(on_trial))
    return Told(
        person=known,
        zone=teller.telling.zone.key,
        at=asked.at,
        until=asked.until,
        rules={"which": asked.rules, "number": book.rules.number},
        entry={
            "name": entry.name,
            "at": entry.at,
            "properties": dict(entry.properties),
            "made": made,
        },
        steps=tuple(steps),
        path=tuple(teller.path),
        entered=len(teller.runs),
        ended=bool(teller.runs) and not walk.runs,
        stands=tuple(
            Stands(run.node, run.until, sentences.standing(run, teller.telling))
            for run in walk.runs
        ),
        cut=walk.cut,
        held_out=silence.silenced_by(state, book, on_trial.journey, tier)[0],
        lifted=on_trial.lifted,
    )


def _steps(walk: Walk, teller: Teller, coming: list[Coming]) -> list[Step]:
    steps: list[Step] = []
    for moment in walk.moments(coming):
        steps += teller.tell(moment)
        if len(steps) > MOST_STEPS:
            walk.cut = STEPS
            return steps[:MOST_STEPS]
    if walk.cut == FAILED and walk.failed_at is not None:
        node = next((run.node for run in walk.runs), "")
        steps.append(Step(walk.failed_at, "failed", words.failed(walk.error), node))
    return steps


def _candidate(asked: Asked) -> Candidate:
    holds = books.unrecorded()
    return candidate(
        asked.key,
        asked.name,
        asked.document,
        holds=holds,
        rules=_rules(asked.rules, holds),
        ignore_entry=asked.ignore_entry,
        as_treated=asked.as_treated,
    )


def _rules(which: str, holds: Book) -> RuleSet:
    rules = given.ruling(which)
    if not rules.is_draft:
        return holds.rules
    try:
        return compile.rule_set(rules.document, id=rules.version, number=rules.number)
    except Invalid:
        raise
    except Exception as error:
        # A draft may be of any shape.
        remedy = f"the draft of the rules can’t be read ({type(error).__name__}); mend it first"
        raise Invalid((Problem("rules", "unreadable", remedy),)) from error


def _person(asked: Asked, book: Book) -> Person:
    if isinstance(asked.person, MadeUp):
        _refuse(persons.problems(asked.person, book))
        since = min([asked.at, *(one.at for one in asked.events)])
        return persons.made_up(asked.person, book, asked.at, since)
    known = persons.real(asked.person, book, asked.at)
    if known is None:
        raise Invalid((persons.NOBODY,))
    return known


def _of_stages(events: tuple[Coming, ...]) -> list[Problem]:
    remedy = "say which stage of which lifecycle is entered"
    return [
        Problem(f"events.{number}.properties.{key}", "missing", remedy)
        for number, one in enumerate(events)
        if one.name == "Stage Entered"
        for key in missing_of_stage(one.properties)
    ]


def _entry_event(on_trial: Candidate) -> str:
    return str(on_trial.journey.nodes[on_trial.journey.entry].settings.event)


def _refuse(problems: Any) -> None:
    if problems:
        raise Invalid(tuple(problems))
