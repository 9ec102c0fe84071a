"""Who may change something through the management API."""

from typing import Any

from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request


class StaffOrPermitted(DjangoModelPermissions):
    """Staff in their browser, as on the pages; anybody else, and every token, by permissions."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.user.is_authenticated and request.user.is_staff and request.auth is None:
            return True
        return bool(super().has_permission(request, view))
