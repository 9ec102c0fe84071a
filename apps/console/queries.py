"""What the console's pages show: one value per page, read from every store."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from apps.console.ranges import Range
from apps.console.spark import Spark, spark
from apps.delivery import queries as delivery
from apps.events.models import QuarantinedEvent, RejectedEvent, Source
from apps.graph import queries_pages as graph
from apps.journeys import queries as journeys
from apps.orchestrator import queries as flow
from apps.orchestrator.queries import Backlog

STOPS = ("waits", "skipped", "left")


@dataclass(frozen=True, slots=True)
class Health:
    """How far the flow is behind, and what waits for somebody's eyes."""

    backlog: Backlog
    in_doubt: int
    failed: int
    quarantined: int
    rejected: int

    @property
    def well(self) -> bool:
        return not (self.in_doubt or self.failed or self.quarantined)


@dataclass(frozen=True, slots=True)
class Line:
    """One journey's messages."""

    key: str
    name: str
    channels: str
    sent: int
    held_out: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the first page."""

    events: int
    decisions: int
    sent: int
    held_out: int
    stopped: int
    reasons: list[tuple[str, int]]
    journeys: list[Line]
    chart: Spark
    health: Health


def overview(range: Range, now: datetime) -> Overview:
    """What happened in this stretch of time."""
    since = range.since(now)
    counts = graph.considered_since(since)
    verdicts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for count in counts:
        verdicts[count.verdict] += count.times
        if count.verdict in STOPS:
            reasons[count.reason] += count.times
    buckets = events_by_bucket(since, now, range.bucket)
    return Overview(
        events=sum(buckets.values()),
        decisions=graph.decisions_since(since),
        sent=verdicts["sent"],
        held_out=verdicts["held_out"],
        stopped=sum(verdicts[verdict] for verdict in STOPS),
        reasons=reasons.most_common(),
        journeys=lines(counts, graph.sends_since(since)),
        chart=spark(list(buckets.values()), [moment(at) for at in buckets]),
        health=health(since, now),
    )


def lines(counts: list[graph.Count], sends: list[graph.Sends]) -> list[Line]:
    """The messages of each journey, those that send most first."""
    names = journeys.names()
    by_journey: dict[str, Counter[str]] = {}
    for count in counts:
        kind = "stopped" if count.verdict in STOPS else count.verdict
        by_journey.setdefault(count.journey, Counter())[kind] += count.times
    channels: dict[str, list[str]] = {}
    for send in sends:
        channels.setdefault(send.journey, []).append(f"{send.channel} {send.times:,}")
    found = [
        Line(
            key,
            names.get(key, key),
            ", ".join(channels.get(key, ())),
            tally["sent"],
            tally["held_out"],
            tally["stopped"],
        )
        for key, tally in by_journey.items()
    ]
    return sorted(found, key=lambda line: (-line.sent, line.name))


def health(since: datetime, now: datetime) -> Health:
    """How the flow is doing."""
    statuses = delivery.counts(since)
    return Health(
        flow.backlog(now),
        in_doubt=statuses.get("in_doubt", 0),
        failed=statuses.get("failed", 0),
        quarantined=QuarantinedEvent.objects.filter(resolved_at=None).count(),
        rejected=RejectedEvent.objects.filter(received_at__gte=since).count(),
    )


def events_by_bucket(since: datetime, now: datetime, bucket: timedelta) -> Mapping[datetime, int]:
    """Events received, by the beginning of their bucket, the oldest first."""
    last = datetime.fromtimestamp(
        now.timestamp() // bucket.total_seconds() * bucket.total_seconds(), now.tzinfo
    )
    number = round((now - since) / bucket)
    first = last - bucket * (number - 1)
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [str(bucket), first, first, now])
        counted = dict(cursor.fetchall())
    return {at: counted.get(at, 0) for at in (first + bucket * n for n in range(number))}


def sources(now: datetime) -> list[Source]:
    """All sources by name, with their events of the last hour (`hourly`) and day (`daily`)."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_SOURCE, [now - timedelta(hours=1), now - timedelta(days=1), now])
        counted = {source: (hourly, daily) for source, hourly, daily in cursor.fetchall()}
    found: list[Source] = list(
        Source.objects.annotate(
            keys=Count("write_keys", filter=Q(write_keys__revoked_at=None))
        ).order_by("name")
    )
    for source in found:
        source.hourly, source.daily = counted.get(source.pk, (0, 0))  # type: ignore[attr-defined]
    return found


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%b, %H:%M}"


_EVENTS = """
SELECT date_bin(%s::interval, received_at, %s) AS bucket, count(*) FROM events_event
WHERE received_at >= %s AND received_at <= %s GROUP BY bucket
"""
_BY_SOURCE = """
SELECT source_id, count(*) FILTER (WHERE received_at >= %s), count(*) FROM events_event
WHERE received_at >= %s AND received_at <= %s GROUP BY source_id
"""
