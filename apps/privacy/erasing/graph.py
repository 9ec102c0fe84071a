"""The graph: evidence and names go, the shells that numbers stand on stay."""

from datetime import datetime

from apps.graph import erasing
from apps.privacy.erasing import matching, told
from apps.privacy.models import Erasure
from apps.privacy.working import Pulse


def empty(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Everything that the graph holds of the person, in portions."""
    subject, at = told.of(erasure), now.timestamp()
    # Names of events are found through decisions and runs, of which the shells stay.
    for portion in (
        erasing.decisions,
        erasing.runs,
        erasing.events,
        erasing.outcomes,
        erasing.sessions,
    ):
        while done := portion(subject.ids, at):
            pulse.add(done)
    named = matching.in_json(subject.values)
    while done := erasing.decisions_that_name(subject.related, named, at):
        pulse.add(done)
    erasing.others_that_name(subject.related, named)
    erasing.stages(subject.ids, at)
    uids = [f"{kind}:{value}" for kind, value in subject.identifiers]
    erasing.identifiers(subject.ids, uids)
