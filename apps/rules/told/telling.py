"""By which clock and by which names a thing is told. Pure values; `names` fills them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from apps.engine.book import Cap, Lifecycle
from apps.rules.told import words

UTC_ZONE = ZoneInfo("UTC")
THEY = "they"
MANY = {"is": "are", "was": "were", "has": "have"}


@dataclass(frozen=True, slots=True)
class NodeName:
    """A node of a journey version as it was published."""

    key: str
    name: str
    type: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionName:
    """A journey version: which it is, who published it and when, and its nodes by key."""

    id: str
    journey: str
    number: int
    published_at: datetime | None = None
    published_by: str = ""
    note: str = ""
    nodes: Mapping[str, NodeName] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Telling:
    """Names by key; an unknown one is told by its key. `zone` is the zone of every moment."""

    zone: ZoneInfo = UTC_ZONE
    who: str = "this person"
    journeys: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, VersionName] = field(default_factory=dict)
    tiers: Mapping[str, str] = field(default_factory=dict)
    caps: Mapping[str, Cap] = field(default_factory=dict)
    lifecycles: Mapping[str, Lifecycle] = field(default_factory=dict)

    @property
    def of_them(self) -> "Telling":
        """The same, of somebody who was named already: “they”."""
        return replace(self, who=THEY)

    def verb(self, one: str) -> str:
        """ "is" after a name, "are" after “they”."""
        return MANY.get(one, one) if self.who == THEY else one

    def journey(self, key: str) -> str:
        return self.journeys.get(key) or key or "an unknown journey"

    def node(self, version: str, key: str) -> NodeName:
        known = self.versions.get(version)
        found = known.nodes.get(key) if known else None
        return found or NodeName(key, key or "an unknown node", "")

    def version_number(self, version: str) -> int | None:
        known = self.versions.get(version)
        return known.number if known else None

    def tier(self, key: str) -> str:
        return self.tiers.get(key) or key or "no tier"

    def lifecycle(self, key: str) -> str:
        known = self.lifecycles.get(key)
        return known.name if known else key or "an unknown lifecycle"

    def stage(self, lifecycle: str, key: str) -> str:
        known = self.lifecycles.get(lifecycle)
        stage = known.stage(key) if known else None
        return stage.name if stage else key or "no stage"

    def moment(self, at: Any) -> str:
        return words.moment(at, self.zone)

    def exact(self, at: Any) -> str:
        return words.exact(at, self.zone)

    def short(self, at: Any) -> str:
        return words.short(at, self.zone)

    def near(self, at: Any, to: datetime) -> str:
        """ "at 09:02" on the same day as `to`, "on Sun 1 Nov" on another."""
        return words.near(at, to, self.zone)
