"""Explains one decision: reads every store, and puts together what the page and the API show."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.delivery.models import Delivery
from apps.engine import person
from apps.engine.book import Book
from apps.engine.outcome import Decision, Step
from apps.engine.reasons import Verdict
from apps.events.models import Event
from apps.explain import names
from apps.explain.who import Who, who
from apps.explain.why import deliveries, identity_used
from apps.explain.why.after import After, after
from apps.explain.why.candidates import CandidateView, Reading, candidate
from apps.explain.why.identity_used import IdentityUsed
from apps.explain.why.lit import Lit, lit
from apps.explain.why.trigger import Trigger, trigger
from apps.graph import queries_decisions, queries_people
from apps.graph.queries_decisions import Stored
from apps.orchestrator import books
from apps.rules.models import RuleSetVersion
from apps.rules.told import decision_words, words
from apps.rules.told.telling import Telling, VersionName

# Candidates whose way through their journey is read as well.
WITH_PATH = 20


@dataclass(frozen=True, slots=True)
class Arm:
    key: str
    name: str
    arm: str
    share: float

    @property
    def says(self) -> str:
        """Whether somebody is held out, in words."""
        return {"treated": "not held out", "mixed": "held out (joined from both arms)"}.get(
            self.arm, "held out"
        )


@dataclass(frozen=True, slots=True)
class UsedVersion:
    name: str
    version: VersionName


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one decision. `about` is the message that was asked for, "" for none."""

    stored: Stored
    decision: Decision
    who: Who
    telling: Telling
    sentence: str
    trigger: Trigger
    candidates: tuple[CandidateView, ...]
    rule_set: RuleSetVersion | None
    arms: tuple[Arm, ...]
    about: str
    identity: IdentityUsed
    lit: Lit | None
    after: After

    @property
    def asked(self) -> CandidateView | None:
        """The candidate that was asked about, or else the first that was sent, or that lost."""
        return _asked(self.candidates)

    @property
    def versions(self) -> list[UsedVersion]:
        """The journey versions of the candidates, each once."""
        used = {
            c.version.id: UsedVersion(c.journey_name, c.version)
            for c in self.candidates
            if c.version
        }
        return list(used.values())

    @property
    def own_zone(self) -> bool:
        """Whether the times are the person's own, and not the workspace's."""
        own = person.trait(self.stored.started_from.state, "timezone")
        return bool(own == self.telling.zone.key)


def of_message(message_id: UUID) -> Explanation | None:
    """Why this message was sent, or None where there is none of that id."""
    row = Delivery.objects.filter(id=message_id).values_list("decision_id", flat=True).first()
    decision = str(row or "") or queries_decisions.of_message(str(message_id))
    return of_decision(decision, about=str(message_id)) if decision else None


def of_decision(uid: str, *, about: str = "") -> Explanation | None:
    """Why everything in this decision came out as it did, or None where there is none."""
    stored = queries_decisions.get(uid)
    someone = who(UUID(stored.profile)) if stored else None
    if stored is None or someone is None:
        return None
    made, step, book = stored.decision, stored.started_from, books.stored(stored.book)
    versions = {c.version for c in made.considered} | {e.version for e in step.state.enrollments}
    telling = names.telling(
        state=step.state, rule_set=book.rules, versions=versions, who=someone.label
    )
    reading = _read(stored, made, step, someone)
    candidates = tuple(candidate(one, made, reading, telling, about) for one in made.considered)
    asked, began = _asked(candidates), trigger(step, reading.events, telling)
    return Explanation(
        stored=stored,
        decision=made,
        who=someone,
        telling=telling,
        sentence=_sentence(made, candidates, telling, about),
        trigger=began,
        candidates=candidates,
        rule_set=_rule_set(stored.rule_set),
        arms=_arms(step, book),
        about=about,
        identity=identity_used.identity(_told_by(began, asked), someone, made.at),
        lit=lit(asked.considered.version, asked.path, asked.considered.node) if asked else None,
        after=after(stored, someone, asked, telling),
    )


def _asked(candidates: Sequence[CandidateView]) -> CandidateView | None:
    about = [c for c in candidates if c.asked_about]
    return next(iter(about or [c for c in candidates if c.sent] or candidates), None)


def _told_by(began: Trigger, asked: CandidateView | None) -> Event | None:
    """The event that said who it is: the trigger, or what let them in where time was it."""
    return began.event or (asked.entry_event if asked else None)


def _rule_set(id: str) -> RuleSetVersion | None:
    if not id:
        return None
    return RuleSetVersion.objects.filter(id=id).select_related("published_by").first()


def _read(stored: Stored, made: Decision, step: Step, someone: Who) -> Reading:
    runs = queries_people.runs_by_id([one.enrollment for one in made.considered])
    ids = {run.entry_event for run in runs.values()} | {made.event_id}
    ids |= {step.absorb.event_id if step.absorb else None}
    known = Event.objects.filter(id__in=[id for id in ids if id]).select_related("source")
    messages = [one.message_id for one in made.considered]
    since = min((one.ready_at for one in made.considered), default=made.at)
    return Reading(
        step=step,
        runs=runs,
        visits=queries_people.visits([one.enrollment for one in made.considered][:WITH_PATH]),
        others=queries_decisions.candidates(
            someone.texts, messages=messages, since=since.timestamp()
        ),
        events={event.pk: event for event in known},
        sent=deliveries.of([one for one in made.considered if one.verdict == Verdict.SENT]),
    )


def _sentence(
    made: Decision, candidates: Sequence[CandidateView], telling: Telling, about: str
) -> str:
    sent = [c for c in candidates if c.considered.verdict == Verdict.SENT]
    asked = next((c for c in sent if c.asked_about), sent[0] if sent else None)
    if asked is None:
        because = candidates[0].because if candidates else ""
        return decision_words.decision(made, telling, because=because, about=about)
    fate, more = deliveries.fate(asked.sent)
    said = decision_words.decision(
        made, telling, because=asked.because, fate=fate, about=asked.considered.message_id
    )
    return " ".join(part for part in (said, _waited(asked, telling), more) if part)


def _waited(asked: CandidateView, telling: Telling) -> str:
    """What kept the message from going out as soon as it was ready."""
    stops = list(dict.fromkeys(other.kept_by for other in asked.earlier if other.kept_by))
    if not stops:
        return ""
    ready = telling.moment(asked.considered.ready_at)
    return f"It had been ready since {ready} and had to wait because of {words.listed(stops)}."


def _arms(step: Step, book: Book) -> tuple[Arm, ...]:
    return tuple(
        Arm(holdout.key, holdout.name, person.arm(step.state, holdout), holdout.share)
        for holdout in book.holdouts
    )
