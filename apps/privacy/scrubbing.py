"""Overwrites what deleted rows have left in the stores' files: a search byte by byte finds nothing.

PostgreSQL keeps old versions of rows in its tables, in its statistics and in its write-ahead log;
the graph in its pages, in the index of identifiers and in its log. Redis writes nothing.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection, transaction

from apps.embedded.scrubbing import embedded_graph
from apps.graph import schema
from apps.orchestrator import lanes

Say = Callable[[str], None]


def scrub(say: Say) -> None:
    """All of it. Each table is locked while it is rewritten; lanes wait while the graph is."""
    rewrite_tables(say)
    rewrite_graph(say)
    forget_the_log(say)


def rewrite_tables(say: Say) -> None:
    """Give every table new files, and what the planner remembers of their values, too."""
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'VACUUM (FULL, ANALYZE) "{table}"')
        say("Every table has new files.")
        _if_allowed(
            "VACUUM (FULL) pg_catalog.pg_statistic",
            "The planner’s statistics could not be rewritten: a superuser has to do it.",
            say,
        )


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return sorted(row[0] for row in cursor.fetchall())


def rewrite_graph(say: Say) -> None:
    """Close the holes in the graph's pages, make its index of identifiers anew, drop its log."""
    graph = embedded_graph(settings.DATA_DIR)
    if graph is None:
        say("The graph is a server of its own: see its manual for how to compact its store.")
        return
    with transaction.atomic():
        lanes.let_batches_finish()
        schema.rebuild_identifiers()
        graph.compress()
        graph.reopen()
    say("The graph’s pages, index of identifiers and log are new.")


def forget_the_log(say: Say) -> None:
    """End the current segment of PostgreSQL's write-ahead log, and have the old ones deleted."""
    refused = "The write-ahead log could not be ended: a superuser has to do it."
    # Segments that were made of old ones, in advance, are used up and deleted like them.
    for _ in range(_segments_ahead() + 1):
        if not _if_allowed(_END_SEGMENT, refused, say):
            return
    for _ in range(2):
        _if_allowed("CHECKPOINT", refused, say)
    say("The write-ahead log has only what came since.")


def _segments_ahead() -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_AHEAD)
            return int(cursor.fetchone()[0])
    except Error:
        return 0


def _if_allowed(statement: str, otherwise: str, say: Say) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except Error:
        say(otherwise)
        return False
    return True


_END_SEGMENT = "SELECT pg_logical_emit_message(true, 'throughline', ''), pg_switch_wal()"
_AHEAD = """
SELECT count(*) FROM pg_ls_waldir()
WHERE name ~ '^[0-9A-F]{24}$' AND name > pg_walfile_name(pg_current_wal_lsn())
"""
