"""Definitions and records of this room in the administration."""

from django.contrib import admin

from apps.common.read_only import ReadOnly
from apps.delivery.models import (
    Attempt,
    ChannelState,
    Delivery,
    SandboxMessage,
    Template,
    TemplateVersion,
)


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
    personal = True
    list_display = ("id", "channel", "template", "journey", "status", "reason", "decided_at")
    list_filter = ("status", "channel")
    search_fields = ("=id", "=profile_id", "=journey")


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    personal = True
    list_display = ("delivery_id", "number", "outcome", "reason", "duration_ms", "at")
    list_filter = ("outcome",)
    search_fields = ("=delivery__id",)


@admin.register(ChannelState)
class ChannelStateAdmin(ReadOnly):
    list_display = ("channel", "down_since", "failures", "retry_at")


@admin.register(SandboxMessage)
class SandboxMessageAdmin(ReadOnly):
    personal = True
    list_display = ("to", "subject", "at")
    search_fields = ("to", "subject")
