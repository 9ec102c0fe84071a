"""All that a review of one merge shows: how it came, both sides before it, and what came since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from apps.engine.values import ProfileState
from apps.explain import names
from apps.explain.merges import merge_messages, merge_sides
from apps.explain.merges.merge_list import Listed, listed
from apps.explain.merges.merge_messages import MessageSince, Whose
from apps.explain.merges.merge_sides import Section, Three
from apps.explain.person import origins
from apps.explain.person.origins import Origin
from apps.graph import queries_merges as graph
from apps.graph import queries_people
from apps.graph.queries_merges import Sides
from apps.orchestrator import books, unmerging
from apps.orchestrator.models import Lane, PoisonedProfile
from apps.orchestrator.unmerging import Preview
from apps.people import queries_merges, shown
from apps.people.identity_types import name_of
from apps.people.models import KeptApart, Merge
from apps.rules.told.telling import Telling

# With more events than this since, what undoing would do is only worked out when it is asked for.
MOST_EVENTS = 2000


@dataclass(frozen=True, slots=True)
class Led:
    """An identifier of the event, and whom it led to: “kept”, “given” or “other”."""

    kind: str
    value: str
    to: str


@dataclass(frozen=True, slots=True)
class Since:
    """What has come since by side; None where it was not worked out. `total` may be cut."""

    total: int
    given: int | None
    identifiers: list[Led]

    @property
    def kept(self) -> int | None:
        return None if self.given is None or self.more else self.total - self.given

    @property
    def more(self) -> bool:
        return self.total > MOST_EVENTS


@dataclass(frozen=True, slots=True)
class MergePage:
    """`why_not`: why it can't be undone, "" where it can. `failed`: why taking apart failed.

    `preview` None: undone already, impossible, or left out as there is too much to read.
    """

    one: Listed
    telling: Telling
    event: Origin | None
    led: list[Led]
    sections: list[Section]
    since: Since
    messages: list[MessageSince]
    known: bool
    why_not: str
    failed: str
    apart: KeptApart | None
    preview: Preview | None
    now: ProfileState | None

    @property
    def merge(self) -> Merge:
        return self.one.merge


def merge_page(merge: Merge, now: datetime, *, whole: bool = False) -> MergePage:
    """The review of a merge. `whole`: also with very many events since."""
    one, pair = listed([merge])[0], (str(merge.survivor_id), str(merge.absorbed_id))
    sides, total = graph.sides([pair]).get(pair), _events_since(merge)
    state = queries_people.state(pair[0]) if merge.undone_at is None else None
    why_not = "" if merge.undone_at else unmerging.why_not(merge)
    small = whole or total <= MOST_EVENTS
    preview = (
        unmerging.preview(merge, now) if small and not why_not and not merge.undone_at else None
    )
    book = books.unrecorded()
    states = [*((sides.kept, sides.given) if sides else (None, None)), state]
    versions = {e.version for known in states if known for e in known.enrollments}
    told = names.telling(
        state=state or (sides.kept if sides else None),
        rule_set=book.rules,
        versions=versions,
        who=one.called.kept,
    )
    whose = _whose(merge, sides, preview)
    return MergePage(
        one=one,
        telling=told,
        event=origins.by_id([merge.event_id]).get(merge.event_id),
        led=_led(merge),
        sections=merge_sides.sections(_three(merge, states), book, told),
        since=Since(total, _of_given(merge, preview), _identifiers_since(merge, preview)),
        messages=merge_messages.told_apart(merge_messages.since(merge), whose),
        known=whose.known,
        why_not=why_not,
        failed=failed(merge),
        apart=queries_merges.kept_apart(merge),
        preview=preview,
        now=state,
    )


def failed(merge: Merge) -> str:
    """Why the worker could not take the two apart; "" where it did, or will."""
    if merge.undone_at is None or merge.outcome is not None:
        return ""
    if Lane.objects.get(number=merge.out_lane or 0).applied_seq < (merge.out_seq or 0):
        return ""
    told = PoisonedProfile.objects.filter(profile_id=merge.survivor_id).first()
    return shown.error(told.error) if told else "nothing was kept of what the two had been"


def _led(merge: Merge) -> list[Led]:
    to = {str(merge.survivor_id): "kept", str(merge.absorbed_id): "given"}
    return [
        _named(text, to.get(profile, "other"))
        for profile, several in merge.matched.items()
        for text in several
    ]


def _named(text: str, to: str) -> Led:
    kind, value = queries_merges.pair(text)
    return Led(name_of(kind), shown.identifier(value), to)


def _three(merge: Merge, states: list[ProfileState | None]) -> Three:
    own = queries_merges.own_identifiers([merge])[merge.pk]
    brought = queries_merges.brought(merge)
    new = [
        (row.type, row.value)
        for row in queries_merges.since(merge)
        if f"{row.type}:{row.value}" not in merge.identifiers
    ]
    now = [*own, *brought, *new] if merge.undone_at is None else []
    return Three(
        (states[0], states[1], states[2]),
        (own, brought, list(dict.fromkeys(now))),
    )


def _identifiers_since(merge: Merge, preview: Preview | None) -> list[Led]:
    """Identifiers that came since, and to whom each goes or went."""
    back = set(preview.identifiers if preview else merge.given_back)
    decided = preview is not None or merge.undone_at is not None
    found = []
    for row in queries_merges.since(merge):
        text = f"{row.type}:{row.value}"
        if text not in merge.identifiers:
            side = ("given" if text in back else "kept") if decided else ""
            found.append(_named(text, side))
    return found


def _of_given(merge: Merge, preview: Preview | None) -> int | None:
    if merge.outcome is not None:
        return int(merge.outcome.get("events", 0))
    return preview.events if preview else None


def _whose(merge: Merge, sides: Sides | None, preview: Preview | None) -> Whose:
    """What tells their messages apart: the outcome of the undoing, or what it would be."""
    kept: list[ProfileState | None] = [sides.kept if sides else None]
    given: list[ProfileState | None] = [sides.given if sides else None]
    runs: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()
    if preview is not None:
        runs, together = preview.parted.given_runs, preview.parted.let_in_together
        kept.append(preview.parted.kept)
        given.append(preview.parted.given)
    elif merge.outcome is not None:
        runs = frozenset(merge.outcome.get("runs", ()))
        together = frozenset(merge.outcome.get("let_in_together", ()))
    own = queries_merges.own_identifiers([merge])[merge.pk]
    back = preview.identifiers if preview else (*merge.identifiers, *merge.given_back)
    return Whose(
        given_runs=runs,
        together=together,
        kept_addresses=merge_messages.addresses(kept, own),
        given_addresses=merge_messages.addresses(given, map(queries_merges.pair, back)),
        known=preview is not None or merge.outcome is not None,
    )


def _events_since(merge: Merge) -> int:
    """How many events came while the two were one, up to a bound."""
    asked: dict[str, Any] = {
        "ids": [merge.survivor_id, merge.absorbed_id],
        "lane": merge.lane,
        "since": merge.lane_seq,
        "until": merge.out_seq,
        "most": MOST_EVENTS + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, asked)
        return int(cursor.fetchone()[0])


# Those that went back in an undoing keep the place that they had while the two were one.
_SINCE = """
SELECT count(*) FROM (
    SELECT 1 FROM events_event e
    WHERE e.profile_id = ANY(%(ids)s::uuid[]) AND e.lane = %(lane)s AND e.lane_seq > %(since)s
      AND (%(until)s::bigint IS NULL OR e.lane_seq < %(until)s::bigint)
    LIMIT %(most)s
) x
"""
