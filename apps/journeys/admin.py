"""Journeys, versions, drafts and moves in the administration; most is only looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.common.read_only import ReadOnly
from apps.journeys.models import Journey, JourneyDraft, JourneyMove, JourneyVersion


@admin.register(Journey)
class JourneyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Names and descriptions; a journey's status and owner change on pages of their own."""

    list_display = ("name", "key", "status", "owner", "created_at", "archived_at")
    list_filter = ("status",)
    list_select_related = ("owner",)
    search_fields = ("name", "key")
    readonly_fields = (
        *("key", "status", "owner", "created_at"),
        *("archived_at", "changed_at", "changed_by", "draft_revision"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(JourneyVersion)
class JourneyVersionAdmin(ReadOnly):
    list_display = ("journey", "number", "note", "published_at", "published_by")
    list_filter = ("journey",)
    list_select_related = ("journey", "published_by")


@admin.register(JourneyDraft)
class JourneyDraftAdmin(ReadOnly):
    list_display = ("journey", "name", "base", "revision", "updated_at", "updated_by")
    list_select_related = ("journey", "updated_by")


@admin.register(JourneyMove)
class JourneyMoveAdmin(ReadOnly):
    list_display = ("journey", "before", "after", "people", "moved_at", "moved_by", "finished_at")
    list_filter = ("journey",)
    list_select_related = ("journey", "before__journey", "after__journey", "moved_by")
