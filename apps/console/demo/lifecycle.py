"""Where the demonstration's people stand with the shop: trial, activated, paying, lapsed."""

from typing import Any

# A trial takes two weeks; whoever has not decided two days later has gone.
TRIAL_DAYS = 16
PLANS = ["monthly", "yearly"]
SUBSCRIBES = {"trait": "plan", "op": "in", "value": PLANS}


def count(event: str, value: int, op: str = "gte", **more: Any) -> dict[str, Any]:
    return {"count": event, "op": op, "value": value} | more


CUSTOMER: dict[str, Any] = {
    "key": "customer",
    "name": "Customer",
    "stages": [
        {
            "key": "trial",
            "name": "Trial",
            "from": [""],
            "when": {"all": [count("Trial Started", 1), {"not": SUBSCRIBES}]},
            "done": count("Feature Used", 1),
        },
        {
            "key": "activated",
            "name": "Activated",
            "from": ["trial"],
            "when": {"all": [count("Feature Used", 3, days=14), count("Order Completed", 1)]},
            "done": count("Feature Used", 6),
        },
        {
            "key": "paying",
            "name": "Paying",
            "from": ["", "trial", "activated", "lapsed"],
            "when": SUBSCRIBES,
            "done": count("Order Completed", 2, days=30),
        },
        {
            "key": "lapsed",
            "name": "Lapsed",
            "from": ["trial", "activated", "paying"],
            "when": {
                "any": [
                    {"trait": "plan", "op": "eq", "value": "cancelled"},
                    {
                        "all": [
                            {"not": SUBSCRIBES},
                            count("Trial Started", 0, "eq", days=TRIAL_DAYS),
                        ]
                    },
                ]
            },
        },
    ],
}
