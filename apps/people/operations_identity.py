"""Writes of the identity rules: a version is published and never changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from apps.people import queries_identity as queries
from apps.people.identity_checks import check
from apps.people.identity_rules import complete
from apps.people.models import IdentityRules


class NothingToPublish(ValueError):
    """The document says what holds already."""


class Moved(ValueError):
    """Another version was published since the editor looked."""

    def __init__(self, seen: int, holds: IdentityRules) -> None:
        self.seen, self.holds = seen, holds
        who = f" by {holds.published_by}" if holds.published_by else ""
        super().__init__(
            f"Version {holds.number} was published{who} since you began, from version {seen}; "
            "look at what it says, then publish again."
        )


@transaction.atomic
def publish(
    *,
    document: Mapping[str, Any],
    note: str,
    by: AbstractBaseUser | None,
    now: datetime,
    base: int | None = None,
) -> IdentityRules:
    """Publish these rules; they hold for events that are routed from now on.

    `base` is the number of the version that the editor saw (0: before the first). Raises
    `problems.Invalid`, `Moved`, `NothingToPublish`.
    """
    check(document)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.identity_rules'))")
    last = queries.latest()
    if last and base is not None and last.number != base:
        raise Moved(base, last)
    if complete(document) == queries.current_document():
        raise NothingToPublish("These rules hold already; there is nothing to publish.")
    version = IdentityRules(
        number=last.number + 1 if last else 1,
        document=complete(document),
        note=note.strip()[:255],
        published_at=now,
        published_by=by,  # type: ignore[misc]
    )
    version.save()
    return version
