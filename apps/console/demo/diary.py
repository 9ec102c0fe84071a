"""What one person does, written down as events in Segment's shape. Pure."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from apps.console.demo.people import Person

# How busy each hour of a person's own day is.
RHYTHM = (
    *(1.0, 0.5, 0.3, 0.2, 0.2, 0.4, 1.0, 2.0, 3.0, 4.0, 4.5, 5.0),
    *(6.0, 5.5, 5.0, 5.0, 5.5, 6.0, 7.0, 8.5, 9.0, 7.0, 4.0, 2.0),
)
# This share of what people do reaches us hours after it happened.
LATE = 0.03
LATEST_HOURS = 20

Call = dict[str, Any]


class Diary:
    """Collects the events of one person that fall between `start` and `end`."""

    def __init__(
        self, person: Person, luck: Random, *, seed: int, start: datetime, end: datetime
    ) -> None:
        self.person, self.luck = person, luck
        self.start, self.end = start, end
        self.days = (end - start).days
        self.calls: list[Call] = []
        self._prefix = f"demo-{seed}-{person.number}"
        self._said = 0

    def moment(self, day: float, hours: tuple[int, int] | None = None) -> datetime:
        """Some moment of the person's own day, counted from the start; between two hours if given.

        Without hours, when people are awake.
        """
        if hours is None:
            hour = self.luck.choices(range(24), RHYTHM)[0]
        else:
            hour = self.luck.randrange(*hours)
        date = (self.start.astimezone(self.person.zone) + timedelta(days=int(day))).date()
        minute, second = self.luck.randrange(60), self.luck.randrange(60)
        return datetime.combine(date, time(hour, minute, second), self.person.zone)

    def soon(self, after: datetime, shortest: float = 0.5, longest: float = 6) -> datetime:
        """Some minutes later."""
        return after + timedelta(minutes=self.luck.uniform(shortest, longest))

    def days_later(
        self, after: datetime, first: int, last: int, hours: tuple[int, int] | None = None
    ) -> datetime:
        """Some moment of a day that comes so many days later."""
        zone = self.person.zone
        days = after.astimezone(zone).date() - self.start.astimezone(zone).date()
        return self.moment(days.days + self.luck.randint(first, last), hours)

    def track(self, at: datetime, event: str, device: str = "", **properties: Any) -> None:
        self._say(at, {"type": "track", "event": event, "properties": properties}, device)

    def page(self, at: datetime, name: str, device: str, *, known: bool) -> None:
        path = "/" if name == "Home" else f"/{name.lower()}"
        call = {"type": "page", "name": name, "properties": {"path": path}}
        self._say(at, call, device, known=known)

    def identify(self, at: datetime, device: str = "", **traits: Any) -> None:
        self._say(at, {"type": "identify", "traits": self.person.traits | traits}, device)

    def consent(self, at: datetime, status: str, topic: str = "") -> None:
        """What the person allows on e-mail; for one topic only if given."""
        told = {"channel": "email", "status": status} | ({"topic": topic} if topic else {})
        self.track(at, "Subscription Changed", **told)

    def _say(self, at: datetime, call: Call, device: str, *, known: bool = True) -> None:
        late = call["type"] != "identify" and self.luck.random() < LATE
        hours = self.luck.uniform(1, LATEST_HOURS) if late else self.luck.uniform(0, 0.0005)
        sent_at = at + timedelta(hours=hours)
        if sent_at > self.end:
            sent_at = at
        self._said += 1
        if not self.start < at <= self.end:
            return
        who = {"userId": self.person.user_id} if known else {}
        on = {"anonymousId": device} if device else {}
        when = {"timestamp": stamp(at), "sentAt": stamp(sent_at)}
        self.calls.append(call | who | on | when | {"messageId": f"{self._prefix}-{self._said}"})


def stamp(at: datetime) -> str:
    """A moment as client libraries write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
