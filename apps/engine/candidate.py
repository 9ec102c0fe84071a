"""A candidate: a message that a journey wants to send to a person now."""

from dataclasses import dataclass
from datetime import datetime

from apps.engine.book import Book, Holdout, Journey, Node, Tier
from apps.engine.luck import derived_id
from apps.engine.silence import silenced_by
from apps.engine.values import Enrollment, ProfileState, Waiting


@dataclass(frozen=True, slots=True)
class Candidate:
    """`silenced_by` is the holdout that keeps this person from this message, with its arm."""

    enrollment: Enrollment
    waiting: Waiting
    journey: Journey
    node: Node
    tier: Tier
    tier_rank: int
    message_id: str
    silenced_by: Holdout | None
    arm: str

    @property
    def visit(self) -> int:
        return self.enrollment.visits.get(self.node.key, 1)

    @property
    def order(self) -> tuple[int, int, datetime, str, str]:
        """Arbitration: tier, priority, ready time, journey key; the enrollment's id at last."""
        return (
            self.tier_rank,
            -self.journey.priority,
            self.waiting.ready_at,
            self.journey.key,
            self.enrollment.id,
        )


def candidate(enrollment: Enrollment, state: ProfileState, book: Book) -> Candidate:
    """The candidate that this waiting enrollment puts forward."""
    assert enrollment.waiting is not None
    journey = book.journeys[enrollment.version]
    node = journey.nodes[enrollment.node]
    tier = book.rules.tier(node.settings.tier or journey.tier)
    holdout, arm = silenced_by(state, book, journey, tier)
    return Candidate(
        enrollment=enrollment,
        waiting=enrollment.waiting,
        journey=journey,
        node=node,
        tier=tier,
        tier_rank=book.rules.tier_rank(tier.key),
        message_id=derived_id("message", enrollment.id, node.key, enrollment.visits[node.key]),
        silenced_by=holdout,
        arm=arm,
    )
