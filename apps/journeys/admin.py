"""Journeys and their versions in the administration; what is published is only looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.common.read_only import ReadOnly
from apps.journeys.models import Journey, JourneyVersion


@admin.register(Journey)
class JourneyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Names and descriptions; a journey's status moves on its own page."""

    list_display = ("name", "key", "status", "created_at")
    list_filter = ("status",)
    search_fields = ("name", "key")
    readonly_fields = ("key", "status", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(JourneyVersion)
class JourneyVersionAdmin(ReadOnly):
    list_display = ("journey", "number", "note", "published_at", "published_by")
    list_filter = ("journey",)
    list_select_related = ("journey", "published_by")
