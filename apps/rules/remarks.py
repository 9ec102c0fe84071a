"""What is worth knowing about rules, though they may hold: they name what there is not."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from apps.graph import queries_journeys
from apps.rules.document import items
from apps.rules.gatekeeping import WARNING, Finding


def unknown_tiers(document: Mapping[str, Any]) -> list[Finding]:
    """Warnings for caps over tiers that there are none of: they never count anything."""
    tiers = {tier.get("key") for tier in items(document, "tiers")}
    return [
        Finding(
            WARNING,
            f"“{cap['name']}” names the tier “{tier}”, which there is none of.",
            reverse("rule", args=["caps", cap["id"]]),
            "It counts no message of that tier. Choose another tier, or add this one.",
        )
        for cap in items(document, "caps")
        for tier in cap.get("tiers", ())
        if tier not in tiers
    ]


def remarks(document: Mapping[str, Any]) -> list[str]:
    """Journeys that are named but not published yet, in sentences."""
    journeys = queries_journeys.journey_names()
    return [
        f"“{name}” names the journey “{key}”, which isn’t published yet."
        for name, key in _named(document)
        if key not in journeys
    ]


def _named(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for section in ("caps", "exclusion_groups"):
        for rule in items(document, section):
            for key in rule.get("journeys", ()):
                yield rule["name"], key
