"""Holdouts in the administration: looked at; they are made, started and stopped on their pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.experiments.models import Holdout


@admin.register(Holdout)
class HoldoutAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "share", "scope", "started_at", "ended_at")
    list_filter = ("scope",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
