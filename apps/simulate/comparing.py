"""A decision then and now, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.engine import person
from apps.engine.outcome import Considered
from apps.engine.reasons import Code
from apps.journeys.models import Journey
from apps.orchestrator import books
from apps.rules.told import decision_words, sentences, words
from apps.rules.told.telling import NodeName, Telling, VersionName
from apps.simulate.today import Today


@dataclass(frozen=True, slots=True)
class Side:
    """A candidate on one side: verdict, its code, why, and the gates that said no."""

    verdict: str
    code: str
    reason: str
    sentence: str
    stopped_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Row:
    """One message, then and now."""

    message: str
    name: str
    changed: bool
    then: Side | None
    now: Side | None
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """`which` is "today" or "draft"; `verdict` says in a sentence what would be different."""

    decision: str
    which: str
    zone: str
    verdict: str
    then: str
    now: str
    changed: int
    rows: tuple[Row, ...]
    moved: tuple[str, ...]
    notes: tuple[str, ...]
    rules: int
    error: str


def compared(found: Today, which: str, who: str) -> Compared:
    """The decision then and now; each side by its own rules' names."""
    then, now = _telling(found, who, before=True), _telling(found, who, before=False)
    rows = tuple(
        Row(
            message=pair.either.message_id,
            name=sentences.full_name(pair.either, now if pair.now else then),
            changed=pair.changed,
            then=_side(pair.then, then),
            now=_side(pair.now, now),
            numbers=tuple(_number(name, a, b, now) for name, a, b in pair.numbers),
        )
        for pair in found.pairs
    )
    return Compared(
        decision=found.stored.uid,
        which=which,
        zone=now.zone.key,
        verdict=_verdict(found),
        then=decision_words.decision(found.then, then),
        now=decision_words.decision(found.made, now) if found.made else "Nothing would be decided.",
        changed=found.changed,
        rows=rows,
        moved=found.moved,
        notes=found.notes,
        rules=found.book.rules.number,
        error=found.error,
    )


def _verdict(found: Today) -> str:
    if found.error:
        return "It can’t be decided anew."
    if found.made is None:
        return "Today nothing would be decided at this moment."
    if not found.changed:
        return "Today it would come out the same."
    of = words.count_of(len(found.pairs), "message")
    return f"Today it would come out otherwise: {found.changed} of {of} differ."


def _side(one: Considered | None, telling: Telling) -> Side | None:
    if one is None:
        return None
    nos = tuple(sentences.gate(answer) for answer in one.gates if not answer.ok)
    why = "" if one.reason.code == Code.OK else sentences.reason(one.reason, telling.of_them)
    return Side(
        verdict=sentences.verdict(one),
        code=one.verdict.value,
        reason=one.reason.code.value,
        sentence=why,
        stopped_by=nos,
    )


def _number(name: str, then: Any, now: Any, telling: Telling) -> Number:
    return Number(name.replace("_", " "), _shown(then, telling), _shown(now, telling))


def _shown(value: Any, telling: Telling) -> str:
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(_shown(one, telling) for one in value) or "none"
    return telling.moment(value) if words.as_moment(value) else str(value)


def _telling(found: Today, who: str, *, before: bool) -> Telling:
    book = books.stored(found.stored.book) if before else found.book
    rules = book.rules
    return Telling(
        zone=person.zone(found.state, rules),
        who=who,
        journeys=_journeys(found),
        versions=_versions(found, book.journeys),
        tiers={tier.key: tier.name for tier in rules.tiers},
        caps={cap.id: cap for cap in rules.caps},
        lifecycles={known.key: known for known in rules.lifecycles},
    )


def _journeys(found: Today) -> dict[str, str]:
    keys = {pair.either.journey for pair in found.pairs}
    return dict(Journey.objects.filter(key__in=keys).values_list("key", "name"))


def _versions(found: Today, journeys: Mapping[str, Any]) -> dict[str, VersionName]:
    sides: Sequence[Considered | None] = [
        side for pair in found.pairs for side in (pair.then, pair.now)
    ]
    ids = {one.version for one in sides if one is not None and one.version in journeys}
    return {
        id: VersionName(
            id=id,
            journey=journeys[id].key,
            number=0,
            nodes={
                node.key: NodeName(node.key, node.name, node.type)
                for node in journeys[id].nodes.values()
            },
        )
        for id in ids
    }
