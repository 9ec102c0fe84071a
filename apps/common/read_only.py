"""Rows in the administration that are looked at, never changed by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.common.viewer import sees_personal_data


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """What was received, recorded or published: nobody adds, edits or deletes it here."""

    show_full_result_count = False
    # Rows of people, as they are: for those who may see personal data.
    personal = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = sees_personal_data() or not self.personal
        return allowed and bool(super().has_view_permission(request, obj))

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
