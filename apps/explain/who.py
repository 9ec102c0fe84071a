"""Who a profile is: its surviving id, all ids that were merged into it, and what it is called."""

from dataclasses import dataclass
from uuid import UUID

from apps.common.gone import Gone
from apps.people import erased
from apps.people import queries as people


@dataclass(frozen=True, slots=True)
class Who:
    """`ids` has the surviving profile first; the others were merged into it."""

    id: UUID
    ids: tuple[UUID, ...]
    label: str

    @property
    def texts(self) -> list[str]:
        return [str(id) for id in self.ids]


def who(profile_id: UUID) -> Who | None:
    """The person of this profile, followed through merges; None where there is none.

    Raises Gone for one who was erased.
    """
    home = people.survivor(profile_id)
    if home is None:
        return None
    if at := erased.since(home):
        raise Gone("This person was erased: nothing of them is left but what numbers count.", at)
    found = people.named([home])
    return Who(home, tuple(people.all_of(home)), found[0].label)
