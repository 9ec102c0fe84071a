"""The two sources of the demonstration, and keys for as long as they are needed."""

from datetime import datetime

from django.db import transaction

from apps.events import operations
from apps.events.models import Source

IMPORT, LIVE = "demonstration", "demonstration-live"


def imported(*, now: datetime) -> Source:
    """The source of the month; new, it holds time still until the import is done.

    The month ends when the source was created: so an interrupted import goes on with the same one.
    """
    return _source(IMPORT, "Demonstration: the month", Source.Kind.IMPORT, now)


def live(*, now: datetime) -> Source:
    return _source(LIVE, "Demonstration: live", Source.Kind.LIVE, now)


@transaction.atomic
def _source(key: str, name: str, kind: Source.Kind, now: datetime) -> Source:
    source = Source.objects.filter(key=key).first()
    if source is None:
        now = now.replace(microsecond=0)
        source, _ = operations.create_source(key=key, name=name, kind=kind, now=now)
        source.importing = kind == Source.Kind.IMPORT
        source.save()
    return source


@transaction.atomic
def fresh_key(source: Source, *, now: datetime) -> str:
    """A new write key in place of all that the source had."""
    lock(source, now=now)
    return operations.add_write_key(source=source, now=now)


def lock(source: Source, *, now: datetime) -> None:
    """The source takes nothing more until it gets a fresh key."""
    source.write_keys.filter(revoked_at=None).update(revoked_at=now)


def finish(source: Source) -> None:
    """The import is complete: time goes on."""
    Source.objects.filter(pk=source.pk).update(importing=False)
