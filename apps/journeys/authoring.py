"""Drafts that begin from something else: an older version, another journey, a file, a starter."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from apps.journeys import operations
from apps.journeys.exporting import Imported
from apps.journeys.models import JourneyDraft, JourneyVersion
from apps.journeys.queries_sides import Side, free_key

LONGEST_NAME = 255


@transaction.atomic
def restore_version(
    *,
    version: JourneyVersion,
    by: AbstractBaseUser | None,
    now: datetime,
    revision: int | None = None,
) -> JourneyDraft:
    """Make a published version the journey's draft, in place of one that is open.

    Raises `Stale` where there is another draft than `revision` names; None asks for nothing.
    """
    journey = version.journey
    return operations.save_draft(
        key=journey.key,
        name=journey.name,
        description=journey.description,
        document=version.document,
        by=by,
        now=now,
        revision=revision,
    )


@transaction.atomic
def duplicate(
    *, side: Side, by: AbstractBaseUser | None, now: datetime, name: str = "", key: str = ""
) -> JourneyDraft:
    """A new journey whose first draft is this; its name says that it is a copy.

    Raises `Stale` where somebody took the key a moment ago.
    """
    name = (name or f"{side.name[: LONGEST_NAME - len(COPY)]}{COPY}")[:LONGEST_NAME]
    return operations.save_draft(
        key=key or free_key(name),
        name=name,
        description=side.description,
        document=side.document,
        by=by,
        now=now,
        revision=0,
    )


@transaction.atomic
def import_new(
    *,
    imported: Imported,
    by: AbstractBaseUser | None,
    now: datetime,
    name: str = "",
    key: str = "",
) -> JourneyDraft:
    """A new journey whose first draft is what the file holds, with its key if that is free."""
    return operations.save_draft(
        key=key or free_key(imported.key or name or imported.name),
        name=name or imported.name,
        description=imported.description,
        document=imported.document,
        by=by,
        now=now,
        revision=0,
    )


@transaction.atomic
def import_into(
    *,
    key: str,
    imported: Imported,
    name: str,
    description: str,
    by: AbstractBaseUser | None,
    now: datetime,
    revision: int | None,
) -> JourneyDraft:
    """Put what the file holds in place of this journey's draft; its name stays.

    Raises `Stale` where there is another draft than `revision` names.
    """
    return operations.save_draft(
        key=key,
        name=name,
        description=description,
        document=imported.document,
        by=by,
        now=now,
        revision=revision,
    )


COPY = " copy"
