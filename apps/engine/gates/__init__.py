"""The gates that look at one candidate alone, in the order in which their *no* gives the reason.

Entry audience and "already left" are settled before a candidate exists; arbitration and holdout
come after these and need the other candidates: they are in `apps.engine.resolve`.
"""

from collections.abc import Callable
from datetime import datetime

from apps.engine.book import Book
from apps.engine.candidate import Candidate
from apps.engine.gates import (
    address,
    consent,
    exclusion_group,
    frequency_cap,
    journey_live,
    quiet_hours,
    suppression,
)
from apps.engine.reasons import Answer, Code, Reason
from apps.engine.values import ProfileState

Check = Callable[[Candidate, ProfileState, Book, datetime], Answer]

GATES: dict[str, Check] = {
    module.GATE: module.check
    for module in (
        journey_live,
        suppression,
        address,
        consent,
        exclusion_group,
        quiet_hours,
        frequency_cap,
    )
}


def ask_all(
    candidate: Candidate, state: ProfileState, book: Book, now: datetime
) -> tuple[Answer, ...]:
    """Every gate's answer. One that can't be evaluated says no: nothing is sent unguarded."""
    return tuple(_ask(name, check, candidate, state, book, now) for name, check in GATES.items())


def _ask(
    name: str, check: Check, candidate: Candidate, state: ProfileState, book: Book, now: datetime
) -> Answer:
    try:
        return check(candidate, state, book, now)
    except Exception as error:
        return Answer(name, False, Reason(Code.GATE_ERROR, name, name, {"error": repr(error)}))
