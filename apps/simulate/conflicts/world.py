"""What is looked at: rules and journeys as they would hold, and what is known of people. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from apps.engine.book import Journey, Node, RuleSet, Tier
from apps.engine.problems import Problem
from apps.simulate.history.numbers import History


@dataclass(frozen=True, slots=True)
class Broken:
    """A draft that can't be run yet, with what is wrong with it."""

    key: str
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class World:
    """`journeys` are compiled, by key; a draft stands in the place of its live version.

    None means that nobody has looked: `history` (what would have happened), `events` (how often
    each name was received in the window), `properties` (which an event of a name has come with),
    `traits` (which people have). `templates` are the traits that each prints without a default.
    """

    rules: RuleSet
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    broken: tuple[Broken, ...] = ()
    templates: Mapping[str, frozenset[str]] = field(default_factory=dict)
    traits: frozenset[str] | None = None
    events: Mapping[str, int] | None = None
    properties: Mapping[str, frozenset[str]] | None = None
    history: History | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, key: str) -> str:
        """What the journey is called; a key without a name stands for itself."""
        known = self.journeys.get(key)
        return known.name if known else self.names.get(key, key)

    def tier(self, journey: Journey, node: Node) -> Tier:
        """The tier that a message node's messages are of."""
        return self.rules.tier(node.settings.tier or journey.tier)

    def in_order(self) -> list[Journey]:
        """The journeys by their keys."""
        return [self.journeys[key] for key in sorted(self.journeys)]


def messages_of(journey: Journey) -> list[Node]:
    """The journey's message nodes, as they are drawn."""
    return [node for node in journey.nodes.values() if node.type == "message"]
