"""A place in the timeline: at a moment, a kind and an id, as one short text."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FAR = datetime(9999, 1, 1, tzinfo=UTC)
# Sorts after every id.
LAST = "￿"


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """Entries below this one are older; of one moment, those of a higher rank stand further up."""

    at: datetime
    rank: int
    id: str

    @property
    def is_last(self) -> bool:
        """Whether all entries of the moment and rank are below it."""
        return self.id == LAST

    @property
    def epoch(self) -> float:
        return self.at.timestamp()

    def of(self, rank: int) -> "Cursor":
        """The cursor as a source of this rank sees it."""
        if rank == self.rank:
            return self
        # Of the same moment, a lower rank is all below, a higher one all above.
        return Cursor(self.at, rank, LAST if rank < self.rank else "")

    def __str__(self) -> str:
        return f"{round(self.at.timestamp() * 1_000_000)}.{self.rank}.{self.id}"


FIRST = Cursor(FAR, 99, LAST)
# Before everything that ever happened.
BEGINNING = Cursor(datetime(1970, 1, 1, tzinfo=UTC), 0, "")


def read(text: str, otherwise: Cursor = FIRST) -> Cursor:
    """The cursor of an address; the beginning of the list, or `otherwise`, where it is none."""
    moment, _, rest = text.partition(".")
    rank, _, id = rest.partition(".")
    if not (moment.isdigit() and rank.isdigit()) or len(text) > 250 or len(moment) > 17:
        return otherwise
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(moment))
    return Cursor(at, int(rank), id)
