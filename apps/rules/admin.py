"""The versions of the rules in the administration: published is frozen."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.rules.models import RuleSetVersion


@admin.register(RuleSetVersion)
class RuleSetVersionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "note", "published_at", "published_by")
    list_select_related = ("published_by",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
