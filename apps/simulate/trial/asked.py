"""What a trial is asked to do. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

MOST_EVENTS = 100
MOST_STEPS = 500
LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Real:
    """A person who is known: by the profile's id, or by an identifier such as user_id:42."""

    id: UUID | None = None
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody who isn't there. `consents` by channel or channel/topic, `stages` by lifecycle.

    `luck` is what random splits and holdouts draw from: another number is another person.
    """

    traits: Mapping[str, Any] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    timezone: str = ""
    luck: int = 0


@dataclass(frozen=True, slots=True)
class Coming:
    """An event to come: its name, and the traits that come with it."""

    name: str
    at: datetime
    properties: Mapping[str, Any] = field(default_factory=dict)
    traits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """`rules` are "live" or "draft". `ignore_entry`: in, whatever audience, earlier runs and
    exclusion groups say. `as_treated`: as if no holdout covered the journey."""

    key: str
    name: str
    document: Mapping[str, Any]
    person: Real | MadeUp
    at: datetime
    until: datetime
    events: tuple[Coming, ...] = ()
    rules: str = "live"
    ignore_entry: bool = False
    as_treated: bool = False
