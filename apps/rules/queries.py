"""Reads of the rules of engagement."""

from typing import Any

from apps.rules.models import RuleSetVersion

# What holds before anything was published: no caps, and no marketing without a subscription.
INITIAL: dict[str, Any] = {
    "tiers": [
        {"key": "transactional", "name": "Transactional", "transactional": True},
        {"key": "lifecycle", "name": "Lifecycle"},
        {"key": "marketing", "name": "Marketing"},
    ],
    "caps": [],
    "quiet_hours": [],
    "timezone": "UTC",
    "arbitration_window_minutes": 5,
    "consent": {"email": "opt_in", "sms": "opt_in", "onsite": "none", "webhook": "none"},
}


def latest() -> RuleSetVersion | None:
    """The version that holds now, or None before the first was published."""
    return RuleSetVersion.objects.order_by("-number").first()


def current_document() -> dict[str, Any]:
    """The document of the version that holds now."""
    version = latest()
    return version.document if version else INITIAL


def workspace_zone() -> str:
    """The name of the zone that holds where a person has none, and in which pages show times."""
    latest = RuleSetVersion.objects.order_by("-number")
    return str(latest.values_list("document__timezone", flat=True).first() or "UTC")
