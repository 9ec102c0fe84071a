"""Pages of a list that only goes on: by cursor, so that nothing is skipped or told twice."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """The newest first; `next` is the address of the following page."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "limit"
    ordering: str | tuple[str, ...] = "-id"


class LatestDecided(NewestFirst):
    ordering = ("-decided_at", "-id")
