"""Why an event let somebody in to no journey: asked again of the engine, against what is stored.

Entries that were refused are not stored. What an event held is, and so are the runs at that time:
those sides of the question are answered exactly. What was known of the person then is not, so the
audience is asked as of now, and that is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.engine import entering
from apps.engine.book import Book
from apps.engine.book import Journey as JourneyValue
from apps.engine.reasons import Code
from apps.engine.values import Event, ProfileState
from apps.explain.entry_events import entry_events
from apps.explain.path import Asked
from apps.explain.state_then import facts_then, state_then
from apps.explain.who import Who
from apps.graph import queries_people
from apps.graph.queries_people import Run
from apps.journeys import queries as journeys
from apps.journeys.models import Journey, JourneyVersion
from apps.orchestrator import books
from apps.rules.told import sentences
from apps.rules.told.reason_words import clause
from apps.rules.told.telling import Telling

MOST_EVENTS = 5
AUDIENCE_NOW = "The audience is asked against what is known now; what was known then isn't kept."
STATUS_NOW = "Whether the journey was paused at that moment isn't kept."
GROUPS_NOW = "Exclusion groups are asked by the rules that hold now."
UNKNOWN = "unknown"
# What says nothing new of somebody whose run is told anyway.
UNTOLD = (UNKNOWN, Code.STILL_INSIDE)


@dataclass(frozen=True, slots=True)
class Tried:
    """An entry event that let nobody in, with what was asked of it."""

    event: Event
    code: str
    sentence: str
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryCheck:
    code: str
    sentence: str
    event_name: str = ""
    tried: tuple[Tried, ...] = ()
    unknown: tuple[str, ...] = ()


def check_entry(
    who: Who, journey: Journey, state: ProfileState | None, at: datetime, telling: Telling
) -> EntryCheck:
    """Why this person had not entered by then."""
    version = _version(journey, at)
    if version is None:
        return EntryCheck("not_published", f"{journey.name} was not published at that time.")
    asking = _asking(who, journey, version, state, telling)
    event = asking.event
    events = entry_events(who, event, before=at, limit=MOST_EVENTS)
    if not events:
        said = f"{telling.who} never entered {journey.name}: “{event}” never came."
        return EntryCheck("event_never_came", said, event)
    tried = tuple(asking.ask(event) for event in events)
    said = f"{telling.who} never entered {journey.name}: {tried[0].sentence}"
    return EntryCheck(tried[0].code, said, event, tried, asking.unknown)


def refused_since(
    run: Run, who: Who, journey: Journey, state: ProfileState | None, at: datetime, telling: Telling
) -> EntryCheck | None:
    """The entry events after this run began that let nobody in, by then; None where none came."""
    version = _version(journey, at)
    if version is None:
        return None
    asking = _asking(who, journey, version, state, telling)
    events = entry_events(
        who, asking.event, before=at, after=run.entered_at, limit=MOST_EVENTS, but=run.entry_event
    )
    tried = tuple(one for event in events if (one := asking.ask(event)).code not in UNTOLD)
    if not tried:
        return None
    said = f"Since then, {tried[0].sentence}"
    return EntryCheck(tried[0].code, said, asking.event, tried, asking.unknown)


def _version(journey: Journey, at: datetime) -> JourneyVersion | None:
    return journey.versions.filter(published_at__lte=at).order_by("-number").first()


def _asking(
    who: Who,
    journey: Journey,
    version: JourneyVersion,
    state: ProfileState | None,
    telling: Telling,
) -> "_Asking":
    book = books.current()
    return _Asking(
        who=who,
        row=journey,
        journey=book.journeys.get(str(version.id)) or journeys.compiled_version(version),
        book=book,
        state=state,
        runs=tuple(queries_people.runs(who.texts)),
        telling=telling,
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """Everything that an entry depends on, as far as it is known."""

    who: Who
    row: Journey
    journey: JourneyValue
    book: Book
    state: ProfileState | None
    runs: Sequence[Run]
    telling: Telling

    @property
    def event(self) -> str:
        """The name of the event that lets people in."""
        return str(self.journey.nodes[self.journey.entry].settings.event)

    @property
    def unknown(self) -> tuple[str, ...]:
        groups = (GROUPS_NOW,) if self.book.rules.groups else ()
        return (AUDIENCE_NOW, STATUS_NOW, *groups)

    def ask(self, event: Event) -> Tried:
        """What the engine says of this event now, with the runs as they were then."""
        then = state_then(self.state, self.who.texts[0], self.runs, self.journey.key, event)
        answer = entering.ask(then, self.book, self.journey, event, facts_then(then, event))
        asked = tuple(Asked(sentences.leaf(leaf), leaf.ok) for leaf in answer.leaves)
        came = f"“{event.name}” came on {self.telling.moment(event.occurred_at)}"
        code = answer.reason.code if answer.reason else None
        if code == Code.EVENT_PROPERTIES:
            return Tried(event, code.value, f"{came}, but {_noes(asked)}.", asked)
        first = self.row.versions.order_by("number").first()
        if first and event.received_at < first.published_at:
            when = self.telling.moment(first.published_at)
            said = f"{came}, before the journey was published ({when})."
            return Tried(event, "not_published", said, asked)
        if answer.reason is not None and code is not None:
            but = clause(answer.reason, self.telling) if code != Code.AUDIENCE else _noes(asked)
            return Tried(event, code.value, f"{came}, but {but}.", asked)
        if self.row.status != Journey.Status.LIVE:
            now = self.row.get_status_display().lower()
            said = f"{came}, and the journey is {now}: nobody is let in."
            return Tried(event, "journey_not_live", said, asked)
        said = f"{came}; asked now, every condition holds, so something was different then."
        return Tried(event, UNKNOWN, said, asked)


def _noes(asked: Sequence[Asked]) -> str:
    noes = [one.text for one in asked if not one.ok]
    return f"it asks that {'; '.join(noes)}" if noes else "its condition did not hold"
