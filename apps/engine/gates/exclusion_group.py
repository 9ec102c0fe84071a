"""exclusion_group: beside a better journey of the same group, this one is silent."""

from datetime import datetime

from apps.engine import exclusion
from apps.engine.book import Book
from apps.engine.candidate import Candidate
from apps.engine.reasons import Answer
from apps.engine.values import ProfileState

GATE = "exclusion_group"


def check(candidate: Candidate, state: ProfileState, book: Book, now: datetime) -> Answer:
    if not book.rules.groups or candidate.tier.transactional:
        return Answer(GATE, True)
    reason = exclusion.stops(state, book, candidate.enrollment)
    return Answer(GATE, True) if reason is None else Answer(GATE, False, reason)
