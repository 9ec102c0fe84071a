"""Definitions and records of this room in the administration."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.delivery.models import (
    Attempt,
    ChannelState,
    Delivery,
    SandboxMessage,
    Template,
    TemplateVersion,
)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Records are looked at, never changed by hand."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Template)
class TemplateAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("key", "name", "channel", "topic", "latest", "updated_at")
    list_filter = ("channel",)
    search_fields = ("key", "name", "subject")
    readonly_fields = ("latest", "updated_at")


@admin.register(TemplateVersion)
class TemplateVersionAdmin(ReadOnly):
    list_display = ("template", "number", "channel", "created_at")
    list_select_related = ("template",)
    search_fields = ("template__key",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ("id", "channel", "template", "journey", "status", "reason", "decided_at")
    list_filter = ("status", "channel")
    search_fields = ("=id", "=profile_id", "=journey")


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    list_display = ("delivery_id", "number", "outcome", "reason", "duration_ms", "at")
    list_filter = ("outcome",)
    search_fields = ("=delivery__id",)


@admin.register(ChannelState)
class ChannelStateAdmin(ReadOnly):
    list_display = ("channel", "down_since", "failures", "retry_at")


@admin.register(SandboxMessage)
class SandboxMessageAdmin(ReadOnly):
    list_display = ("to", "subject", "at")
    search_fields = ("to", "subject")
