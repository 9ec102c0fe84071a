"""What is known of one person of the demonstration, and by which clock they live."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tests.demo.shop_by_hand import DAY, Mail

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Row:
    """One row of the event log."""

    name: str
    occurred: datetime
    received: datetime
    properties: dict[str, Any]
    traits: dict[str, Any]


class Known:
    """`now` is the moment at which somebody asks."""

    def __init__(self) -> None:
        self.now = datetime.min.replace(tzinfo=UTC)
        self.traits: dict[str, tuple[datetime, Any]] = {}
        self.consents: dict[str, tuple[datetime, str]] = {}
        self.happened: dict[str, list[datetime]] = defaultdict(list)

    @property
    def zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.trait("timezone") or "Europe/Berlin")
        except (KeyError, ValueError):
            return BERLIN

    def trait(self, key: str) -> Any:
        return self.traits.get(key, (None, None))[1]

    def count(self, event: str, days: int) -> int:
        return sum(self.now - days * DAY < at <= self.now for at in self.happened[event])

    def today(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def local(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def learn(self, row: Row) -> bool:
        """Whether the event told of an address or of what the person allows."""
        address = self.trait("email")
        for key, value in row.traits.items():
            if key not in self.traits or self.traits[key][0] <= row.occurred:
                self.traits[key] = (row.occurred, value)
        self.happened[row.name].append(row.occurred)
        if row.name == "Subscription Changed":
            topic = row.properties.get("topic")
            key = f"email/{topic}" if topic else "email"
            if key not in self.consents or self.consents[key][0] <= row.occurred:
                self.consents[key] = (row.occurred, row.properties["status"])
                return True
        return bool(address != self.trait("email"))

    def forbids(self, mail: Mail) -> tuple[str, str] | None:
        """What speaks against it for as long as the person says nothing else."""
        if not self.trait("email"):
            return "no_address", "email"
        keys = ["email", f"email/{mail.topic}"] if mail.topic else ["email"]
        told = [key for key in keys if key in self.consents]
        for key in told:
            if self.consents[key][1] == "unsubscribed":
                return "unsubscribed", key
        return None if told else ("no_consent", "email")

    def quiet(self, at: datetime) -> tuple[str, datetime] | None:
        """At night, and until ten on the mornings of a weekend; with when it is over."""
        here = at.astimezone(self.zone)
        day = here.date() + DAY if here.hour >= 21 else here.date()
        weekend = day.weekday() >= 5
        until = self.local(day, time(10 if weekend else 8))
        if here.hour >= 21 or here.hour < 8:
            return "night", until
        return ("weekend-morning", until) if weekend and here.hour < 10 else None
