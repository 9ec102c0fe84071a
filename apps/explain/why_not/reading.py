"""Fills the facts from the stores: what is known of a person and a journey at a moment.

Nothing that came later is read, or it is left out: the answer about the past is that of the past.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from apps.engine import person
from apps.engine.book import Journey as JourneyValue
from apps.engine.conditions import Facts
from apps.engine.reasons import Verdict
from apps.engine.values import ProfileState
from apps.explain import names
from apps.explain.who import Who
from apps.explain.why.path import as_datetime
from apps.explain.why_not import entry_events, fates_then, trips
from apps.explain.why_not.books_then import BY_RULES_NOW, Books
from apps.explain.why_not.entry_events import Came
from apps.explain.why_not.reasoning.cause import Happened
from apps.explain.why_not.reasoning.facts import Judged, Known, Stop, Trip, Try, happened
from apps.explain.why_not.state_then import Rewinding, facts_then
from apps.graph import queries_then
from apps.graph.queries_then import RunThen
from apps.journeys import queries as journeys
from apps.journeys.models import Journey, JourneyVersion
from apps.orchestrator import books
from apps.orchestrator import queries as flow

MOST_TRIES = 5
STATUS_UNKNOWN = "Whether the journey let people in at that moment isn't kept; now it does not."
LOG_BEGINS = "The event log begins on {moment}: what came before it is no longer known."
ENTRY_GONE = "The event that let them in is no longer kept."


@dataclass(frozen=True, slots=True)
class Read:
    """The facts, every decision about the run, and what could not be known, in sentences.

    `decided` has rows of `queries_then.decisions_of`, the latest first.
    """

    known: Known
    state: ProfileState | None
    decided: Sequence[Mapping[str, Any]]
    unknown: tuple[str, ...]


def read(
    who: Who, journey: Journey, state: ProfileState | None, at: datetime, run: str = ""
) -> Read:
    """Everything that why-not asks about; of this run, or of the one that says most."""
    return _Reader(who, journey, state, at, run).read()


@dataclass
class _Reader:
    who: Who
    journey: Journey
    state: ProfileState | None
    at: datetime
    wanted: str = ""
    unknown: dict[str, None] = field(default_factory=dict)
    decided: Sequence[Mapping[str, Any]] = ()

    def read(self) -> Read:
        rows = list(self.journey.versions.order_by("number"))
        published = [row for row in rows if row.published_at <= self.at]
        runs = queries_then.runs_of(self.who.texts, self.journey.key, self.at.timestamp())
        run = trips.chosen(runs, self.at, self.wanted)
        known = Known(
            at=self.at,
            key=self.journey.key,
            name=self.journey.name,
            journey=journeys.compiled_version(published[-1]) if published else None,
            first_published_at=rows[0].published_at if rows else None,
        )
        if run is not None:
            known = self._with_run(known, run, rows)
        if known.journey is not None:
            known = self._with_tries(known, run)
        self._say_since_when_the_log_is()
        return Read(known, self.state, self.decided, tuple(self.unknown))

    def _with_run(self, known: Known, run: RunThen, rows: Sequence[JourneyVersion]) -> Known:
        stops = trips.stops_of(run, self.at)
        version = trips.version_then(run, self.at)
        needed = {version, *(stop.version for stop in stops)}
        versions = {
            str(row.id): journeys.compiled_version(row) for row in rows if str(row.id) in needed
        }
        trip = self._trip(run, version, stops, versions)
        judged = self._judged(run)
        chosen = [one for one in judged if one.considered.verdict == Verdict.SENT]
        silent = [one for one in judged if one.considered.verdict == Verdict.HELD_OUT]
        keys = [one.considered.reason.rule for one in silent]
        return replace(
            known,
            versions=versions,
            trip=trip,
            judged=judged,
            deliveries=fates_then.fates(chosen, self.at) if chosen else {},
            holdouts_since=fates_then.holdouts_since(keys) if keys else {},
            events=self._events_of_its_end(trip),
        )

    def _trip(
        self,
        run: RunThen,
        version: str,
        stops: tuple[Stop, ...],
        versions: Mapping[str, JourneyValue],
    ) -> Trip:
        entry = entry_events.by_ids([run.entry_event] if run.entry_event else [])
        if run.entry_event and not entry:
            self.unknown[ENTRY_GONE] = None
        came = happened(entry[run.entry_event]) if entry else None
        trip = trips.trip(run, version, stops, came, self.at)
        stand = trip.stands
        if stand is None:
            return trip
        rules = names.rules_now()
        return replace(trip, until=trips.until(stand, run, self.state, versions, rules, self.at))

    def _judged(self, run: RunThen) -> tuple[Judged, ...]:
        """The latest decision about each message of the run."""
        until = self.at.timestamp()
        self.decided = queries_then.decisions_of(run.uid, run.journey, run.entered_at, until)
        latest = {row["node"]: row for row in reversed(self.decided)}
        made = queries_then.contents(sorted({row["decision"] for row in latest.values()}))
        found = [
            Judged(row["decision"], as_datetime(row["at"]), one)
            for node, row in latest.items()
            if row["decision"] in made
            for one in made[row["decision"]].considered
            if (one.enrollment, one.node) == (run.uid, node)
        ]
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def _events_of_its_end(self, trip: Trip) -> Mapping[int, Happened]:
        id = int(trip.left.numbers.get("event_id") or 0) if trip.left else 0
        return {
            id: happened(event) for id, event in entry_events.by_ids([id] if id else []).items()
        }

    def _with_tries(self, known: Known, run: RunThen | None) -> Known:
        came = entry_events.entry_events(
            self.who, known.entry_event, until=self.at, limit=MOST_TRIES
        )
        if run is not None:
            since = run.entered_at
            came = [c for c in came if c.event.received_at.timestamp() >= since]
            came = [c for c in came if not c.event.id or c.event.id != run.entry_event]
        late = [one for one in came if one.event.received_at > self.at]
        in_time = [one for one in came if one.event.received_at <= self.at]
        tries = self._tries(known, in_time) if in_time else ()
        near = self._near(known) if run is None and not came else None
        return replace(
            known, tries=tries, near=near, late=happened(late[-1].event) if late else None
        )

    def _tries(self, known: Known, came: Sequence[Came]) -> tuple[Try, ...]:
        past = Books(self.journey)
        rewinding = Rewinding(self.who, self.state, books.current().tally_depths)
        bad = entry_events.quarantined([one.event.id for one in came if one.seq])
        applied = flow.applied()
        tries = tuple(
            self._try(known, one, rewinding, past, _trouble(one, bad, applied)) for one in came
        )
        self.unknown |= rewinding.unknown
        return tries

    def _try(
        self, known: Known, came: Came, rewinding: Rewinding, past: Books, trouble: str
    ) -> Try:
        assert known.journey is not None
        row = (
            self.journey.versions.filter(published_at__lte=came.event.received_at)
            .order_by("-number")
            .first()
        )
        journey = journeys.compiled_version(row) if row else known.journey
        then = past.then(journey.version, came.event.received_at)
        state, beside = rewinding.then(came, journey)
        if any(run.version not in then.book.journeys for run in (*state.enrollments, *beside)):
            then = replace(then, book=books.current(), is_then=False)
        if then.book.rules.groups and not then.is_then:
            self.unknown[BY_RULES_NOW] = None
        return Try(
            event=came.event,
            state=state,
            facts=facts_then(state, came.event),
            book=then.book,
            journey=journey,
            beside=beside,
            now=self._facts_now(came),
            trouble=trouble,
            status=then.status,
            status_since=then.since,
            status_is_sure=then.sure,
        )

    def _facts_now(self, came: Came) -> Facts | None:
        if self.state is None:
            return None
        return replace(facts_then(self.state, came.event), now=self.at)

    def _near(self, known: Known) -> Happened | None:
        """The latest event whose name is like that of the entry."""
        seen = entry_events.names_before(self.who, self.at)
        by_name = {_plain(row[1]): row for row in seen}
        like = get_close_matches(_plain(known.entry_event), by_name, n=1, cutoff=0.86)
        if not like:
            return None
        _, name, id, occurred_at, received_at = by_name[like[0]]
        return Happened(id, name, occurred_at, received_at)

    def _say_since_when_the_log_is(self) -> None:
        begins = entry_events.log_begins()
        if begins is not None and self.at < begins:
            zone = person.zone(self.state or ProfileState("", self.at), names.rules_now())
            moment = begins.astimezone(zone).strftime("%d %b %Y, %H:%M")
            self.unknown[LOG_BEGINS.format(moment=moment)] = None


def _trouble(came: Came, bad: set[int], applied: Mapping[int, int]) -> str:
    if came.event.id in bad:
        return "quarantined"
    return "not_applied" if came.seq > applied.get(came.lane, came.seq) else ""


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
