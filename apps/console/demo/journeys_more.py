"""More live journeys of the demonstration: each does its work, and each has a flaw to be found."""

from apps.console.demo.documents import edges, email, node

# Reminds twice. Its reminders wait less long than a night is; and nobody tells of emptied carts.
CART_REMINDER = {
    "tier": "marketing",
    "priority": 30,
    "nodes": [
        node(
            "entry",
            "entry",
            "Fills the cart",
            event="Cart Updated",
            again="after_leaving",
            cool_down={"days": 3},
        ),
        node(
            "order",
            "wait_for_event",
            "Orders",
            event="Order Completed",
            at_most={"hours": 20},
        ),
        email(
            "reminder",
            "Your cart",
            "cart-reminder",
            at_most={"hours": 8},
            tags=["reminder"],
        ),
        node("again", "jump", "Once more", limit=1),
        node("ordered", "goal", "Ordered"),
        node("emptied", "exit", "Emptied the cart", event="Cart Emptied"),
        node("over", "exit", "Leaves it"),
    ],
    "edges": edges(
        "entry order",
        "order:event ordered",
        "order:timeout reminder",
        "reminder again",
        "again:again order",
        "again:limit over",
    ),
}

# Begins when somebody becomes a subscriber. It waits for two weeks, but lasts only ten days.
SUBSCRIBER_WELCOME = {
    "tier": "lifecycle",
    "priority": 60,
    "longest_stay": {"days": 10},
    "nodes": [
        node(
            "entry",
            "entry",
            "Becomes a subscriber",
            event="Stage Entered",
            where={
                "all": [
                    {"event": "lifecycle", "op": "eq", "value": "customer"},
                    {"event": "stage", "op": "eq", "value": "paying"},
                    {"event": "from", "op": "ne", "value": ""},
                ]
            },
            again="after_leaving",
        ),
        email("welcome", "Welcome as a subscriber", "subscriber-welcome"),
        node(
            "box",
            "wait_for_event",
            "Orders a box",
            event="Order Completed",
            at_most={"days": 14},
        ),
        email("thanks", "Thank you for the box", "subscriber-thanks"),
        node("ordered", "goal", "Has ordered"),
        node("quiet", "exit", "No box yet"),
    ],
    "edges": edges(
        "entry welcome",
        "welcome box",
        "box:event thanks",
        "box:timeout quiet",
        "thanks ordered",
    ),
}

# Never gets through: the onboarding writes at the same moment, of a better tier.
TRIAL_TOUR = {
    "tier": "marketing",
    "priority": 10,
    "nodes": [
        node("entry", "entry", "Trial started", event="Trial Started", again="once"),
        email("tour", "A tour of the shop", "trial-tour", when_stopped="skip"),
        node("done", "exit", "Done"),
    ],
    "edges": edges("entry tour", "tour done"),
}


def _on_subscription(key: str, name: str, template: str) -> dict[str, object]:
    """Two journeys that differ in nothing by which one of them could win but their keys."""
    return {
        "tier": "marketing",
        "priority": 20,
        "nodes": [
            node("entry", "entry", "Subscribed", event="Subscription Started", again="once"),
            email(key, name, template, days=3),
            node("done", "exit", "Done"),
        ],
        "edges": edges(f"entry {key}", f"{key} done"),
    }


RECIPE_CLUB = _on_subscription("invitation", "The recipe club", "recipe-club")
REFERRAL = _on_subscription("code", "Bring a friend", "referral")
