"""What a decision about a message says: stopped, lost, yielded, held out; or what came of it."""

from datetime import datetime
from typing import Any

from apps.engine.outcome import Considered
from apps.engine.reasons import Code, Reason, Verdict
from apps.explain.why_not.reasoning.cause import Cause, Delivery, Holdout, Kind, Winner
from apps.explain.why_not.reasoning.entry import excluded_by
from apps.explain.why_not.reasoning.facts import Judged, Known
from apps.rules.told.sentences import LOST

FATES = {
    "sent": (Kind.SENT, "sent"),
    "failed": (Kind.DELIVERY, "failed"),
    "stopped": (Kind.DELIVERY, "stopped_at_send"),
    "in_doubt": (Kind.DELIVERY, "in_doubt"),
    "not_kept": (Kind.DELIVERY, "delivery_not_kept"),
}
ON_ITS_WAY = (Kind.DELIVERY, "on_its_way")


def of_decision(known: Known, judged: Judged) -> Cause:
    """The cause that this decision gives."""
    one = judged.considered
    if one.verdict == Verdict.SENT:
        return _sent(judged, known.deliveries.get(one.message_id) or Delivery("pending"))
    kind = _kind(one)
    return Cause(
        kind=kind,
        code=one.reason.code.value,
        reason=one.reason,
        gate=_gate(one),
        verdict=one.verdict.value,
        since=_since(known, one),
        until=one.again_at,
        give_up_at=one.give_up_at,
        winner=_winner(kind, one.reason),
        holdout=_holdout(known, one.reason) if kind == Kind.HELD_OUT else None,
        also=_also(one),
        **_where(judged),
    )


def _where(judged: Judged) -> dict[str, Any]:
    one = judged.considered
    return {
        "node": one.node,
        "version": one.version,
        "at": judged.at,
        "enrollment": one.enrollment,
        "decision": judged.decision,
        "message": one.message_id,
    }


def _sent(judged: Judged, became: Delivery) -> Cause:
    kind, code = FATES.get(became.status, ON_ITS_WAY)
    if became.status == "stopped" and became.reason == "expired":
        code = "expired"
    return Cause(kind, code, delivery=became, verdict=Verdict.SENT.value, **_where(judged))


def _kind(one: Considered) -> Kind:
    if one.verdict == Verdict.HELD_OUT:
        return Kind.HELD_OUT
    if one.reason.code in LOST:
        return Kind.LOST
    return Kind.YIELDED if one.reason.code == Code.LOOK_AHEAD else Kind.STOPPED


def _gate(one: Considered) -> str:
    return next((a.gate for a in one.gates if not a.ok and a.reason == one.reason), "")


def _since(known: Known, one: Considered) -> datetime | None:
    """Since when it was kept waiting: the moment it was ready."""
    if one.verdict == Verdict.HELD_OUT:
        return known.holdouts_since.get(one.reason.rule)
    return one.ready_at


def _winner(kind: Kind, reason: Reason) -> Winner | None:
    n = reason.numbers
    if kind == Kind.LOST:
        told = (n.get(f"winner_{what}", "") for what in ("journey", "name", "node", "message"))
        return Winner(*map(str, told))
    if kind == Kind.YIELDED:
        told = (n.get(f"reserved_{what}", "") for what in ("journey", "name", "node", "message"))
        return Winner(*map(str, told))
    return excluded_by(reason) if reason.code == Code.EXCLUDED else None


def _holdout(known: Known, reason: Reason) -> Holdout:
    arm = str(reason.numbers.get("arm", "holdout"))
    return Holdout(reason.rule, reason.name, arm, known.holdouts_since.get(reason.rule))


def _also(one: Considered) -> tuple[Reason, ...]:
    return tuple(a.reason for a in one.gates if not a.ok and a.reason != one.reason)
