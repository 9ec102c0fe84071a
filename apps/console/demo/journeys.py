"""The journeys of the demonstration that its story is about, as documents.

Three compete for the same people, and one may not.
"""

from apps.console.demo.documents import edges, email, node

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
        node(
            "before-end",
            "delay",
            "Two days before the end",
            trait="trial_ends_at",
            offset={"days": -2},
            time="10:00",
        ),
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
        "plans before-end",
        "halfway before-end",
        "before-end:next ends-soon",
        "before-end:missed last-days",
        "ends-soon last-days",
        "last-days:event subscribed",
        "last-days:timeout over",
    ),
}

# One run for each order, side by side: each waits for the delivery of its own.
POST_PURCHASE = {
    "tier": "lifecycle",
    "priority": 50,
    "nodes": [
        node(
            "entry",
            "entry",
            "Ordered",
            event="Order Completed",
            again="once_per_key",
            key="order_id",
        ),
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
            match=[{"property": "order_id", "entry": "order_id"}],
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
        node(
            "days",
            "delay",
            "5 days, then a weekday",
            duration={"days": 5},
            until={"time": "17:00", "weekdays": ["mon", "tue", "wed", "thu", "fri"]},
        ),
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
