"""Holdouts in the administration: looked at; they are made, started and stopped on their pages."""

from django.contrib import admin

from apps.common.read_only import ReadOnly
from apps.experiments.models import Holdout


@admin.register(Holdout)
class HoldoutAdmin(ReadOnly):
    list_display = ("name", "share", "scope", "started_at", "ended_at")
    list_filter = ("scope",)
