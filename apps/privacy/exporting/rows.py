"""Rows of PostgreSQL as plain values, a few hundred at a time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

CHUNK = 500
Values = dict[str, Any]


def told(rows: QuerySet[Any]) -> Iterator[Values]:
    """Every field of every row, by primary key, in chunks of their own statements.

    Not through one cursor: that would hold a snapshot, and with it every dead row, for as long as
    somebody has 50,000 events.
    """
    last: Any = None
    rows = rows.order_by("pk")
    while True:
        page = list((rows if last is None else rows.filter(pk__gt=last))[:CHUNK])
        yield from map(as_values, page)
        if len(page) < CHUNK:
            return
        last = page[-1].pk


def as_values(row: Model) -> Values:
    """The fields of a row by name."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.fields}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
