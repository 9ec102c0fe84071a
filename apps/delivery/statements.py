"""Runs SQL on psycopg's own cursor: values travel apart from the text, also in arrays."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

# Django switches prepared statements off; with this psycopg prepares those that ask for it, only.
NEVER_BY_COUNTING = 1_000_000_000


def run(
    sql: str, parameters: Sequence[Any] | Mapping[str, Any], *, prepare: bool = False
) -> psycopg.Cursor[Any]:
    """The cursor of a statement, in the caller's transaction or as one of its own.

    `prepare` saves the planning, and keeps a plan: for lookups by primary key alone.
    """
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = NEVER_BY_COUNTING
    with connection.wrap_database_errors:
        return psycopg.Cursor(raw).execute(sql, parameters, prepare=prepare)
