"""suppression: an address that nothing may be sent to, whatever the tier."""

from datetime import datetime

from apps.engine import person
from apps.engine.book import Book
from apps.engine.candidate import Candidate
from apps.engine.reasons import Answer, Code, Reason
from apps.engine.values import ProfileState

GATE = "suppression"


def check(candidate: Candidate, state: ProfileState, book: Book, now: datetime) -> Answer:
    channel = candidate.node.settings.channel
    known = state.suppressed.get(f"{channel}:{person.address(state, channel)}")
    if known is None:
        return Answer(GATE, True)
    return Answer(GATE, False, Reason(Code.SUPPRESSED, channel, known, {"reason": known}))
