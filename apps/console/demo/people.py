"""Who lives in the demonstration. Pure: the same seed and number are the same person."""

from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

VISITOR, NEWCOMER, CUSTOMER = "visitor", "newcomer", "customer"
KINDS = {VISITOR: 10, NEWCOMER: 45, CUSTOMER: 45}
FIRST_NAMES = (
    *("Ada", "Aiko", "Amir", "Ana", "Ben", "Carla", "Chen", "Clara", "Daniel", "Elif", "Emma"),
    *("Erik", "Farah", "Grace", "Hana", "Hugo", "Ines", "Ivan", "Jonas", "Kofi", "Lea", "Leo"),
    *("Lina", "Luca", "Maria", "Max", "Maya", "Mia", "Nadia", "Noah", "Nora", "Omar", "Paul"),
    *("Priya", "Rosa", "Sam", "Sara", "Sofia", "Tom", "Yara", "Yusuf", "Zoe"),
)
# Time zone, country, and how many of a hundred people live there.
PLACES = (
    ("Europe/Berlin", "DE", 38),
    ("Europe/London", "GB", 16),
    ("Europe/Madrid", "ES", 9),
    ("Europe/Warsaw", "PL", 7),
    ("America/New_York", "US", 14),
    ("America/Los_Angeles", "US", 8),
    ("Asia/Tokyo", "JP", 4),
    ("Australia/Sydney", "AU", 4),
)
# One in so many tells no time zone; of a thousand people one tells a zone that there isn't.
WITHOUT_ZONE = 12
WRONG_ZONE = 1000
WRONG_ZONES = ("Europe/Atlantis", "GMT+25")
SUBSCRIBED = 0.9
TWO_DEVICES = 0.35


@dataclass(frozen=True, slots=True)
class Person:
    """`timezone` is what they tell, perhaps nothing; `zone` is by which they live."""

    number: int
    kind: str
    user_id: str
    first_name: str
    email: str
    country: str
    timezone: str
    zone: ZoneInfo
    subscribed: bool
    devices: tuple[str, ...]

    @property
    def traits(self) -> dict[str, str]:
        told = {"email": self.email, "first_name": self.first_name, "country": self.country}
        return told | ({"timezone": self.timezone} if self.timezone else {})


def luck_of(seed: int, number: int, what: str) -> Random:
    """The dice of one person for one purpose: what others do changes nothing for them."""
    return Random(f"{seed}:{number}:{what}")


def person(seed: int, number: int) -> Person:
    """The person of this number, counted from 0."""
    luck = luck_of(seed, number, "person")
    kind = luck.choices(list(KINDS), list(KINDS.values()))[0]
    zone, country, _ = luck.choices(PLACES, [share for *_, share in PLACES])[0]
    first_name = luck.choice(FIRST_NAMES)
    told = "" if luck.randrange(WITHOUT_ZONE) == 0 else zone
    if number % WRONG_ZONE == WRONG_ZONE // 3:
        told = WRONG_ZONES[number // WRONG_ZONE % len(WRONG_ZONES)]
    devices = 2 if luck.random() < TWO_DEVICES else 1
    user_id = str(1001 + number)
    return Person(
        number=number,
        kind=kind,
        user_id=user_id,
        first_name=first_name,
        email=f"{first_name.lower()}.{user_id}@example.com",
        country=country,
        timezone=told,
        zone=ZoneInfo(zone),
        subscribed=luck.random() < SUBSCRIBED,
        devices=tuple(f"device-{luck.randrange(16**10):010x}" for _ in range(devices)),
    )
