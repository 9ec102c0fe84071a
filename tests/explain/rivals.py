"""A world in which messages lose by tier, priority, ready time, key and cap; and its counts."""

from collections import defaultdict
from collections.abc import Iterator

from apps.engine.outcome import Considered, Decision
from apps.engine.reasons import Verdict
from apps.graph import codec, store
from apps.graph.against import against
from apps.graph.scope import Scope
from tests.scenario import at, identify, message_on, publish, rule_set, run_until, tell, track

CAP = {"id": "day", "name": "1 e-mail a day", "limit": 1, "hours": 24, "channels": ["email"]}
NIGHT = {"id": "night", "name": "Night", "channel": "email", "start": "22:00", "end": "08:00"}
WIDE = Scope(since=0, until=at(days=60).timestamp(), conflict=True)


def rivals() -> None:
    """Four journeys and seven people who compete in each of the ways, until the third day."""
    rule_set(caps=[CAP], quiet_hours=[NIGHT], arbitration_window_minutes=5)
    publish("alpha", message_on("A", tier="lifecycle"))
    publish("beta", message_on("B", priority=80))
    publish("gamma", message_on("C", when_stopped="skip"))
    publish("delta", message_on("D", at_most={"days": 3}))
    # Whom it happens to, by: tier, priority, ready time, key, cap, all of them, quiet hours.
    wanted = [
        [("A", 0), ("B", 0)],
        [("B", 0), ("C", 0)],
        [("C", 0), ("D", 2)],
        [("C", 0), ("D", 0)],
        [("A", 0), ("B", 600)],
        [("A", 0), ("B", 0), ("C", 1), ("D", 1), ("A", 1500)],
        [("D", 14 * 60)],
    ]
    for number, events in enumerate(wanted):
        user = f"u{number}"
        tell(identify(user, at(0)), *(track(user, name, at(1, minutes=m)) for name, m in events))
    run_until(at(days=10))


def decisions() -> Iterator[Decision]:
    for row in store.read("MATCH (d:Decision) RETURN d.content AS content"):
        yield codec.decision(row["content"])


def considered() -> Iterator[tuple[Decision, Considered]]:
    """Every candidate of every decision that was not sent."""
    for made in decisions():
        for one in made.considered:
            if one.verdict != Verdict.SENT:
                yield made, one


Counted = dict[tuple[str, str], tuple[int, int]]


def counted(reason: str = "", rule: str = "") -> Counted:
    """Messages and people of each cell, by looking at every decision's content."""
    messages, people = defaultdict(set), defaultdict(set)
    for made, one in considered():
        if reason not in ("", one.reason.code.value) or rule not in ("", one.reason.rule):
            continue
        for winner in against(one.reason):
            for cell in ((one.journey, winner), (one.journey, ""), ("", winner), ("", "")):
                messages[cell].add(one.message_id)
                people[cell].add(made.profile)
    return {cell: (len(messages[cell]), len(people[cell])) for cell in messages}
