"""Addresses of pages that other rooms have, or may not have."""

from django.urls import NoReverseMatch, reverse


def known(name: str, *args: object) -> str:
    """The address of a page by its name; "" where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
