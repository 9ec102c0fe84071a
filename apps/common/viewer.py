"""Who looks at what is being answered, and whether they may see personal data.

Outside of a request, in workers, commands and tests of reads, nobody looks: nothing is masked.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

PERMISSION = "people.see_personal_data"
# Whoever comes here is no login: a source, somebody who unsubscribes, a monitor.
OPEN = ("/v1/", "/u/", "/healthz", "/readyz", "/metrics", "/static/")

_request: ContextVar[HttpRequest | None] = ContextVar("viewer", default=None)


def sees_personal_data() -> bool:
    """Whether who looks may see who people are; who is not logged in may not."""
    request = _request.get()
    # Asked late: the management API knows whose token it is only after the middleware.
    return request is None or request.user.has_perm(PERMISSION)


class Viewer:
    """Remembers for the time of a request who looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OPEN):
            return self.get_response(request)
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)
