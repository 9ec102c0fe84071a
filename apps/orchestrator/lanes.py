"""Lanes: a stable hash of the profile decides which one a person's events go through."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db import connection

from apps.orchestrator.models import Lane


def lane_of(profile: UUID) -> int:
    """The lane of a profile. `LANES` must not change while events are under way."""
    return profile.int % int(settings.LANES)


def install() -> None:
    """A row for each lane in both tables."""
    with connection.cursor() as cursor:
        for table in ("orchestrator_lane", "orchestrator_lanetail"):
            columns, values = (
                ("number, applied_seq, commit_no", "n, 0, 0")
                if table == "orchestrator_lane"
                else ("number, routed_seq", "n, 0")
            )
            cursor.execute(
                f"INSERT INTO {table} ({columns}) "
                f"SELECT {values} FROM generate_series(0, %s - 1) AS n ON CONFLICT DO NOTHING",
                [settings.LANES],
            )


def let_batches_finish() -> None:
    """Wait for the batches under way, which know what held when they began.

    Whoever leases a lane from here on reads what holds now. Only inside a transaction.
    """
    hold(Lane.objects.order_by("number").values_list("number", flat=True))


def hold(numbers: Iterable[int]) -> list[Lane]:
    """Take the leases of these lanes until the end of the transaction, in the given order."""
    return [Lane.objects.select_for_update().get(number=number) for number in numbers]


def hold_route() -> None:
    """Wait until nobody routes, and let nobody begin before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('orchestrator.route'))")


def tails(numbers: Sequence[int]) -> dict[int, int]:
    """The last place given away in each of these lanes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, routed_seq FROM orchestrator_lanetail WHERE number = ANY(%s)",
            [list(numbers)],
        )
        return dict(cursor.fetchall())


def move_tails(tails: Mapping[int, int]) -> None:
    """Write the last place given away in these lanes. Only under the lock of route."""
    with connection.cursor() as cursor:
        cursor.execute(_TAILS, [list(tails), list(tails.values())])


_TAILS = """
UPDATE orchestrator_lanetail t SET routed_seq = x.s
FROM unnest(%s::smallint[], %s::bigint[]) AS x (n, s) WHERE t.number = x.n
"""
