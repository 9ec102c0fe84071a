"""What an analysis has found, as JSON."""

from typing import Any

from apps.journeys import queries as journeys
from apps.simulate.conflicts import find, stored
from apps.simulate.conflicts.assemble import world_now
from apps.simulate.history.numbers import History
from apps.simulate.history.subject import Subject


def findings_of(subject: Subject, history: History) -> list[dict[str, Any]]:
    """The findings of what was analysed, with its numbers."""
    return stored.as_json(find(world_now(subject, names=journeys.names(), history=history)))
