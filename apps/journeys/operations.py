"""Writes of journeys: drafts, versions, their status."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from apps.engine import compile
from apps.engine.problems import Invalid
from apps.events import decode
from apps.graph import definitions
from apps.journeys import checks
from apps.journeys.called import called
from apps.journeys.models import Journey, JourneyDraft, JourneyVersion
from apps.journeys.moves import go_on, move
from apps.journeys.operations_status import (
    TRANSITIONS,
    archive,
    end_drained,
    give_to,
    restore,
    set_status,
)
from apps.journeys.refusals import NotMovable, Stale

__all__ = [
    "TRANSITIONS",
    "archive",
    "discard_draft",
    "end_drained",
    "give_to",
    "go_on",
    "move",
    "publish",
    "publish_draft",
    "restore",
    "save_draft",
    "set_status",
]

# For each version's number a map of nodes, as in `move`.
Moves = Mapping[int, Mapping[str, str]]

# The addresses at which journeys are begun have these names.
RESERVED = {"new", "import"}


@transaction.atomic
def save_draft(
    *,
    key: str,
    name: str,
    document: Mapping[str, Any],
    by: AbstractBaseUser | None,
    now: datetime,
    revision: int | None = None,
    description: str = "",
) -> JourneyDraft:
    """Make this the journey's draft; a journey is there from its first draft on.

    `revision` is that of the draft which the editor saw (0: none yet), None asks for nothing.
    Raises `Stale` where somebody was faster, `Invalid` for one that is nested too deeply to be
    read again, and writes nothing then.
    """
    deep = checks.too_deep(document)
    if deep:
        raise Invalid(tuple(deep))
    journey = _opened(key, name, by, now)
    draft = _seen(journey, revision)
    if draft is None:
        last = journey.versions.order_by("-number").first()
        draft = JourneyDraft(journey=journey, base=last.number if last else 0, opened_at=now)
    draft.name, draft.description = name, description
    draft.document = decode.clean(dict(document))
    draft.revision = journey.draft_revision = journey.draft_revision + 1
    draft.updated_at, draft.updated_by = now, by  # type: ignore[assignment]
    draft.save()
    if journey.status == Journey.Status.DRAFT:
        journey.name, journey.description = name, description
    journey.save()
    return draft


@transaction.atomic
def discard_draft(*, key: str, revision: int | None = None) -> None:
    """Drop the draft; what is published stays, and a journey that never was goes with its draft.

    Raises `Stale` where there is no draft, or not the one that was seen.
    """
    journey = _locked(key)
    _open(journey, revision).delete()
    if not journey.versions.exists():
        journey.delete()
        return
    # Who had it open must not bring it back with their next save without knowing.
    journey.draft_revision += 1
    journey.save(update_fields=["draft_revision"])


@transaction.atomic
def publish(
    *,
    key: str,
    name: str,
    document: Mapping[str, Any],
    by: AbstractBaseUser | None,
    now: datetime,
    description: str = "",
    note: str = "",
    moves: Moves | None = None,
) -> JourneyVersion:
    """Publish this document as the journey's next version and let people in to it.

    A draft that says the same is published herewith and is gone; another one stays. People of
    older versions go over to it as the `moves` say, carried out by the worker as any other move;
    all others stay where they are. Raises `engine.problems.Invalid` with every problem of the
    document, `NotMovable` for moves that can't be; then nothing is published.
    """
    journey = _opened(key, name, by, now)
    last = journey.versions.order_by("-number").first()
    version = JourneyVersion(
        journey=journey,
        number=last.number + 1 if last else 1,
        document=dict(document),
        note=note,
        published_at=now,
        published_by=by,  # type: ignore[misc]
    )
    wrong = checks.problems(version.document, key)
    if wrong:
        raise Invalid(tuple(wrong))
    compiled = compile.journey(version.document, key=key, name=name, version=str(version.id))
    version.save()
    JourneyDraft.objects.filter(journey=journey, document=version.document).delete()
    journey.name, journey.status = name, Journey.Status.LIVE
    journey.description = description or journey.description
    journey.archived_at = None
    journey.save()
    _move(key, version, moves or {}, by, now)
    # Before the commit: a version that the graph doesn't know must not let anybody in.
    names = {raw["key"]: called(raw) for raw in checks.nodes(version.document)}
    definitions.save_version(compiled, number=version.number, names=names)
    return version


@transaction.atomic
def publish_draft(
    *,
    key: str,
    by: AbstractBaseUser | None,
    now: datetime,
    revision: int | None = None,
    note: str = "",
    moves: Moves | None = None,
) -> JourneyVersion:
    """Publish the journey's draft, and move people to it as in `publish`.

    Raises `Stale` where it is not the draft that was seen, `Invalid` where it isn't right yet.
    """
    draft = _open(_locked(key), revision)
    return publish(
        key=key,
        name=draft.name,
        description=draft.description,
        document=draft.document,
        note=note,
        moves=moves,
        by=by,
        now=now,
    )


def _move(
    key: str, after: JourneyVersion, moves: Moves, by: AbstractBaseUser | None, now: datetime
) -> None:
    for number, nodes in moves.items():
        try:
            move(
                key=key,
                from_version=number,
                to_version=after.number,
                nodes=nodes,
                by=by,
                now=now,
            )
        except NotMovable as error:
            raise NotMovable(f"moves.{number}.{error.field}", str(error)) from error


def _opened(key: str, name: str, by: AbstractBaseUser | None, now: datetime) -> Journey:
    """The journey, made where there is none, locked: of two writers the second sees the first.

    Who makes it owns it at first.
    """
    if key in RESERVED:
        raise ValueError(f"“{key}” is taken by a page; choose another key")
    made = {"name": name, "created_at": now, "owner": by}
    while True:
        Journey.objects.get_or_create(key=key, defaults=made)
        # Between the two, somebody may have discarded one that was never published.
        journey = Journey.objects.select_for_update().filter(key=key).first()
        if journey is not None:
            return journey


def _locked(key: str) -> Journey:
    return Journey.objects.select_for_update().get(key=key)


def _draft_of(journey: Journey) -> JourneyDraft | None:
    return JourneyDraft.objects.select_related("updated_by").filter(journey=journey).first()


def _seen(journey: Journey, revision: int | None) -> JourneyDraft | None:
    draft = _draft_of(journey)
    if revision is not None and revision != (draft.revision if draft else journey.draft_revision):
        raise Stale(journey, draft, seen=revision)
    return draft


def _open(journey: Journey, revision: int | None) -> JourneyDraft:
    draft = _seen(journey, revision)
    if draft is None:
        raise Stale(journey, None, seen=revision or 0)
    return draft
