"""Drafts of the demonstration: what marketers have in the works, with mistakes to be found."""

from typing import Any

from apps.console.demo.documents import edges, email, node
from apps.console.demo.lifecycle import count

# The gift leads nowhere from anywhere: nobody has connected it yet.
ANNIVERSARY: dict[str, Any] = {
    "tier": "marketing",
    "priority": 25,
    "nodes": [
        node("entry", "entry", "Signed up", event="Trial Started", again="once"),
        node(
            "year",
            "delay",
            "A year later",
            trait="signed_up_at",
            offset={"days": 365},
            time="09:00",
        ),
        email("congratulate", "A year with us", "anniversary"),
        email("gift", "A gift", "anniversary-gift"),
        node("done", "exit", "Done"),
    ],
    "edges": edges("entry year", "year:next congratulate", "year:missed done", "congratulate done"),
}

# Its messages are tagged so that a cap lets none of them through; and who orders often is asked for
# after everybody who has ordered at all has gone on.
PARTNER_OFFERS: dict[str, Any] = {
    "tier": "marketing",
    "priority": 15,
    "nodes": [
        node("entry", "entry", "Ordered", event="Order Completed", again="after_leaving"),
        node("days", "delay", "3 days", duration={"days": 3}),
        node(
            "often",
            "condition_split",
            "Orders often?",
            branches=[
                {"port": "ordered", "when": count("Order Completed", 1)},
                {"port": "often", "when": count("Order Completed", 3)},
            ],
        ),
        email("offer", "From our partners", "partner-offer", tags=["partner"], topic="offers"),
        node("spared", "exit", "Is spared"),
        node("done", "exit", "Done"),
    ],
    "edges": edges(
        "entry days",
        "days often",
        "often:ordered offer",
        "often:often spared",
        "often:else done",
        "offer done",
    ),
}

# Three reminders in three days where two a week may leave; and nobody has two plans at once.
TRIAL_NUDGES: dict[str, Any] = {
    "tier": "lifecycle",
    "priority": 45,
    "nodes": [
        node("entry", "entry", "Trial started", event="Trial Started", again="once"),
        email("first", "First nudge", "trial-nudge", days=1, tags=["reminder"]),
        node("one-day", "delay", "1 day", duration={"days": 1}),
        email("second", "Second nudge", "trial-nudge", days=1, tags=["reminder"]),
        node("another-day", "delay", "1 day", duration={"days": 1}),
        email("third", "Third nudge", "trial-nudge", days=1, tags=["reminder"]),
        node(
            "subscribed",
            "exit",
            "Has subscribed",
            where={
                "all": [
                    {"trait": "plan", "op": "eq", "value": "monthly"},
                    {"trait": "plan", "op": "eq", "value": "yearly"},
                ]
            },
        ),
        node("done", "exit", "Done"),
    ],
    "edges": edges(
        "entry first",
        "first one-day",
        "one-day second",
        "second another-day",
        "another-day third",
        "third done",
    ),
}

# Lasts a week and writes after ten days.
SECOND_CHANCE: dict[str, Any] = {
    "tier": "marketing",
    "priority": 35,
    "longest_stay": {"days": 7},
    "nodes": [
        node("entry", "entry", "Cancelled", event="Subscription Cancelled", again="after_leaving"),
        node("days", "delay", "10 days", duration={"days": 10}),
        email("question", "What was missing?", "second-chance"),
        node("done", "exit", "Done"),
    ],
    "edges": edges("entry days", "days question", "question done"),
}

# Key, name, document.
DRAFTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("anniversary", "Anniversary", ANNIVERSARY),
    ("partner-offers", "Partner offers", PARTNER_OFFERS),
    ("second-chance", "Second chance", SECOND_CHANCE),
    ("trial-nudges", "Trial nudges", TRIAL_NUDGES),
)
