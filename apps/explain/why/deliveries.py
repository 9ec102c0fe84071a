"""What became of the messages that a decision chose: status, attempts, content, what followed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.delivery import queries
from apps.delivery.models import Attempt, Delivery
from apps.delivery.queries import AsSent
from apps.delivery.status import Status
from apps.engine.outcome import Considered
from apps.graph import queries_decisions
from apps.graph.queries_decisions import Followed
from apps.people import shown

MOST_TRIES = 100
# How the first sentence begins, for each status.
FATES = {
    Status.SENT: "got",
    Status.FAILED: "was to get",
    Status.STOPPED: "was to get",
    Status.IN_DOUBT: "may have got",
}
STATUSES = {
    Status.PENDING: "It waits to be sent.",
    Status.CLAIMED: "It is being sent.",
    Status.SENDING: "It is being sent.",
    Status.SENT: "",
    Status.FAILED: "The delivery failed",
    Status.STOPPED: "It was stopped right before it was sent",
    Status.IN_DOUBT: "Whether it left nobody can tell, so it is not sent again",
}
REASONS = {
    "unsubscribed": "they had unsubscribed in the meantime",
    "left_journey": "they had left the journey in the meantime",
    "suppressed": "the address had been suppressed in the meantime",
    "expired": "too much time had passed since the decision",
    "gave_up": "the provider did not take it in any attempt",
    "worker_lost": "the sending process was lost at that very moment",
    "no_answer": "the provider took it and gave no answer",
    "profile_unknown": "consent can't be checked yet",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was chosen; `delivery` None: it is on its way to the outbox."""

    delivery: Delivery | None
    tries: tuple[Attempt, ...] = ()
    content: AsSent | None = None
    followed: tuple[Followed, ...] = ()

    @property
    def status(self) -> str:
        return self.delivery.status if self.delivery else Status.PENDING.value

    @property
    def sentence(self) -> str:
        return fate(self)[1] or "It was sent."


def of(chosen: Sequence[Considered]) -> dict[str, Sent]:
    """What became of the chosen messages, by their ids."""
    ids = [one.message_id for one in chosen]
    if not ids:
        return {}
    rows = {
        str(d.pk): d
        for d in Delivery.objects.filter(id__in=ids).select_related("template_version__template")
    }
    tries = list(Attempt.objects.filter(delivery_id__in=ids).order_by("number")[:MOST_TRIES])
    content = {id: _seen(one) for id, one in queries.as_sent(ids).items()}
    followed = queries_decisions.outcomes(ids)
    return {
        id: Sent(
            delivery=rows.get(id),
            tries=tuple(t for t in tries if str(t.delivery_id) == id),
            content=content.get(id),
            followed=tuple(f for f in followed if f.message == id),
        )
        for id in ids
    }


def _seen(one: AsSent) -> AsSent:
    """What a message said, for those who may see it."""
    return replace(
        one,
        to=shown.identifier(one.to),
        subject=shown.content(one.subject),
        text=shown.content(one.text),
        html=shown.content(one.html),
        body=shown.content(one.body),
    )


def fate(sent: Sent | None) -> tuple[str, str]:
    """How to begin ("got", "was to get"), and a sentence on the delivery ("" if it went well)."""
    if sent is None or sent.delivery is None:
        return "is about to get", "It is on its way to the outbox."
    status = Status(sent.delivery.status)
    return FATES.get(status, "is about to get"), status_sentence(sent.delivery)


def status_sentence(delivery: Delivery) -> str:
    """What became of a delivery and why; "" where it was simply sent."""
    said = STATUSES[Status(delivery.status)]
    if not delivery.reason or delivery.status == Status.SENT:
        return said
    why = REASONS.get(delivery.reason, delivery.reason.replace("_", " "))
    detail = f" ({shown.error(delivery.detail)[:200]})" if delivery.detail else ""
    return f"{said.rstrip('.')}: {why}{detail}."
