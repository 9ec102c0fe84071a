"""People in the administration: what we were told, to be looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.common import clock
from apps.common.read_only import ReadOnly
from apps.common.viewer import sees_personal_data
from apps.people.models import Consent, Identifier, Merge, Profile, Suppression, Trait


@admin.register(Profile)
class ProfileAdmin(ReadOnly):
    list_display = ["id", "created_at", "merged_into"]
    search_fields = ["=id", "=identifiers__value"]


@admin.register(Identifier)
class IdentifierAdmin(ReadOnly):
    personal = True
    list_display = ["type", "value", "profile", "since"]
    list_filter = ["type"]
    search_fields = ["=value"]


@admin.register(Merge)
class MergeAdmin(ReadOnly):
    personal = True
    list_display = ["absorbed", "survivor", "rule", "at"]
    search_fields = ["=absorbed__id", "=survivor__id"]
    ordering = ["-id"]


@admin.register(Trait)
class TraitAdmin(ReadOnly):
    personal = True
    list_display = ["profile", "key", "value", "occurred_at"]
    search_fields = ["=profile__id"]


@admin.register(Consent)
class ConsentAdmin(ReadOnly):
    list_display = ["profile", "channel", "topic", "status", "at"]
    list_filter = ["channel", "status"]
    search_fields = ["=profile__id"]


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The list of addresses that nothing may be sent to; people add to it, and take off it."""

    list_display = ["channel", "address", "reason", "at"]
    list_filter = ["channel"]
    search_fields = ["address"]
    readonly_fields = ["at"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return sees_personal_data() and bool(super().has_view_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return sees_personal_data() and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return sees_personal_data() and bool(super().has_delete_permission(request, obj))

    def save_model(self, request: HttpRequest, obj: Suppression, form: Any, change: bool) -> None:
        obj.at = obj.at or clock.now()
        obj.address = obj.address.strip().lower()
        super().save_model(request, obj, form, change)
