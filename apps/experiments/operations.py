"""Writes of holdouts."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify

from apps.experiments.models import Holdout


@transaction.atomic
def create(
    *,
    name: str,
    share: float,
    scope: str,
    values: Sequence[str],
    by: AbstractBaseUser | None,
    now: datetime,
    key: str = "",
    salt: str = "",
) -> Holdout:
    """A holdout that isn't started yet: nobody is silent because of it."""
    return Holdout.objects.create(
        key=key or slugify(name)[:64],
        name=name,
        salt=salt or secrets.token_hex(16),
        share=share,
        scope=scope,
        values=list(values),
        created_at=now,
        created_by=by,  # type: ignore[misc]
    )


@transaction.atomic
def start(*, key: str, now: datetime) -> Holdout:
    """From the next decision on, the share of people gets nothing from the scope."""
    holdout = Holdout.objects.select_for_update().get(key=key)
    if holdout.started_at:
        raise ValueError(f"“{holdout.name}” was started already")
    holdout.started_at = now
    holdout.save()
    return holdout


@transaction.atomic
def stop(*, key: str, now: datetime) -> Holdout:
    """The holdout ends: its people may be written to again. It can't be started again."""
    holdout = Holdout.objects.select_for_update().get(key=key)
    if not holdout.started_at or holdout.ended_at:
        raise ValueError(f"“{holdout.name}” is not running")
    holdout.ended_at = now
    holdout.save()
    return holdout
