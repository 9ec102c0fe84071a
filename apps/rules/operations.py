"""Writes of the rules of engagement: each change is a new published version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from apps.engine import compile
from apps.rules import queries
from apps.rules.checks import check_document
from apps.rules.models import RuleSetVersion


@transaction.atomic
def publish(
    *, document: Mapping[str, Any], note: str, by: AbstractBaseUser | None, now: datetime
) -> RuleSetVersion:
    """Publish these rules; they hold from the next decision on. Raises `problems.Invalid`."""
    check_document(document)
    with connection.cursor() as cursor:
        # Two publications at once get two numbers, one after the other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rules.publish'))")
    last = queries.latest()
    version = RuleSetVersion(
        number=last.number + 1 if last else 1,
        document=dict(document),
        note=note,
        published_at=now,
        published_by=by,  # type: ignore[misc]
    )
    compile.rule_set(version.document, id=str(version.id), number=version.number)
    version.save()
    return version


def add_cap(
    *, cap: Mapping[str, Any], by: AbstractBaseUser | None, now: datetime
) -> RuleSetVersion:
    """Publish the rules that hold now with this cap added, or put in the place of its id."""
    document = queries.current_document()
    caps = [known for known in document["caps"] if known["id"] != cap["id"]]
    return publish(
        document={**document, "caps": [*caps, dict(cap)]},
        note=f"Frequency cap “{cap['name']}”",
        by=by,
        now=now,
    )


def remove_cap(*, cap_id: str, by: AbstractBaseUser | None, now: datetime) -> RuleSetVersion:
    """Publish the rules that hold now without this cap."""
    document = queries.current_document()
    caps = [known for known in document["caps"] if known["id"] != cap_id]
    return publish(
        document={**document, "caps": caps}, note=f"Without cap “{cap_id}”", by=by, now=now
    )
