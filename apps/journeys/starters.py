"""Journeys to begin from: complete but for the templates, which a marketer chooses. Pure."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Starter:
    """A journey that many begin with. `icon` is a node type, for the card."""

    key: str
    name: str
    says: str
    icon: str
    document: dict[str, Any]


def begin(key: str, tiers: Iterable[str]) -> dict[str, Any]:
    """The document of this starter; its tier is one of those that there are, else the last."""
    document = copy.deepcopy(BY_KEY[key].document)
    known = list(tiers)
    if known and document["tier"] not in known:
        document["tier"] = known[-1]
    return document


def _node(key: str, type: str, name: str, /, **settings: Any) -> Node:
    return {"key": key, "type": type, "name": name, "settings": settings}


def _email(key: str, name: str, /, **more: Any) -> Node:
    return _node(key, "message", name, channel="email", template="", **more)


def _edges(*ways: str) -> list[dict[str, str]]:
    """Each way is "from to" or "from:port to"."""
    found = []
    for way in ways:
        start, end = way.split()
        key, _, port = start.partition(":")
        found.append({"from": key, "port": port or "next", "to": end})
    return found


EMPTY = {
    "tier": "marketing",
    "priority": 50,
    "nodes": [
        _node("entry", "entry", "Entry", event=""),
        _node("exit", "exit", "The end"),
    ],
    "edges": _edges("entry exit"),
}

TRIAL = {
    "tier": "lifecycle",
    "priority": 60,
    "nodes": [
        _node("entry", "entry", "Trial started", event="Trial Started", again="once"),
        _email("welcome", "Welcome"),
        _node("first-day", "delay", "A day to look round", duration={"days": 1}),
        _node(
            "used",
            "condition_split",
            "Used it already?",
            branches=[
                {
                    "port": "active",
                    "when": {"count": "Feature Used", "days": 2, "op": "gte", "value": 1},
                }
            ],
        ),
        _email("next-steps", "What is next"),
        _email("first-steps", "First steps"),
        _node(
            "halfway",
            "delay",
            "Three days, in the morning",
            duration={"days": 3},
            until={"time": "09:00", "weekdays": ["mon", "tue", "wed", "thu", "fri"]},
        ),
        _email("questions", "Any questions?"),
        _node(
            "decides",
            "wait_for_event",
            "Decides",
            event="Subscription Started",
            at_most={"days": 7},
        ),
        _email("ends-soon", "The trial ends"),
        _node(
            "subscribed",
            "goal",
            "Subscribed",
            event="Subscription Started",
            window={"days": 14},
        ),
        _node("over", "exit", "Trial is over"),
    ],
    "edges": _edges(
        "entry welcome",
        "welcome first-day",
        "first-day used",
        "used:active next-steps",
        "used:else first-steps",
        "next-steps halfway",
        "first-steps halfway",
        "halfway questions",
        "questions decides",
        "decides:event subscribed",
        "decides:timeout ends-soon",
        "ends-soon over",
    ),
}

PURCHASE = {
    "tier": "lifecycle",
    "priority": 50,
    "nodes": [
        _node(
            "entry",
            "entry",
            "Ordered",
            event="Order Completed",
            again="once_per_key",
            key="order_id",
        ),
        _node(
            "delivery",
            "wait_for_event",
            "Is delivered",
            event="Order Delivered",
            match=[{"property": "order_id", "entry": "order_id"}],
            at_most={"days": 7},
        ),
        _node("unpack", "delay", "Two days to try it", duration={"days": 2}),
        _email("review", "Ask for a review"),
        _email("arrived", "Has it arrived?"),
        _node("pause", "delay", "Two weeks", duration={"days": 14}),
        _email("goes-well", "Goes well with it"),
        _node(
            "refunded",
            "exit",
            "Sent back",
            event="Order Refunded",
            match=[{"property": "order_id", "entry": "order_id"}],
        ),
        _node("done", "exit", "Done"),
    ],
    "edges": _edges(
        "entry delivery",
        "delivery:event unpack",
        "delivery:timeout arrived",
        "unpack review",
        "review pause",
        "arrived pause",
        "pause goes-well",
        "goes-well done",
    ),
}

CART = {
    "tier": "marketing",
    "priority": 40,
    "nodes": [
        _node(
            "entry",
            "entry",
            "Fills the cart",
            event="Product Added",
            again="after_leaving",
            cool_down={"days": 3},
        ),
        _node("order", "wait_for_event", "Orders", event="Order Completed", at_most={"hours": 4}),
        _email("reminder", "Your cart is still here", tags=["reminder"]),
        _node("day", "delay", "Another day", duration={"days": 1}),
        _node(
            "variant",
            "random_split",
            "Does help help?",
            variants=[{"port": "help", "weight": 50}, {"port": "quiet", "weight": 50}],
        ),
        _email("help", "Can we help?", when_stopped="skip", tags=["reminder"]),
        _node("later", "delay", "Three days", duration={"days": 3}),
        _node("ordered", "goal", "Ordered", event="Order Completed", window={"days": 7}),
        _node("left", "exit", "Leaves it"),
    ],
    "edges": _edges(
        "entry order",
        "order:event ordered",
        "order:timeout reminder",
        "reminder day",
        "day variant",
        "variant:help help",
        "variant:quiet later",
        "help later",
        "later left",
    ),
}

WIN_BACK = {
    "tier": "marketing",
    "priority": 40,
    "nodes": [
        _node(
            "entry",
            "entry",
            "Cancelled",
            event="Subscription Cancelled",
            again="after_leaving",
            cool_down={"days": 90},
        ),
        _node("week", "delay", "A week", duration={"days": 7}),
        _email("why", "What was missing?"),
        _node(
            "month",
            "delay",
            "A month, in the afternoon",
            duration={"days": 30},
            until={"time": "17:00", "weekdays": ["mon", "tue", "wed", "thu", "fri"]},
        ),
        _email("news", "What is new since"),
        _node(
            "returns",
            "wait_for_event",
            "Comes back",
            event="Subscription Started",
            at_most={"days": 14},
        ),
        _email("offer", "An offer"),
        _node("think", "delay", "A week", duration={"days": 7}),
        _node(
            "back",
            "goal",
            "Subscribed again",
            event="Subscription Started",
            window={"days": 30},
        ),
        _node("gone", "exit", "Stays away"),
    ],
    "edges": _edges(
        "entry week",
        "week why",
        "why month",
        "month news",
        "news returns",
        "returns:event back",
        "returns:timeout offer",
        "offer think",
        "think gone",
    ),
}

STARTERS = (
    Starter("empty", "Empty canvas", "An entry and an exit; the rest is yours.", "plus", EMPTY),
    Starter(
        "trial",
        "Trial onboarding",
        "Welcomes, asks after a day whether they used it, and ends with the subscription.",
        "entry",
        TRIAL,
    ),
    Starter(
        "post-purchase",
        "Post-purchase",
        "One run for each order: waits for its delivery, asks for a review, then goes well with.",
        "message",
        PURCHASE,
    ),
    Starter(
        "abandoned-cart",
        "Abandoned cart",
        "Waits for the order, reminds once, and tries on half of them whether help helps.",
        "wait_for_event",
        CART,
    ),
    Starter(
        "win-back",
        "Win-back",
        "Gives them a week, asks what was missing, tells what is new, and offers once.",
        "jump",
        WIN_BACK,
    ),
)
BY_KEY = {starter.key: starter for starter in STARTERS}
