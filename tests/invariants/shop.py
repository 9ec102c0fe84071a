"""A small shop's life: people who compete for messages, merge, come late and do all of it twice."""

import random
from datetime import datetime, timedelta
from typing import Any

from tests.scenario import at, identify, node, path, publish, rule_set, track

CAPS = [
    {"id": "day", "name": "1 a day", "limit": 1, "hours": 24},
    {"id": "week", "name": "3 a week", "limit": 3, "calendar": "week"},
]
END = at(days=40)


def journeys() -> None:
    """Journeys that compete, wait, split, count and set traits; rules that stop them."""
    quiet = [{"id": "n", "name": "Night", "channel": "email", "start": "21:00", "end": "08:00"}]
    rule_set(caps=CAPS, quiet_hours=quiet, arbitration_window_minutes=5)
    publish(
        "welcome",
        path(
            node("in", "entry", event="Signed Up"),
            node("hello", "message", template="t"),
            node("wait", "wait_for_event", event="Order Completed", at_most={"days": 2}),
            node("thanks", "message", template="t"),
            node("mark", "update_trait", trait="buyer", value=True),
            node("out", "goal"),
            tier="lifecycle",
        ),
    )
    often = {"count": "Order Completed", "days": 30, "op": "gte", "value": 2}
    publish(
        "orders",
        path(
            node("in", "entry", event="Order Completed", again="after_leaving"),
            node("split", "condition_split", branches=[{"port": "often", "when": often}]),
            node("wait", "delay", duration={"hours": 3}),
            node("again", "message", template="t", at_most={"days": 3}),
            node("gone", "exit", event="Cancelled"),
            priority=70,
        ),
    )
    for key, event in (("cart", "Cart Viewed"), ("news", "Viewed Page")):
        publish(
            key,
            path(
                node("in", "entry", event=event, again="after_leaving"),
                node("mail", "message", template="t", when_stopped="skip"),
            ),
        )


def log(people: int = 24, each: int = 8, seed: int = 1) -> list[dict[str, Any]]:
    """The events, in the order of their moments, no two of which are the same."""
    luck = random.Random(seed)
    told: list[dict[str, Any]] = []
    for number in range(people):
        told += life(luck, f"u{number}", each)
    told.sort(key=lambda event: str(event["sentAt"]))
    return told


def life(luck: random.Random, user: str, each: int) -> list[dict[str, Any]]:
    moments = sorted(at(seconds=luck.randrange(20 * 24 * 3600)) for _ in range(each + 3))
    moments = [when + timedelta(microseconds=luck.randrange(10**6)) for when in moments]
    known_at = luck.randrange(1, 4)
    told = [visitor(user, moments[0], "Viewed Page")]
    for place, when in enumerate(moments[1:], 1):
        if place < known_at:
            told.append(visitor(user, when, luck.choice(["Viewed Page", "Cart Viewed"])))
        elif place == known_at:
            # The visitor is known from now on; some of them were already, on another device.
            told.append(identify(user, when, anonymous=f"a-{user}", city=luck.choice("XYZ")))
        else:
            told.append(known(luck, user, when))
    if luck.random() < 0.5:
        told.append(identify(user, moments[0] - timedelta(hours=1), city="Old"))
    return told


def visitor(user: str, when: datetime, name: str) -> dict[str, Any]:
    event = track(user, name, when) | {"anonymousId": f"a-{user}"}
    del event["userId"]
    return event


def known(luck: random.Random, user: str, when: datetime) -> dict[str, Any]:
    kind = luck.randrange(8)
    if kind == 0:
        return identify(user, when, city=luck.choice("XYZ"))
    if kind == 1:
        status = luck.choice(["subscribed", "subscribed", "unsubscribed"])
        return track(user, "Subscription Changed", when, channel="email", status=status)
    names = ["Signed Up", "Order Completed", "Order Completed", "Cart Viewed", "Cancelled"]
    late = timedelta(hours=luck.choice([0, 0, 0, 5, 60]))
    event = track(user, luck.choice(names), when, total=luck.randrange(100))
    return event | {"timestamp": (when - late).isoformat()}
