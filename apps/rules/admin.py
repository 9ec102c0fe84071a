"""The rules in the administration: published is frozen, the draft has its own pages."""

from django.contrib import admin

from apps.common.read_only import ReadOnly
from apps.rules.models import RuleSetDraft, RuleSetVersion


@admin.register(RuleSetVersion)
class RuleSetVersionAdmin(ReadOnly):
    list_display = ("number", "note", "published_at", "published_by")
    list_select_related = ("published_by",)


@admin.register(RuleSetDraft)
class RuleSetDraftAdmin(ReadOnly):
    list_display = ("revision", "base", "last", "updated_at", "updated_by")
    list_select_related = ("updated_by",)
