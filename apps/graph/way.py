"""In which direction a list is read from a place on: towards what is older, or what is newer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """`than` and `order` as a query says them."""

    than: str
    order: str

    def beyond(self, at: str, uid: str) -> str:
        """The test for what comes after the place ($t, $u); its first part is an index's range."""
        return f"{at} {self.than}= $t AND ({at} {self.than} $t OR {uid} {self.than} $u)"


OLDER = Way("<", "DESC")
NEWER = Way(">", "ASC")


def way(newer: bool) -> Way:
    return NEWER if newer else OLDER
