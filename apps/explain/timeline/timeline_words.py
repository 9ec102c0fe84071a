"""The entries of a timeline as they are read: a title, a line below it, a tone, a way to more."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from apps.delivery.models import Delivery
from apps.engine.outcome import Considered, Decision
from apps.engine.reasons import Verdict
from apps.engine.values import ProfileState
from apps.events.models import Event
from apps.explain import addresses, identifier_words, names
from apps.explain.person.person_page import left_because
from apps.explain.timeline import session_words
from apps.explain.timeline.move_words import moved, staged
from apps.explain.timeline.timeline import Came, Entry, Made, Staged, Unmerged
from apps.explain.why import deliveries
from apps.explain.why.trigger import pretty
from apps.graph.queries_moves import VersionMove
from apps.graph.queries_people import Run
from apps.people import queries as people
from apps.people import shown
from apps.people.models import Merge
from apps.rules.told import sentences, words
from apps.rules.told.telling import Telling

MOST_SHOWN = 4
KIND_NAMES = {
    "event": "Events",
    "merge": "Merges",
    "session": "Sessions",
    "stage": "Stages",
    "entered": "Entered",
    "moved": "Moved to a version",
    "decision": "Decisions",
    "message": "Messages",
    "left": "Left",
    "converted": "Reached a goal later",
    "outcome": "Outcomes",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry for people. `more` is shown on demand; `page` is where its title leads.

    `why_not`: of each message that did not go out, its name and where the question leads.
    """

    kind: str
    at: datetime
    title: str
    detail: str = ""
    tone: str = ""
    href: str = ""
    href_text: str = ""
    more: str = ""
    id: str = ""
    page: str = ""
    why_not: tuple[tuple[str, str], ...] = ()


def tell_all(entries: Iterable[Entry], telling: Telling) -> list[Told]:
    """The entries in words."""
    return [TELL[entry.kind](entry, entry.source, telling) for entry in entries]


def versions(entries: Iterable[Entry]) -> set[str]:
    """The journey versions whose names the entries need."""
    found: set[str] = set()
    for entry in entries:
        if isinstance(entry.source, Made):
            found |= {one.version for one in entry.source.decision.considered}
        elif isinstance(entry.source, Delivery):
            found.add(entry.source.version_id)
        elif isinstance(entry.source, Run):
            found.add(entry.source.version)
        elif isinstance(entry.source, VersionMove):
            found |= {entry.source.before, entry.source.version}
    return found


def told(entries: list[Entry], who: str, state: ProfileState | None) -> tuple[list[Told], Telling]:
    """The entries in words, by the clock of this person."""
    telling = names.telling(
        state=state, rule_set=names.rules_now(), versions=versions(entries), who=who
    )
    return tell_all(entries, telling), telling


def zone_of(state: ProfileState | None) -> ZoneInfo:
    """The zone by which this person's days are told."""
    return names.zone(state, names.rules_now())


def _event(entry: Entry, row: Event, telling: Telling) -> Told:
    given = row.payload.get("traits" if row.type == Event.Type.IDENTIFY else "properties")
    parts = [f"{key}: {words.under(key, value)}" for key, value in _plain(given)[:MOST_SHOWN]]
    late = (row.received_at - row.occurred_at).total_seconds()
    if late >= 60:
        parts.append(f"received {words.length(late)} later")
    return Told(
        kind="event",
        at=entry.at,
        title=sentences.event_name(row.type, row.name),
        detail=" · ".join(parts),
        more=pretty(shown.payload(row.payload)),
        id=str(row.pk),
        page=reverse("event", args=[row.pk]),
    )


def _plain(given: Any) -> list[tuple[str, Any]]:
    if not isinstance(given, dict):
        return []
    return [(k, v) for k, v in given.items() if not isinstance(v, dict | list) and v is not None]


def _outcome(entry: Entry, row: Event, telling: Telling) -> Told:
    given = row.payload.get("properties") or {}
    detail = [str(given[key]).replace("_", " ") for key in ("reason", "status") if given.get(key)]
    message = str(given.get("message_id") or "")
    bad = row.name in ("Message Failed", "Message Stopped", "Address Suppressed")
    return Told(
        kind="outcome",
        at=entry.at,
        title=row.name,
        detail=shown.text(", ".join(detail)),
        tone="left" if bad else "",
        href=reverse("message-why", args=[message]) if message else "",
        href_text="The message",
        id=str(row.pk),
    )


def _message(entry: Entry, row: Delivery, telling: Telling) -> Told:
    name = telling.node(row.version_id, row.node).name
    kind = words.channel(row.channel)
    return Told(
        kind="message",
        at=entry.at,
        title=f"{kind[0].upper()}{kind[1:]} “{name}” of {telling.journey(row.journey)}",
        detail=deliveries.status_sentence(row)
        or (f"Sent {telling.short(row.sent_at)}" if row.sent_at else "Sent"),
        tone={"sent": "sent", "failed": "left", "stopped": "left"}.get(row.status, "waits"),
        href=reverse("message-why", args=[row.pk]),
        href_text="Why this message",
        id=str(row.pk),
    )


def _decision(entry: Entry, made: Made, telling: Telling) -> Told:
    considered = made.decision.considered
    first = considered[0].verdict if considered else None
    lines = [sentences.brief(one, telling) for one in considered[:MOST_SHOWN]]
    if len(considered) > MOST_SHOWN:
        lines.append(f"{len(considered) - MOST_SHOWN} more.")
    sent = sum(one.verdict == Verdict.SENT for one in considered)
    return Told(
        kind="decision",
        at=entry.at,
        title=f"Decided: {sent or 'none'} of {words.count_of(len(considered), 'candidate')} sent",
        detail="\n".join(lines),
        tone=first.value if first else "",
        href=reverse("decision", args=[made.decision.id]),
        href_text="The decision",
        id=made.decision.id,
        why_not=_why_not(made.decision, telling),
    )


def _why_not(decision: Decision, telling: Telling) -> tuple[tuple[str, str], ...]:
    stopped = [one for one in decision.considered if one.verdict != Verdict.SENT]
    return tuple((_named(one, telling), _asked(decision, one)) for one in stopped[:MOST_SHOWN])


def _named(one: Considered, telling: Telling) -> str:
    return telling.node(one.version, one.node).name


def _asked(decision: Decision, one: Considered) -> str:
    return addresses.why_not(
        decision.profile, one.journey, node=one.node, run=one.enrollment, at=decision.at
    )


def _entered(entry: Entry, run: Run, telling: Telling) -> Told:
    return Told(
        kind="entered",
        at=entry.at,
        title=f"Entered {telling.journey(run.journey)}",
        detail=f"“{run.entry_name}” let them in" if run.entry_name else "",
        id=run.uid,
        page=addresses.known("journey", run.journey),
    )


def _stage(entry: Entry, row: Staged, telling: Telling) -> Told:
    said = staged(row.move, row.event, telling)
    return Told("stage", entry.at, said.title, said.detail, id=entry.id)


def _session(entry: Entry, came: Came, telling: Telling) -> Told:
    said = session_words.session(came.session, came.source_name)
    return Told("session", entry.at, said.title, said.detail, id=entry.id)


def _moved(entry: Entry, row: VersionMove, telling: Telling) -> Told:
    said = moved(row, telling)
    page = addresses.known("journey", row.journey)
    return Told("moved", entry.at, said.title, said.detail, id=entry.id, page=page)


def _left(entry: Entry, run: Run, telling: Telling) -> Told:
    return Told(
        kind="left",
        at=entry.at,
        title=f"Left {telling.journey(run.journey)}",
        detail=left_because(run, telling),
        tone="sent" if run.left_because == "goal" else "",
        id=run.uid,
        page=addresses.known("journey", run.journey),
    )


def _converted(entry: Entry, run: Run, telling: Telling) -> Told:
    goal = telling.node(run.version, run.converted_node).name
    return Told(
        kind="converted",
        at=entry.at,
        title=f"Reached the goal of {telling.journey(run.journey)}",
        detail=f"“{goal}”, after leaving and within the goal’s window: the run counts",
        tone="sent",
        id=run.uid,
        page=addresses.known("journey", run.journey),
    )


def _merge(entry: Entry, row: Merge | Unmerged, telling: Telling) -> Told:
    if isinstance(row, Unmerged):
        return _unmerged(entry, row)
    brought = (
        f", which brought {words.listed(identifier_words.several(row.identifiers[:MOST_SHOWN]))}"
    )
    return Told(
        kind="merge",
        at=entry.at,
        title="Joined with another profile" + (", undone since" if row.undone_at else ""),
        detail=f"{identifier_words.led(row.rule)} led to both"
        + (brought if row.identifiers else ""),
        id=str(row.pk),
        page=addresses.known("merge", row.pk),
    )


def _unmerged(entry: Entry, row: Unmerged) -> Told:
    merge, other = row.merge, str(row.other)
    (found,) = people.named([row.other]) or (None,)
    because = f"“{shown.text(merge.undone_because)}”" if merge.undone_because else ""
    return Told(
        kind="merge",
        at=entry.at,
        title=f"Taken apart from {found.label if found else other[:8]}",
        detail=f"the merge was undone{f': {because}' if because else ''}",
        id=f"{merge.pk}.undone",
        href=reverse("person", args=[row.other]),
        href_text="The other person",
        page=addresses.known("merge", merge.pk),
    )


TELL: dict[str, Callable[[Entry, Any, Telling], Told]] = {
    "event": _event,
    "merge": _merge,
    "session": _session,
    "stage": _stage,
    "entered": _entered,
    "moved": _moved,
    "decision": _decision,
    "message": _message,
    "left": _left,
    "converted": _converted,
    "outcome": _outcome,
}
