"""The rules of engagement and the holdout of the demonstration."""

from typing import Any

NOTE = "Rules of the demonstration"
TIERS = ["lifecycle", "marketing"]

RULES: dict[str, Any] = {
    "tiers": [
        {"key": "transactional", "name": "Transactional", "transactional": True},
        {"key": "lifecycle", "name": "Lifecycle"},
        {"key": "marketing", "name": "Marketing"},
    ],
    "caps": [
        {
            "id": "one-a-day",
            "name": "At most 1 e-mail a day",
            "limit": 1,
            "calendar": "day",
            "channels": ["email"],
            "tiers": TIERS,
        },
        {
            "id": "three-in-a-week",
            "name": "At most 3 e-mails in 7 days",
            "limit": 3,
            "hours": 168,
            "channels": ["email"],
            "tiers": TIERS,
        },
    ],
    "quiet_hours": [
        {
            "id": "night",
            "name": "No e-mail at night",
            "channel": "email",
            "start": "21:00",
            "end": "08:00",
        }
    ],
    "timezone": "Europe/Berlin",
    "arbitration_window_minutes": 5,
    "consent": {"email": "opt_in", "sms": "opt_in", "onsite": "none", "webhook": "none"},
}

HOLDOUT: dict[str, Any] = {
    "key": "always-on",
    "name": "Always-on holdout",
    "share": 0.1,
    "scope": "tier",
    "values": TIERS,
}
