"""address: a channel that needs an address and has none reaches nobody."""

from datetime import datetime

from apps.engine import person
from apps.engine.book import Book
from apps.engine.candidate import Candidate
from apps.engine.reasons import Answer, Code, Reason
from apps.engine.values import ProfileState

GATE = "address"


def check(candidate: Candidate, state: ProfileState, book: Book, now: datetime) -> Answer:
    channel = candidate.node.settings.channel
    if channel not in person.ADDRESS_TRAITS or person.address(state, channel):
        return Answer(GATE, True)
    numbers = {"trait": person.ADDRESS_TRAITS[channel]}
    return Answer(GATE, False, Reason(Code.NO_ADDRESS, channel, channel, numbers))
