"""What a person's page shows besides the timeline: who it is, and where they stand now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.engine.values import Enrollment, ProfileState
from apps.explain import names
from apps.explain.path import as_datetime
from apps.explain.who import Who, who
from apps.graph import queries_moves, queries_people
from apps.graph.queries_moves import CurrentStage
from apps.graph.queries_people import Run
from apps.people import queries as people
from apps.people.models import Consent, Identifier, Merge, Suppression, Trait
from apps.rules.told import sentences
from apps.rules.told.telling import Telling, VersionName


@dataclass(frozen=True, slots=True)
class Stand:
    """A journey that somebody is in: at which node, since when, and what is waited for."""

    enrollment: Enrollment
    journey_name: str
    node_name: str
    version: VersionName | None
    sentence: str


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that is over."""

    run: Run
    journey_name: str
    entered_at: datetime
    left_at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class StageView:
    """The stage of a lifecycle that somebody is in; `done_at` None: not done yet."""

    lifecycle: str
    lifecycle_name: str
    stage: str
    stage_name: str
    since: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    who: Who
    telling: Telling
    own_zone: bool
    first_seen: datetime | None
    state: ProfileState | None
    identifiers: list[Identifier]
    traits: list[Trait]
    consents: list[Consent]
    suppressions: list[Suppression]
    merges: list[Merge]
    problems: tuple[str, ...]
    stages: list[StageView]
    stands: list[Stand]
    past: list[PastRun]


def person_page(profile_id: UUID) -> PersonPage | None:
    """The person of this profile (merged ones lead to their survivor), or None."""
    someone = who(profile_id)
    if someone is None:
        return None
    state = queries_people.state(str(someone.id))
    runs = queries_people.runs(someone.texts, limit=60)
    inside = state.enrollments if state else ()
    rule_set = names.rules_now()
    telling = names.telling(
        state=state,
        rule_set=rule_set,
        versions={e.version for e in inside} | {run.version for run in runs},
        who=someone.label,
    )
    identifiers = people.identifiers(someone.ids)
    traits = people.traits(someone.id)
    zone = next((trait.value for trait in traits if trait.key == "timezone"), None)
    return PersonPage(
        who=someone,
        telling=telling,
        own_zone=zone == telling.zone.key,
        first_seen=people.created_at(someone.id),
        state=state,
        identifiers=identifiers,
        traits=traits,
        consents=people.consents(someone.id),
        suppressions=people.suppressions(_addresses(identifiers, traits)),
        merges=people.merges(someone.ids),
        problems=state.problems if state else (),
        stages=[_stage(one, telling) for one in queries_moves.current_stages(str(someone.id))],
        stands=[_stand(enrollment, telling) for enrollment in inside],
        past=[_past(run, telling) for run in runs if run.left_at is not None],
    )


def _addresses(identifiers: Sequence[Identifier], traits: Sequence[Trait]) -> list[str]:
    told = [i.value for i in identifiers if i.type == Identifier.Type.EMAIL]
    told += [t.value.strip().lower() for t in traits if t.key in ("email", "phone") and _text(t)]
    return sorted(set(told))


def _text(trait: Trait) -> bool:
    return isinstance(trait.value, str) and trait.value != ""


def _stand(enrollment: Enrollment, telling: Telling) -> Stand:
    return Stand(
        enrollment=enrollment,
        journey_name=telling.journey(enrollment.journey),
        node_name=telling.node(enrollment.version, enrollment.node).name,
        version=telling.versions.get(enrollment.version),
        sentence=sentences.standing(enrollment, telling),
    )


def _stage(one: CurrentStage, telling: Telling) -> StageView:
    return StageView(
        lifecycle=one.lifecycle,
        lifecycle_name=telling.lifecycle(one.lifecycle),
        stage=one.stage,
        stage_name=telling.stage(one.lifecycle, one.stage),
        since=as_datetime(one.since),
        done_at=as_datetime(one.done_at) if one.done_at is not None else None,
    )


def _past(run: Run, telling: Telling) -> PastRun:
    return PastRun(
        run=run,
        journey_name=telling.journey(run.journey),
        entered_at=as_datetime(run.entered_at),
        left_at=as_datetime(run.left_at or 0),
        sentence=left_because(run, telling),
    )


def left_because(run: Run, telling: Telling) -> str:
    """Why a run ended, as a sentence; "" while it goes on."""
    reason = queries_people.left_reason(run)
    return sentences.reason(reason, telling) if reason else ""
