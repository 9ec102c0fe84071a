"""The book that holds now, and those that held at earlier decisions."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from apps.common import clock
from apps.engine import compile
from apps.engine.book import Book, Holdout, Journey, RuleSet
from apps.engine.luck import derived_id
from apps.experiments.models import Holdout as HoldoutRow
from apps.graph import codec
from apps.journeys.models import Journey as JourneyRow
from apps.journeys.models import JourneyVersion
from apps.orchestrator.models import BookVersion
from apps.rules import queries as rules
from apps.rules.models import RuleSetVersion

SILENT = (JourneyRow.Status.PAUSED, JourneyRow.Status.ENDED)

_books: dict[str, Book] = {}
KEPT = 16


def current() -> Book:
    """What holds now. Looks at the definitions each time; compiles only what is new."""
    document = _document()
    text = codec.encode(document)
    id = derived_id("book", text)
    if id not in _books:
        BookVersion.objects.get_or_create(
            id=UUID(id), defaults={"document": document, "created_at": clock.now()}
        )
        _remember(id, document)
    return _books[id]


def unrecorded() -> Book:
    """What holds now, without a row of its own: for trials, which store nothing."""
    document = _document()
    id = derived_id("book", codec.encode(document))
    return _books.get(id) or _compile(id, document)


def stored(id: str) -> Book:
    """The book that a decision names."""
    if id not in _books:
        _remember(id, BookVersion.objects.get(id=id).document)
    return _books[id]


def _remember(id: str, document: dict[str, Any]) -> None:
    while len(_books) >= KEPT:
        _books.pop(next(iter(_books)))
    _books[id] = _compile(id, document)


def _document() -> dict[str, Any]:
    rows = list(
        JourneyVersion.objects.exclude(journey__status=JourneyRow.Status.DRAFT)
        .order_by("journey__key", "number")
        .values_list("id", "journey__key", "journey__status", "journey__name")
    )
    latest = {key: str(id) for id, key, status, _ in rows if status == JourneyRow.Status.LIVE}
    # Nobody enters a draining journey, but its messages still leave.
    silent = {key for _, key, status, _ in rows if status in SILENT}
    rule_set = rules.latest()
    return {
        "rule_set": str(rule_set.id) if rule_set else "",
        "versions": [str(id) for id, _, _, _ in rows],
        # Reasons tell journeys by name: one that is renamed later changes nothing of the past.
        "names": {key: name for _, key, _, name in rows},
        "live": list(latest.values()),
        "paused": sorted(silent),
        "holdouts": [
            {
                "key": h.key,
                "name": h.name,
                "salt": h.salt,
                "share": h.share,
                "scope": h.scope,
                "values": h.values,
                "started_at": h.started_at.isoformat(),
            }
            for h in HoldoutRow.objects.filter(
                started_at__isnull=False, ended_at__isnull=True
            ).order_by("key")
            if h.started_at
        ],
    }


def _compile(id: str, document: dict[str, Any]) -> Book:
    rules = _rules(document["rule_set"])
    return assembled(id, document, rules, _journeys(document["versions"], names(document)))


def names(document: Mapping[str, Any]) -> dict[str, str]:
    """The journeys' names as the book has them; {} for a book from before they were kept."""
    return document.get("names") or {}


def assembled(
    id: str, document: Mapping[str, Any], rules: RuleSet, journeys: Sequence[Journey]
) -> Book:
    """The book of this document, with its rules and journey versions compiled already."""
    return compile.book(
        id=id,
        rules=rules,
        journeys=journeys,
        live=document["live"],
        paused=document["paused"],
        holdouts=[
            Holdout(
                key=h["key"],
                name=h["name"],
                salt=h["salt"],
                share=h["share"],
                scope=h["scope"],
                values=tuple(h["values"]),
            )
            for h in document["holdouts"]
        ],
    )


@lru_cache(maxsize=64)
def _rules(id: str) -> RuleSet:
    if not id:
        return initial_rules()
    row = RuleSetVersion.objects.get(id=id)
    return compile.rule_set(row.document, id=id, number=row.number)


def initial_rules() -> RuleSet:
    """What holds before anybody has published rules."""
    return compile.rule_set(rules.INITIAL, id="", number=0)


_compiled: dict[tuple[str, str], Journey] = {}


def _journeys(versions: list[str], names: Mapping[str, str]) -> list[Journey]:
    """The compiled versions; a published one never changes, so each is compiled once a process."""
    rows = JourneyVersion.objects.filter(id__in=versions).defer("document")
    found = {
        str(row.id): (row.journey.key, names.get(row.journey.key, row.journey.name))
        for row in rows.select_related("journey")
    }
    missing = [id for id in versions if (id, found[id][1]) not in _compiled]
    for id, document in JourneyVersion.objects.filter(id__in=missing).values_list("id", "document"):
        key, name = found[str(id)]
        _compiled[str(id), name] = compile.journey(document, key=key, name=name, version=str(id))
    return [_compiled[id, found[id][1]] for id in versions]
