"""What was asked for, to be looked at; nobody changes it here."""

from django.contrib import admin

from apps.common.read_only import ReadOnly
from apps.privacy.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ["at", "what", "who", "subject", "detail"]
    list_filter = ["what"]
    search_fields = ["=subject"]
