"""Names of events that the engine tells journeys itself: nobody outside can send them unnoticed."""

from apps.engine.stages import STAGE_ENTERED, STAGE_EVENT
from apps.engine.values import Event

SESSION_STARTED = "Session Started"
SESSION_EVENT = "session"
# The type that an event of the name has where it is the engine's own.
TYPES = {STAGE_ENTERED: STAGE_EVENT, SESSION_STARTED: SESSION_EVENT}


def is_ours(event: Event) -> bool:
    """Whether an event of a reserved name is told by the engine itself; any other is heard."""
    if event.name not in TYPES or event.type == TYPES[event.name]:
        return True
    # Steps stored before events told their source: this name was anybody's then.
    return event.name == SESSION_STARTED and not event.source
