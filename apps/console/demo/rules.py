"""The rules of engagement and the holdout of the demonstration."""

from typing import Any

from apps.console.demo.lifecycle import CUSTOMER

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
        {
            "id": "two-reminders-in-a-week",
            "name": "At most 2 reminders in 7 days",
            "limit": 2,
            "hours": 168,
            "channels": ["email"],
            "tags": ["reminder"],
        },
        {
            "id": "no-partner-offers",
            "name": "No partner offers",
            "limit": 0,
            "calendar": "week",
            "tags": ["partner"],
        },
    ],
    "exclusion_groups": [
        {
            "id": "leaving",
            "name": "No reminders for those who leave",
            "journeys": ["win-back", "cart-reminder"],
            "displace": True,
        },
        {
            "id": "beginning",
            "name": "One beginning at a time",
            "journeys": ["trial-onboarding", "subscriber-welcome"],
        },
    ],
    "quiet_hours": [
        {
            "id": "night",
            "name": "No e-mail at night",
            "channel": "email",
            "start": "21:00",
            "end": "08:00",
        },
        {
            "id": "weekend-morning",
            "name": "No e-mail early at weekends",
            "channel": "email",
            "start": "08:00",
            "end": "10:00",
            "weekdays": ["sat", "sun"],
        },
    ],
    "timezone": "Europe/Berlin",
    "arbitration_window_minutes": 5,
    "look_ahead_hours": 12,
    "lifecycles": [CUSTOMER],
    "consent": {"email": "opt_in", "sms": "opt_in", "onsite": "none", "webhook": "none"},
}

HOLDOUT: dict[str, Any] = {
    "key": "always-on",
    "name": "Always-on holdout",
    "share": 0.1,
    "scope": "tier",
    "values": TIERS,
}
