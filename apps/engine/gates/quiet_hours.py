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
    channel = candidate.node.settings.channel
    windows = [quiet for quiet in book.rules.quiet_hours if quiet.channel == channel]
    silence = local_time.quiet_until(windows, now, where)
    if silence is None:
        return Answer(GATE, True)
    quiet, until = silence
    numbers = {
        "from": quiet.start,
        "to": quiet.end,
        "zone": where.key,
        "local_time": now.astimezone(where).strftime("%H:%M"),
        "until": until,
    }
    return Answer(GATE, False, Reason(Code.QUIET_HOURS, quiet.id, quiet.name, numbers), until)
