"""quiet_hours: no message on the channel at night, by the person's own clock."""

from datetime import datetime

from apps.engine import local_time, person
from apps.engine.book import Book
from apps.engine.candidate import Candidate
from apps.engine.reasons import Answer, Code, Reason
from apps.engine.values import ProfileState

GATE = "quiet_hours"


def check(candidate: Candidate, state: ProfileState, book: Book, now: datetime) -> Answer:
    if candidate.tier.transactional:
        return Answer(GATE, True)
    where = person.zone(state, book.rules)
    for quiet in book.rules.quiet_hours:
        if quiet.channel == candidate.node.settings.channel:
            until = local_time.quiet_until(quiet, now, where)
            if until is not None:
                numbers = {
                    "from": quiet.start,
                    "to": quiet.end,
                    "zone": where.key,
                    "local_time": now.astimezone(where).strftime("%H:%M"),
                    "until": until,
                }
                reason = Reason(Code.QUIET_HOURS, quiet.id, quiet.name, numbers)
                return Answer(GATE, False, reason, until)
    return Answer(GATE, True)
