"""Chooses a few decisions that show every kind of thing a decision can be. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator

from apps.engine.outcome import Considered, Decision, Step
from apps.graph.queries_decisions import Stored

# How many decisions of each kind are worth keeping.
OF_EACH = 4


def of_each(decisions: Iterable[Stored], most: int = OF_EACH) -> Iterator[Stored]:
    """Those that show something of which fewer than `most` before them were an example."""
    seen: Counter[tuple[object, ...]] = Counter()
    for stored in decisions:
        kinds = shows(stored.decision, stored.started_from)
        if any(seen[kind] < most for kind in kinds):
            seen.update(kinds)
            yield stored


def shows(made: Decision, step: Step) -> set[tuple[object, ...]]:
    """What a decision is an example of: trigger, verdicts, reasons, gates, how many competed."""
    began = trigger(step)
    found: set[tuple[object, ...]] = {("candidates", min(len(made.considered), 5)), began}
    for one in made.considered:
        found.add((*began[:1], one.verdict.value, one.reason.code.value))
        found.add(("message", one.journey, one.node, one.verdict.value))
        found |= gates(one)
    for run in step.state.enrollments:
        found.add(("inside", run.journey, run.node))
    return found


def trigger(step: Step) -> tuple[object, ...]:
    """How it began: an event by its name, a merge, or time."""
    if step.absorb is not None:
        return ("merge", len(step.absorb.other.enrollments))
    return ("event", step.input.type, step.input.name) if step.input else ("timer",)


def gates(one: Considered) -> set[tuple[object, ...]]:
    """Each gate's answer, and which of them said no together."""
    said = {("gate", a.gate, a.ok, a.reason.code.value, a.reason.rule) for a in one.gates}
    return {*said, ("no", *sorted(a.gate for a in one.gates if not a.ok))}
