"""What retention may delete: one kind of thing each, with the least that has to be kept of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apps.people.queries_kept import EVENTS, EVIDENCE, MESSAGES, REJECTED
from apps.privacy.keeping import events, evidence, inactive, messages, rejected
from apps.privacy.keeping.inactive import PEOPLE

# Does a portion of what is older than the cutoff, from a position on: how many, and where to go on.
Portion = Callable[[datetime, str], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`one`, `many`: what it deletes; `least` days must be kept; `says` what that means."""

    what: str
    name: str
    one: str
    many: str
    least: int
    usual: int
    says: str
    count: Callable[[datetime], int]
    portion: Portion


KINDS = {
    kind.what: kind
    for kind in (
        Kind(
            EVENTS,
            "Events",
            "event",
            "events",
            30,
            400,
            "Events of the log by when they were received. Those are kept, whatever their age, "
            "that a run under way began with, that live conditions count, that joined two people, "
            "or that wait for somebody in quarantine.",
            events.count,
            events.portion,
        ),
        Kind(
            EVIDENCE,
            "Evidence of decisions",
            "decision’s evidence",
            "decisions’ evidence",
            30,
            400,
            "What a decision was made from. Its candidates, verdicts, reasons and rules stay, and "
            "so do all numbers; it can’t be run again.",
            evidence.count,
            evidence.portion,
        ),
        Kind(
            MESSAGES,
            "Rendered messages",
            "message",
            "messages",
            7,
            180,
            "The text of messages, their addresses, and what providers answered. That, when and "
            "why they were sent stays.",
            messages.count,
            messages.portion,
        ),
        Kind(
            REJECTED,
            "Refused events",
            "refused event",
            "refused events",
            1,
            30,
            "Events that could not be taken, as they were received.",
            rejected.count,
            rejected.portion,
        ),
        Kind(
            PEOPLE,
            "People without activity",
            "person",
            "people",
            90,
            730,
            "People of whom nothing was heard for so long and who are in no journey are erased, as "
            "if they had asked for it.",
            inactive.count,
            inactive.portion,
        ),
    )
}
