"""The versions of the rules in the administration: published is frozen."""

from django.contrib import admin

from apps.common.read_only import ReadOnly
from apps.rules.models import RuleSetVersion


@admin.register(RuleSetVersion)
class RuleSetVersionAdmin(ReadOnly):
    list_display = ("number", "note", "published_at", "published_by")
    list_select_related = ("published_by",)
