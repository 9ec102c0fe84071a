"""What every page shares: who may see it, and the zone of the times on it."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from apps.engine import local_time
from apps.rules import queries as rules

# Addresses that know their callers by something else than a login, or by nothing at all.
OPEN = ("/v1/", "/u/", "/healthz", "/readyz", "/static/")
SAFE = {"GET", "HEAD", "OPTIONS"}


class StaffOnly(LoginRequiredMiddleware):
    """A login for every page but the open ones; whoever changes something is staff."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.path.startswith(OPEN) or not getattr(view_func, "login_required", True):
            return None
        refused: HttpResponseBase | None = super().process_view(
            request, view_func, view_args, view_kwargs
        )
        if refused is None and request.method not in SAFE and not request.user.is_staff:
            raise PermissionDenied("Only staff may change something.")
        return refused


class WorkspaceZone:
    """Shows times in the zone that the rules of engagement name for the workspace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OPEN):
            return self.get_response(request)
        with timezone.override(local_time.zone(rules.workspace_zone()) or UTC):
            response = self.get_response(request)
        # A page and its fragment have one address: the browser's cache must tell them apart.
        patch_vary_headers(response, ["HX-Request"])
        return response
