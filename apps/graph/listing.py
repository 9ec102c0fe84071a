"""A long list in the graph, read page by page; Django's Paginator takes it as it is."""

from dataclasses import dataclass, field
from typing import Any

from apps.graph import store

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """`rows` is a query that ends where SKIP and LIMIT may follow; `total` answers with `n`."""

    rows: str
    total: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def count(self) -> int:
        [row] = store.read(self.total, **self.parameters)
        return int(row["n"])

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, place: slice, /) -> list[dict[str, Any]]:
        start = place.start or 0
        size = min((place.stop or start + LARGEST_PAGE) - start, LARGEST_PAGE)
        query = f"{self.rows} SKIP $skip LIMIT $limit"
        return store.read(query, **self.parameters, skip=start, limit=size)
