"""Addresses: of pages that other rooms have, or may not have; of a question with all it asks."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def known(name: str, *args: object) -> str:
    """The address of a page by its name; "" where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def why_not(
    person: object, journey: str, *, node: str = "", run: str = "", at: datetime | None = None
) -> str:
    """Why this person did not get a journey's message; `at` None: as it stands now."""
    asked = {"journey": journey, "node": node, "run": run, "at": at.isoformat() if at else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('person-why-not', args=[person])}?{query}"
