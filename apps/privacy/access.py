"""Who may ask for exports and erasures and set retention: a permission of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.privacy.models import PERMISSION

View = Callable[..., HttpResponseBase]


def handles_requests(view: View) -> View:
    """The view for those who may; a page that says whom to ask for the others (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            return render(request, "privacy/not_allowed.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


class HandlesRequests(BasePermission):
    """The same, for the management API."""

    message = "Your login needs the permission “Can export and erase people, and set retention”."

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user.has_perm(PERMISSION))
