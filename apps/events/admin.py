"""Sources, their write keys, and what became of events that were not applied."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.common import clock
from apps.common.read_only import ReadOnly
from apps.events import operations
from apps.events.models import Event, QuarantinedEvent, RejectedEvent, Source, WriteKey


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "key", "kind", "enabled", "created_at"]
    readonly_fields = ["created_at"]
    prepopulated_fields = {"key": ["name"]}
    actions = ["add_write_key"]

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        obj.created_at = obj.created_at or clock.now()
        super().save_model(request, obj, form, change)

    @admin.action(description="Create a write key and show it once", permissions=["change"])
    def add_write_key(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        for source in queryset:
            key = operations.add_write_key(source=source, now=clock.now())
            messages.success(request, f"Write key of {source}: {key} (it can't be shown again)")


@admin.register(WriteKey)
class WriteKeyAdmin(ReadOnly):
    list_display = ["source", "hint", "created_at", "revoked_at"]
    actions = ["revoke"]

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.change_writekey")

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[WriteKey]) -> None:
        queryset.filter(revoked_at=None).update(revoked_at=clock.now())


@admin.register(Event)
class EventAdmin(ReadOnly):
    personal = True
    list_display = ["id", "received_at", "source", "type", "name", "user_id", "anonymous_id"]
    list_filter = ["source", "type"]
    list_select_related = ["source"]
    search_fields = ["=message_id", "=user_id", "=anonymous_id"]
    ordering = ["-id"]


@admin.register(RejectedEvent)
class RejectedEventAdmin(ReadOnly):
    personal = True
    list_display = ["id", "received_at", "source", "reason", "detail"]
    list_filter = ["source", "reason"]
    list_select_related = ["source"]
    ordering = ["-id"]


@admin.register(QuarantinedEvent)
class QuarantinedEventAdmin(ReadOnly):
    personal = True
    list_display = ["id", "at", "stage", "event", "error", "resolved_at"]
    list_filter = ["stage"]
    list_select_related = ["event"]
    ordering = ["-id"]
