"""Analyses of conflicts before launch: what was asked, how far it is, and what was found."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Analysis(models.Model):
    """One run of the last days of events under rules and journeys as they are, or would be.

    waiting → running → done, failed or cancelled. `input` has all that it is of, drafts word for
    word: so it can be begun again, and gives the same. A worker that runs it writes `heartbeat_at`
    every second under its `claim`; once that is old, another one begins anew.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    since = models.DateTimeField(help_text="The window begins after this moment …")
    until = models.DateTimeField(help_text="… and ends with this one.")
    input = models.JSONField()
    fingerprint = models.CharField(
        max_length=32, help_text="Of the input without its window: the same says the same."
    )
    done_events = models.PositiveIntegerField(default=0)
    total_events = models.PositiveIntegerField(null=True, help_text="Empty until it is counted.")
    heartbeat_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    history = models.JSONField(null=True)
    findings = models.JSONField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="one_analysis_runs"
            )
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="analysis_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"Analysis of {self.requested_at:%d %b %Y %H:%M}, {self.state}"

    @property
    def unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def share(self) -> float | None:
        """How much of it is done, 0 to 1; None while nobody has counted."""
        if self.state == self.State.DONE:
            return 1.0
        return self.done_events / self.total_events if self.total_events else None
