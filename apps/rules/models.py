"""The rules of engagement: immutable versions; the one with the highest number holds."""

import uuid

from django.conf import settings
from django.db import models

from apps.common.frozen import Frozen


class RuleSetVersion(Frozen):
    """One published version of all rules: tiers, caps, quiet hours, consent, arbitration."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    note = models.CharField(max_length=255, blank=True, default="")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Rules of engagement, version {self.number}"
