"""What a person's page shows besides the timeline: who it is, and where they stand now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from apps.engine.values import Enrollment, ProfileState
from apps.explain import addresses, names
from apps.explain.person import known, pending
from apps.explain.person.known import Known
from apps.explain.person.pending import Due, Pending, UnderWay
from apps.explain.timeline.move_words import staged
from apps.explain.timeline.timeline_rows import event_names
from apps.explain.who import Who, who
from apps.explain.why.path import as_datetime
from apps.graph import queries_moves, queries_people
from apps.graph.queries_moves import StageMove
from apps.graph.queries_people import Run
from apps.people import queries as people
from apps.people.models import Consent, Identifier, Merge, Suppression, Trait
from apps.rules.told import sentences
from apps.rules.told.telling import Telling, VersionName


@dataclass(frozen=True, slots=True)
class Stand:
    """A journey that somebody is in: at which node, since when, and what is waited for.

    `pending` is the message that wants to go out there, None where none does. `why_not` leads to
    why this run's messages have not come.
    """

    enrollment: Enrollment
    journey_name: str
    node_name: str
    version: VersionName | None
    sentence: str
    pending: Pending | None
    why_not: str

    @property
    def decision_href(self) -> str:
        """The decision that stopped the message, at this message; "" where there is none."""
        if self.pending is None or not self.pending.decision:
            return ""
        return f"{reverse('decision', args=[self.pending.decision])}#m-{self.pending.message}"


@dataclass(frozen=True, slots=True)
class StageView:
    """The stage of a lifecycle that somebody is in, and why; `done_at` None: not done yet.

    `event_id` 0: no event brought it.
    """

    lifecycle: str
    lifecycle_name: str
    stage: str
    stage_name: str
    since: datetime
    done_at: datetime | None
    why: str
    event_id: int


@dataclass(frozen=True, slots=True)
class PersonPage:
    who: Who
    telling: Telling
    own_zone: bool
    first_seen: datetime | None
    state: ProfileState | None
    known: Known
    problems: tuple[str, ...]
    stages: list[StageView]
    stands: list[Stand]
    under_way: list[UnderWay]
    due: list[Due]

    @property
    def identifiers(self) -> list[Identifier]:
        return [one.identifier for one in self.known.identifiers]

    @property
    def traits(self) -> list[Trait]:
        return [one.trait for one in self.known.traits]

    @property
    def consents(self) -> list[Consent]:
        return [one.consent for one in self.known.consents]

    @property
    def suppressions(self) -> list[Suppression]:
        return self.known.suppressions

    @property
    def merges(self) -> list[Merge]:
        return [one.merge for one in self.known.merges]

    @property
    def also_known(self) -> list[str]:
        """By what else one may know this person, for the head of the page."""
        known = self.known.identifiers
        told = [one.value for one in known if one.identifier.type != "anonymous_id"]
        return [value for value in told if value != self.who.label][:3]


def person_page(profile_id: UUID) -> PersonPage | None:
    """The person of this profile (merged ones lead to their survivor), or None."""
    someone = who(profile_id)
    if someone is None:
        return None
    state = queries_people.state(str(someone.id))
    deliveries = pending.under_way(someone.ids)
    telling = names.telling(
        state=state,
        rule_set=names.rules_now(),
        versions=_versions(state) | {row.version_id for row in deliveries},
        who=someone.label,
    )
    found = known.known(someone.id, someone.ids)
    waiting = pending.pending(someone.texts, state, telling)
    zone = next((one.trait.value for one in found.traits if one.trait.key == "timezone"), None)
    return PersonPage(
        who=someone,
        telling=telling,
        own_zone=zone == telling.zone.key,
        first_seen=people.created_at(someone.id),
        state=state,
        known=found,
        problems=state.problems if state else (),
        stages=_stages(str(someone.id), telling),
        stands=[
            _stand(someone.id, enrollment, telling, waiting.get(enrollment.id))
            for enrollment in (state.enrollments if state else ())
        ],
        under_way=[pending.told(row, telling) for row in deliveries],
        due=pending.due(state, telling),
    )


def _versions(state: ProfileState | None) -> set[str]:
    """The journey versions whose names the page needs."""
    if state is None:
        return set()
    return {e.version for e in state.enrollments} | {one.version for one in state.watched}


def _stand(
    person: UUID, enrollment: Enrollment, telling: Telling, waiting: Pending | None
) -> Stand:
    node = enrollment.node if enrollment.waiting else ""
    return Stand(
        enrollment=enrollment,
        journey_name=telling.journey(enrollment.journey),
        node_name=telling.node(enrollment.version, enrollment.node).name,
        version=telling.versions.get(enrollment.version),
        sentence=sentences.standing(enrollment, telling),
        pending=waiting,
        why_not=addresses.why_not(person, enrollment.journey, node=node, run=enrollment.id),
    )


def _stages(profile: str, telling: Telling) -> list[StageView]:
    current = queries_moves.current_stages(profile)
    events = event_names([one.event for one in current])
    return [
        StageView(
            lifecycle=one.lifecycle,
            lifecycle_name=telling.lifecycle(one.lifecycle),
            stage=one.stage,
            stage_name=telling.stage(one.lifecycle, one.stage),
            since=as_datetime(one.since),
            done_at=as_datetime(one.done_at) if one.done_at is not None else None,
            why=staged(_move(one), events.get(one.event, ""), telling).detail,
            event_id=one.event,
        )
        for one in current
    ]


def _move(one: queries_moves.CurrentStage) -> StageMove:
    return StageMove(
        uid="",
        at=one.since,
        lifecycle=one.lifecycle,
        stage=one.stage,
        done=False,
        previous=one.previous,
        because=one.because,
        event=one.event,
        leaves=one.leaves,
    )


def left_because(run: Run, telling: Telling) -> str:
    """Why a run ended, as a sentence; "" while it goes on."""
    reason = queries_people.left_reason(run)
    return sentences.reason(reason, telling) if reason else ""
