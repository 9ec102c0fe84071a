"""What a person is called in the comparison of a decision."""

from uuid import UUID

from apps.people import queries as people
from apps.rules.told import words


def who(profile: str) -> str:
    """The label of the person this profile belongs to now."""
    home = people.survivor(UUID(profile))
    found = people.named([home]) if home else []
    return words.called(found[0].label) if found else "this person"
