"""Which holdout keeps a person from a journey or a message; at most one is named."""

from apps.engine import person
from apps.engine.book import Book, Holdout, Journey, Tier
from apps.engine.values import ProfileState


def silenced_by(
    state: ProfileState, book: Book, journey: Journey, tier: Tier
) -> tuple[Holdout | None, str]:
    """The holdout with the person's arm in it, or (None, "treated")."""
    for holdout in book.holdouts:
        if holdout.covers(journey=journey.key, tier=tier.key, transactional=tier.transactional):
            arm = person.arm(state, holdout)
            if arm != "treated":
                return holdout, arm
    return None, "treated"


def is_silent(state: ProfileState, book: Book, journey: Journey) -> bool:
    """Whether the person is held out from the journey as such."""
    return silenced_by(state, book, journey, book.rules.tier(journey.tier))[0] is not None
