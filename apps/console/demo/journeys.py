"""The journeys of the demonstration, as documents: three that compete, and one that may not."""

from typing import Any

Node = dict[str, Any]
Edge = dict[str, str]


def node(key: str, type: str, name: str, **settings: Any) -> Node:
    return {"key": key, "type": type, "name": name, "settings": settings}


def email(key: str, name: str, template: str, *, days: float = 2, topic: str = "") -> Node:
    """An e-mail that waits at most so many days where it is stopped.

    With half a day more, what became ready at night is not given up at night: the reason then is
    what has really been in its way.
    """
    more = {"topic": topic} if topic else {}
    return node(
        key, "message", name, channel="email", template=template, at_most={"days": days}, **more
    )


def edges(*ways: str) -> list[Edge]:
    """Each way is "from to" or "from:port to"."""
    found = []
    for way in ways:
        start, end = way.split()
        key, _, port = start.partition(":")
        found.append({"from": key, "port": port or "next", "to": end})
    return found


CONFIRMATION = {
    "tier": "transactional",
    "priority": 100,
    "nodes": [
        node("entry", "entry", "Ordered", event="Order Completed", again="after_leaving"),
        email("confirm", "Order confirmation", "order-confirmation", days=1),
        node("done", "exit", "Confirmed"),
    ],
    "edges": edges("entry confirm", "confirm done"),
}

ONBOARDING = {
    "tier": "lifecycle",
    "priority": 70,
    "nodes": [
        node("entry", "entry", "Trial started", event="Trial Started", again="once"),
        email("welcome", "Welcome", "trial-welcome"),
        node("first-day", "delay", "1 day", duration={"days": 1}),
        node(
            "active",
            "condition_split",
            "Used it?",
            branches=[
                {
                    "port": "active",
                    "when": {"count": "Feature Used", "days": 2, "op": "gte", "value": 2},
                }
            ],
        ),
        email("first-steps", "First steps", "trial-first-steps"),
        email("next-steps", "What is next", "trial-next-steps"),
        node(
            "pricing",
            "wait_for_event",
            "Looks at the plans",
            event="Viewed Pricing Page",
            at_most={"days": 2, "hours": 12},
        ),
        email("plans", "Questions about the plans", "trial-plans", days=3.5),
        email("halfway", "How is it going", "trial-halfway", days=3.5),
        node("week", "delay", "8 days", duration={"days": 8}),
        email("ends-soon", "Trial ends soon", "trial-ends-soon", days=2),
        node(
            "last-days",
            "wait_for_event",
            "Decides",
            event="Subscription Started",
            at_most={"days": 3},
        ),
        node("subscribed", "goal", "Subscribed", event="Subscription Started"),
        node("over", "exit", "Trial is over"),
    ],
    "edges": edges(
        "entry welcome",
        "welcome first-day",
        "first-day active",
        "active:active next-steps",
        "active:else first-steps",
        "next-steps pricing",
        "first-steps pricing",
        "pricing:event plans",
        "pricing:timeout halfway",
        "plans week",
        "halfway week",
        "week ends-soon",
        "ends-soon last-days",
        "last-days:event subscribed",
        "last-days:timeout over",
    ),
}

POST_PURCHASE = {
    "tier": "lifecycle",
    "priority": 50,
    "nodes": [
        node("entry", "entry", "Ordered", event="Order Completed", again="after_leaving"),
        node(
            "remember",
            "update_trait",
            "Last category",
            trait="last_category",
            from_entry="category",
        ),
        node(
            "delivery",
            "wait_for_event",
            "Is delivered",
            event="Order Delivered",
            at_most={"days": 5},
        ),
        node("unpack", "delay", "12 hours to unpack", duration={"hours": 12}),
        node(
            "variant",
            "random_split",
            "Which message?",
            variants=[{"port": "review", "weight": 50}, {"port": "cross-sell", "weight": 50}],
        ),
        email("review", "Ask for a review", "review-request", days=4.5),
        email("cross-sell", "Goes well with", "cross-sell", days=4.5),
        email("delayed", "Has it arrived?", "delivery-delayed", days=1.5),
        node("done", "exit", "Done"),
    ],
    "edges": edges(
        "entry remember",
        "remember delivery",
        "delivery:event unpack",
        "delivery:timeout delayed",
        "unpack variant",
        "variant:review review",
        "variant:cross-sell cross-sell",
        "review done",
        "cross-sell done",
        "delayed done",
    ),
}

WIN_BACK = {
    "tier": "marketing",
    "priority": 40,
    "nodes": [
        node("entry", "entry", "Cancelled", event="Subscription Cancelled", again="after_leaving"),
        node("night", "delay", "10 hours", duration={"hours": 10}),
        node(
            "buys",
            "condition_split",
            "Ordered lately?",
            branches=[
                {
                    "port": "buyer",
                    "when": {"count": "Order Completed", "days": 30, "op": "gte", "value": 1},
                }
            ],
        ),
        email("single-box", "Order without a subscription", "win-back-buyer", days=4.5),
        email("pause", "Pause instead", "win-back-pause", days=4.5),
        node("days", "delay", "5 days", duration={"days": 5}),
        email("offer", "20 % off", "win-back-offer", days=4.5, topic="offers"),
        node("think", "delay", "7 days", duration={"days": 7}),
        node("back", "goal", "Subscribed again", event="Subscription Started"),
        node("gone", "exit", "Stays away"),
    ],
    "edges": edges(
        "entry night",
        "night buys",
        "buys:buyer single-box",
        "buys:else pause",
        "single-box days",
        "pause days",
        "days offer",
        "offer think",
        "think gone",
    ),
}

# Key, name, what it is for, document.
JOURNEYS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("order-confirmation", "Order confirmation", "Says that an order has come in.", CONFIRMATION),
    ("trial-onboarding", "Trial onboarding", "Makes subscribers of those who try.", ONBOARDING),
    ("post-purchase", "Post-purchase", "Reviews and further orders.", POST_PURCHASE),
    ("win-back", "Win-back", "Brings back those who have cancelled.", WIN_BACK),
)
