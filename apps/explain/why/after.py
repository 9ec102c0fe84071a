"""What followed a decision: outcomes of its message, what became of the run, what came next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.engine.luck import derived_id
from apps.events.models import Event
from apps.explain.who import Who
from apps.explain.why.candidates import CandidateView
from apps.explain.why.path import as_datetime
from apps.graph import queries_decisions
from apps.graph.queries_decisions import Stored
from apps.graph.queries_people import left_reason
from apps.people import shown
from apps.rules.told import decision_words, words
from apps.rules.told.reason_words import clause
from apps.rules.told.telling import Telling

FOR = timedelta(days=7)
MOST_NEXT = 5
# No step makes more decisions than this.
IN_ONE_STEP = 100
OUTCOMES = {
    "delivered": "It was delivered",
    "opened": "It was opened",
    "clicked": "A link in it was clicked",
    "bounced": "It bounced",
    "complained": "It was reported as spam",
    "failed": "It failed",
    "stopped": "It was stopped",
    "unsubscribed": "They unsubscribed through it",
}
CONSENT = "Subscription Changed"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that followed; `href` leads to it, where it has a page."""

    at: datetime
    sentence: str
    decision: str = ""
    event: int | None = None


@dataclass(frozen=True, slots=True)
class After:
    """What followed in its order. `converted`: None where nothing was sent or held out."""

    happened: tuple[Happened, ...]
    converted: bool | None
    verdict: str
    before: str
    next: str

    @property
    def brief(self) -> str:
        """A few words for what is folded."""
        count = words.count_of(len(self.happened), "thing")
        return f"{count}; {self.verdict}" if self.verdict else count


def after(stored: Stored, who: Who, asked: CandidateView | None, telling: Telling) -> After:
    """What followed this decision, within a week where it has no end of its own."""
    until = stored.decision.at + FOR
    neighbours = _next(stored, who)
    happened = [
        *_outcomes(asked),
        *_run(asked, telling),
        *_consents(who, stored.decision.at, until),
    ]
    happened += [
        Happened(one.decision.at, decision_words.decision(one.decision, telling), decision=one.uid)
        for one in neighbours
        if one.decision.at <= until
    ]
    return After(
        happened=tuple(sorted(happened, key=lambda one: one.at)),
        converted=_converted(asked),
        verdict=_verdict(asked, telling, stored.decision.at),
        before=_previous(stored, who),
        next=neighbours[0].uid if neighbours else "",
    )


def _next(stored: Stored, who: Who) -> list[Stored]:
    number = _number(stored)
    if number:
        after = [_id(stored, number + ahead) for ahead in range(1, MOST_NEXT + 1)]
        found = {one.uid: one for one in queries_decisions.by_id(after)}
        if found or len(who.ids) == 1:
            return [found[uid] for uid in after if uid in found]
    return queries_decisions.of_person(
        who.texts, before=stored.at, uid=stored.uid, limit=MOST_NEXT, newer=True
    )


def _previous(stored: Stored, who: Who) -> str:
    number = _number(stored)
    if number > 1:
        before = queries_decisions.by_id([_id(stored, number - 1)])
        if before:
            return before[0].uid
    if number == 1 and len(who.ids) == 1:
        return ""
    found = queries_decisions.of_person(who.texts, before=stored.at, uid=stored.uid, limit=1)
    return found[0].uid if found else ""


def _number(stored: Stored) -> int:
    """Which of the profile's decisions it is, by its derived id; 0 where that can't be told.

    So its neighbours are found by their ids, however many decisions there are.
    """
    began = stored.started_from.state.decisions
    return next(
        (n for n in range(began + 1, began + IN_ONE_STEP) if _id(stored, n) == stored.uid), 0
    )


def _id(stored: Stored, number: int) -> str:
    return derived_id("decision", stored.profile, number)


def _outcomes(asked: CandidateView | None) -> list[Happened]:
    if asked is None or asked.sent is None:
        return []
    return [
        Happened(
            as_datetime(one.at),
            f"{OUTCOMES.get(one.kind, one.kind.capitalize())}"
            + (f": {shown.text(one.detail).replace('_', ' ')}." if one.detail else "."),
        )
        for one in asked.sent.followed
    ]


def _run(asked: CandidateView | None, telling: Telling) -> list[Happened]:
    run = asked.run if asked else None
    if run is None:
        return []
    found = []
    journey = telling.journey(run.journey)
    reason = left_reason(run)
    if run.left_at is not None:
        why = f": {clause(reason, telling.of_them)}." if reason else "."
        found.append(Happened(as_datetime(run.left_at), f"The run through {journey} ended{why}"))
    if run.converted_at is not None and run.converted_at != run.left_at:
        goal = telling.node(run.version, run.converted_node).name
        found.append(Happened(as_datetime(run.converted_at), f"They reached the goal “{goal}”."))
    return found


def _consents(who: Who, since: datetime, until: datetime) -> list[Happened]:
    rows = Event.objects.filter(
        profile_id__in=who.ids, occurred_at__gt=since, occurred_at__lte=until, name=CONSENT
    )
    found = []
    for row in rows.order_by("occurred_at")[:MOST_NEXT]:
        told = row.payload.get("properties") or {}
        what = words.consent_topic(str(told.get("channel") or ""))
        status = str(told.get("status") or "changed their subscription")
        link = {"unsubscribed": "from", "subscribed": "to"}.get(status, "of")
        found.append(Happened(row.occurred_at, f"They {status} {link} {what}.", event=row.pk))
    return found


def _converted(asked: CandidateView | None) -> bool | None:
    return asked.run.converted_at is not None if asked and asked.run else None


def _verdict(asked: CandidateView | None, telling: Telling, since: datetime) -> str:
    if asked is None or asked.run is None:
        return ""
    if asked.run.converted_at is not None:
        return f"the run converted {telling.near(as_datetime(asked.run.converted_at), since)}"
    if asked.run.left_at is None:
        return "the run goes on, and has not converted yet"
    return "the run has not converted"
