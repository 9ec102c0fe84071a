"""What a move to another version would do, in numbers, before anybody is moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from apps.engine.book import Journey
from apps.graph import queries_standing
from apps.journeys.moves import LEAVE
from apps.journeys.queries import AtNode
from apps.journeys.sentences import sentence


@dataclass(frozen=True, slots=True)
class Way:
    """What becomes of the people at one node. `to` None: they stay, "": they leave.

    `too_long` of them have been inside for longer than the other version lets them stay: they
    leave instead. `again` of the others have passed the message they would come to, and so get it
    once more.
    """

    node: AtNode
    to: str | None
    says: str = ""
    again: int = 0
    too_long: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All ways of one version's people."""

    ways: list[Way]

    @property
    def moving(self) -> int:
        return sum(way.node.people for way in self.ways if way.to) - self.too_long

    @property
    def leaving(self) -> int:
        chosen = sum(way.node.people for way in self.ways if way.to == LEAVE)
        return chosen + self.too_long

    @property
    def too_long(self) -> int:
        """Of those who leave, how many do so because their time in the journey is over."""
        return sum(way.too_long for way in self.ways)

    @property
    def staying(self) -> int:
        return sum(way.node.people for way in self.ways if way.to is None)

    @property
    def again(self) -> int:
        return sum(way.again for way in self.ways)


def defaults(before: Journey, after: Journey) -> dict[str, str]:
    """The nodes that are the same in both versions, by key and type; all others are left out."""
    return {
        key: key
        for key, node in before.nodes.items()
        if key in after.nodes and after.nodes[key].type == node.type
    }


def plan(
    before: Journey,
    after: Journey,
    nodes: Mapping[str, str],
    standing: Iterable[AtNode],
    now: datetime,
) -> Plan:
    """What this map would do to the people who stand at these nodes now."""
    # Whoever entered then or earlier would be beyond the longest stay.
    over = now - after.longest_stay if after.longest_stay else None
    return Plan([_way(before, after, at, nodes.get(at.key), over) for at in standing])


def _way(before: Journey, after: Journey, at: AtNode, to: str | None, over: datetime | None) -> Way:
    if not to:
        return Way(at, to)
    target = after.nodes[to]
    arrives = target.type != before.nodes[at.key].type or to != at.key
    again = too_long = 0
    if over is not None:
        counted = queries_standing.entered_before(before.version, at.key, over)
        too_long = min(counted, at.people)
    if arrives and target.type == "message" and to in before.nodes:
        again = queries_standing.passed_already(before.version, at.key, to, over)
    return Way(at, to, sentence(target).what, again, too_long)
