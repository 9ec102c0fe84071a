"""The rules of engagement: immutable versions, of which the latest holds, and the one draft."""

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


class RuleSetDraft(models.Model):
    """What the next version is to be: the only row of its table. No document: no draft is open.

    The row stays when a draft is published or discarded, so that `revision` only ever grows: who
    saw an earlier draft can't mistake another one for it.
    """

    class Last(models.TextChoices):
        EDITED = "edited", "edited the draft"
        DISCARDED = "discarded", "discarded the draft"
        PUBLISHED = "published", "published the rules"

    THE_ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONLY)
    document = models.JSONField(null=True)
    base = models.PositiveIntegerField(
        default=0, help_text="The number of the version it began from; 0: none was published."
    )
    revision = models.PositiveIntegerField(default=0)
    last = models.CharField(max_length=10, choices=Last.choices, default=Last.EDITED)
    opened_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_draft_of_the_rules")
        ]

    def __str__(self) -> str:
        return f"Draft of the rules, revision {self.revision}"
