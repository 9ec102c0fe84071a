"""The steps of an erasure in their order, and the one way through them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apps.common import clock
from apps.privacy import working
from apps.privacy.erasing import elsewhere, finish, graph, log, messages, person, settle, take
from apps.privacy.models import Erasure
from apps.privacy.working import Pulse


@dataclass(frozen=True, slots=True)
class Step:
    """`do` may be repeated from its beginning at any time; `says` is shown while it lasts."""

    says: str
    do: Callable[[Erasure, datetime, Pulse], None]


STEPS = (
    Step("Closing every way to the person", take.take),
    Step("Waiting until the flow has passed the person", settle.settle),
    Step("Stopping and emptying messages", messages.empty),
    Step("Emptying the graph", graph.empty),
    Step("Emptying the event log", log.empty),
    Step("Looking through refused events", log.empty_rejected),
    Step("Deleting traits, consents and addresses", person.empty),
    Step("Looking through sessions, logs and the cache", elsewhere.empty),
    Step("Forgetting whom this was about", finish.finish),
)


def run(erasure: Erasure, pulse: Pulse) -> None:
    """Go on with the step that is next, to the end. Raises NotYet where one has to wait."""
    while erasure.step < len(STEPS):
        STEPS[erasure.step].do(erasure, clock.now(), pulse)
        working.store(erasure, step=erasure.step + 1, done=erasure.done)
    elsewhere.vacuum()
