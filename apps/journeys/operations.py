"""Writes of journeys."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from apps.engine import compile
from apps.graph import definitions
from apps.journeys.models import Journey, JourneyVersion


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
) -> JourneyVersion:
    """Publish this document as the journey's next version and let people in to it.

    Raises `engine.problems.Invalid` with every problem of the document.
    """
    Journey.objects.get_or_create(
        key=key, defaults={"name": name, "description": description, "created_at": now}
    )
    journey = Journey.objects.select_for_update().get(key=key)
    last = journey.versions.order_by("-number").first()
    version = JourneyVersion(
        journey=journey,
        number=last.number + 1 if last else 1,
        document=dict(document),
        note=note,
        published_at=now,
        published_by=by,  # type: ignore[misc]
    )
    compiled = compile.journey(version.document, key=key, name=name, version=str(version.id))
    version.save()
    journey.name, journey.status = name, Journey.Status.LIVE
    journey.save()
    # Before the commit: a version that the graph doesn't know must not let anybody in.
    definitions.save_version(compiled, number=version.number)
    return version


# From which status a journey may go where.
TRANSITIONS = {
    Journey.Status.DRAFT: {Journey.Status.LIVE},
    Journey.Status.LIVE: {Journey.Status.PAUSED, Journey.Status.ENDED},
    Journey.Status.PAUSED: {Journey.Status.LIVE, Journey.Status.ENDED},
    Journey.Status.ENDED: set(),
}


@transaction.atomic
def set_status(*, key: str, status: str) -> Journey:
    """Pause, resume or end a journey. Raises ValueError where the move is none of the table's."""
    journey = Journey.objects.select_for_update().get(key=key)
    if status not in TRANSITIONS[Journey.Status(journey.status)]:
        raise ValueError(f"a journey that is {journey.status} can't become {status}")
    journey.status = status
    journey.save()
    return journey
