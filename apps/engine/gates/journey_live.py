"""journey_live: a paused journey sends nothing."""

from datetime import datetime, timedelta

from apps.engine.book import Book
from apps.engine.candidate import Candidate
from apps.engine.reasons import Answer, Code, Reason
from apps.engine.values import ProfileState

GATE = "journey_live"
LOOK_AGAIN = timedelta(hours=1)


def check(candidate: Candidate, state: ProfileState, book: Book, now: datetime) -> Answer:
    if candidate.journey.key not in book.paused:
        return Answer(GATE, True)
    reason = Reason(Code.JOURNEY_NOT_LIVE, candidate.journey.key, candidate.journey.name)
    return Answer(GATE, False, reason, now + LOOK_AGAIN)
