"""What had become of decided messages by a moment, and since when holdouts have run."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from apps.delivery.models import Delivery as Row
from apps.delivery.status import Status
from apps.experiments.models import Holdout
from apps.explain.why import deliveries
from apps.explain.why_not.reasoning.cause import Delivery
from apps.explain.why_not.reasoning.facts import Judged

# A decision's message is in the outbox within moments; later than this, it was there once.
SOON = timedelta(hours=1)
UNDER_WAY = (Status.PENDING, Status.CLAIMED, Status.SENDING)


def fates(chosen: Sequence[Judged], at: datetime) -> dict[str, Delivery]:
    """What had become of each of these messages by then, by its id."""
    found = deliveries.of([one.considered for one in chosen])
    return {
        one.considered.message_id: _fate(one, found[one.considered.message_id], at)
        for one in chosen
    }


def _fate(judged: Judged, sent: deliveries.Sent, at: datetime) -> Delivery:
    row = sent.delivery
    if row is None:
        return Delivery("not_kept" if judged.at + SOON < at else "pending")
    tries = [one for one in sent.tries if one.at <= at]
    if row.status in UNDER_WAY or _is_later(row, sent, at):
        last = tries[-1] if tries else None
        return Delivery("pending", last.reason if last else "", last.detail if last else "")
    when = row.sent_at or (tries[-1].at if tries else None)
    return Delivery(row.status, row.reason, row.detail[:200], when)


def _is_later(row: Row, sent: deliveries.Sent, at: datetime) -> bool:
    """Whether it came to this status only after the moment."""
    if row.status == Status.SENT:
        return row.sent_at is not None and row.sent_at > at
    return bool(sent.tries) and sent.tries[-1].at > at


def holdouts_since(keys: Sequence[str]) -> dict[str, datetime]:
    """Since when these holdouts have been running."""
    rows = Holdout.objects.filter(key__in=list(keys), started_at__isnull=False)
    return {row.key: row.started_at for row in rows if row.started_at}
