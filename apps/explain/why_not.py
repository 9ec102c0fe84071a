"""Why somebody did not get a journey's message: where, on the way to it, things went otherwise.

In order: never let in, inside and waiting, left before, another way taken; else the decisions
about the message itself, with the reason of each. What isn't kept is said not to be known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from apps.engine.reasons import Verdict
from apps.engine.values import Considered, Enrollment, ProfileState
from apps.explain import deliveries, names
from apps.explain.entry import EntryCheck, check_entry, refused_since
from apps.explain.path import PathStep, as_datetime, path
from apps.explain.person_page import left_because
from apps.explain.who import Who, who
from apps.graph import queries_decisions, queries_people
from apps.graph.queries_decisions import Judged, Stored
from apps.graph.queries_people import Run
from apps.journeys.models import Journey
from apps.rules.told import sentences
from apps.rules.told.telling import NodeName, Telling

MOST_ANSWERS = 20


class NoSuchJourney(LookupError):
    """No journey of this key, or no such node in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one message of the journey in one run. `code` is stable, for machines."""

    code: str
    sentence: str
    node: str = ""
    node_name: str = ""
    at: datetime | None = None
    decision: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer: a sentence for the whole, one for each message, and what can't be known."""

    who: Who
    journey: Journey
    telling: Telling
    at: datetime
    node: str
    code: str
    sentence: str
    answers: tuple[Answer, ...] = ()
    path: tuple[PathStep, ...] = ()
    run: Run | None = None
    entry: EntryCheck | None = None
    unknown: tuple[str, ...] = field(default=())


def why_not(
    profile_id: UUID, journey: str, *, node: str = "", at: datetime | None = None, now: datetime
) -> WhyNot | None:
    """Why this person did not get it (by `at`); None for nobody. Raises NoSuchJourney."""
    someone, known = who(profile_id), Journey.objects.filter(key=journey).first()
    if someone is None:
        return None
    if known is None:
        raise NoSuchJourney(f"There is no journey with the key “{journey}”.")
    moment = min(at, now) if at else now
    runs = queries_people.runs(someone.texts, journey=journey)
    run = next((one for one in runs if one.entered_at <= moment.timestamp()), None)
    state = queries_people.state(str(someone.id))
    telling = names.telling(
        state=state,
        rule_set=names.rules_now(),
        versions={run.version} if run else set(),
        who=someone.label,
    )
    if run is None:
        return _never_entered(someone, known, state, node, moment, telling)
    return _inside(someone, known, state, run, node, moment, telling)


def _never_entered(
    someone: Who,
    journey: Journey,
    state: ProfileState | None,
    node: str,
    at: datetime,
    telling: Telling,
) -> WhyNot:
    check = check_entry(someone, journey, state, at, telling)
    return WhyNot(
        who=someone,
        journey=journey,
        telling=telling,
        at=at,
        node=node,
        code=check.code,
        sentence=check.sentence,
        entry=check,
        unknown=check.unknown,
    )


def _inside(
    someone: Who,
    journey: Journey,
    state: ProfileState | None,
    run: Run,
    node: str,
    at: datetime,
    telling: Telling,
) -> WhyNot:
    way = path(run, queries_people.visits([run.uid]), at)
    version = telling.versions.get(run.version)
    nodes = version.nodes if version else {}
    if node and node not in nodes:
        raise NoSuchJourney(f"Version {version.number if version else '?'} has no node “{node}”.")
    wanted = [nodes[node]] if node else [n for n in nodes.values() if n.type == "message"]
    judged = queries_decisions.candidates(someone.texts, journey=journey.key)
    of_run = [j for j in judged if j.enrollment == run.uid and as_datetime(j.at) <= at]
    stored = {d.uid: d for d in queries_decisions.by_id(_latest_of_each(of_run))}
    place = _place(run, state, at, telling)
    answers = tuple(
        _answer(one, [j for j in of_run if j.node == one.key], stored, way, place, telling)
        for one in wanted[:MOST_ANSWERS]
    )
    first = _most_telling(answers)
    code = first.code if first else "no_message"
    sentence = first.sentence if first else f"{journey.name} has no message."
    later = refused_since(run, someone, journey, state, at, telling)
    if later is not None:
        sentence = f"{sentence} {later.sentence}"
        if run.left_at is not None and run.left_at <= at.timestamp():
            code = later.code
    return WhyNot(
        who=someone,
        journey=journey,
        telling=telling,
        at=at,
        node=node,
        code=code,
        sentence=sentence,
        answers=answers,
        path=tuple(way),
        run=run,
        entry=later,
        unknown=_unknown(run, at) + (later.unknown if later else ()),
    )


def _latest_of_each(judged: Sequence[Judged]) -> list[str]:
    """The latest decision about each message; they come latest first."""
    latest: dict[str, str] = {}
    for one in judged:
        latest.setdefault(one.node, one.decision)
    return list(dict.fromkeys(latest.values()))


def _answer(
    node: NodeName,
    judged: Sequence[Judged],
    stored: dict[str, Stored],
    way: Sequence[PathStep],
    place: str,
    telling: Telling,
) -> Answer:
    if judged and judged[0].decision in stored:
        return _decided(node, judged[0], stored[judged[0].decision], telling)
    passed = [step for step in way if step.key == node.key]
    if passed:
        said = f"“{node.name}” was passed on {telling.moment(passed[-1].at)}."
        return Answer("passed", said, node.key, node.name, passed[-1].at)
    said = f"{telling.who} has not come to “{node.name}”: {place}"
    return Answer("not_reached", said, node.key, node.name)


def _decided(node: NodeName, judged: Judged, stored: Stored, telling: Telling) -> Answer:
    made = stored.decision
    one = next(c for c in made.considered if c.message_id == judged.message)
    code = one.reason.code.value if one.verdict != Verdict.SENT else "sent"
    return Answer(
        code=code,
        sentence=_told(one, telling, as_datetime(judged.at)),
        node=node.key,
        node_name=node.name,
        at=as_datetime(judged.at),
        decision=judged.decision,
        message=judged.message,
    )


def _told(one: Considered, telling: Telling, at: datetime) -> str:
    said = f"{telling.moment(at)}: {sentences.candidate(one, telling)}"
    if one.verdict != Verdict.SENT:
        return said
    became = deliveries.of([one])[one.message_id]
    return f"{said} {became.sentence}" if became.status != "sent" else f"{said} They did get it."


def _place(run: Run, state: ProfileState | None, at: datetime, telling: Telling) -> str:
    """Where the run stands or how it ended, as the end of a sentence."""
    if run.left_at is not None and run.left_at <= at.timestamp():
        ended = telling.moment(as_datetime(run.left_at))
        return f"the run ended on {ended}. {left_because(run, telling)}"
    known = state.enrollments if state else ()
    here: Enrollment | None = next((e for e in known if e.id == run.uid), None)
    if here is None or here.since > at:
        return "the run was under way at that moment."
    name = telling.node(here.version, here.node).name
    since = telling.moment(here.since)
    return f"since {since} they stand at “{name}”. {sentences.standing(here, telling)}"


def _most_telling(answers: Sequence[Answer]) -> Answer | None:
    """The latest message that was decided and not sent; else the latest decided; else the first."""
    decided = [a for a in answers if a.at]
    stopped = [a for a in decided if a.code != "sent"]
    ranked = sorted(stopped or decided, key=lambda a: a.at or datetime.min.replace(tzinfo=UTC))
    return ranked[-1] if ranked else next(iter(answers), None)


def _unknown(run: Run, at: datetime) -> tuple[str, ...]:
    if run.left_at is not None and run.left_at > at.timestamp():
        return ("Where the run stood at that very moment is told by its path, not by its state.",)
    return ()
