"""What is known of people as such: whether anybody has a trait."""

from collections.abc import Iterable

from apps.people.models import Trait


def known_traits(wanted: Iterable[str]) -> frozenset[str] | None:
    """Those of the wanted traits that somebody has; None where nobody has any trait at all."""
    if not Trait.objects.exists():
        return None
    return frozenset(key for key in set(wanted) if Trait.objects.filter(key=key).exists())
