"""What old decisions were made from."""

from datetime import datetime

from apps.common import clock
from apps.graph import keeping

PORTION = 500


def count(cutoff: datetime) -> int:
    """Of how many decisions the evidence would be deleted."""
    return keeping.old_evidence(cutoff.timestamp())


def portion(cutoff: datetime, position: str) -> tuple[int, str]:
    """Delete that of the next decisions, the oldest first."""
    now = clock.now().timestamp()
    done, last = keeping.delete_evidence(float(position or 0), cutoff.timestamp(), now, PORTION)
    return done, repr(last)
