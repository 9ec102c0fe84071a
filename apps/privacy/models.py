"""Requests of people about their data: exports and erasures; what is kept how long; who asked."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

PERMISSION = "privacy.handle_requests"


class Work(models.Model):
    """Something that a worker does step by step, and another one goes on with after a kill.

    waiting → running → done or failed. Whoever does it has the `claim` and writes `heartbeat_at`;
    once that is old, another one goes on. Waiting for something, it is not tried before
    `not_before`, and `note` says what it waits for.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=255, blank=True, default="")
    error = models.TextField(blank=True, default="", help_text="Without anything of the person.")

    class Meta:
        abstract = True

    @property
    def unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)


class Erasure(Work):
    """A person to be erased. `told` names the person for as long as it lasts, and is then emptied.

    `step` is the next step; `position` is how far that one is, where it takes many turns.
    """

    profile_id = models.UUIDField()
    refuse = models.BooleanField(
        default=False, help_text="Refuse the identifiers from now on, whoever sends them."
    )
    by_rule = models.BooleanField(default=False, help_text="Retention asked for it.")
    step = models.PositiveSmallIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    told = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        permissions = [("handle_requests", "Can export and erase people, and set retention")]
        constraints = [
            models.UniqueConstraint(
                fields=["profile_id"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_erasure_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="erasure_to_do",
            ),
            models.Index(fields=["profile_id"], name="erasure_of_profile"),
            models.Index(fields=["-requested_at", "-id"], name="erasure_latest"),
        ]

    def __str__(self) -> str:
        return f"Erasure of {self.profile_id}, {self.state}"


class Export(Work):
    """Everything held about one person, as JSON in parts. The parts are deleted after a day."""

    profile_id = models.UUIDField()
    ready_until = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0, help_text="Bytes of JSON.")
    section = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering = ["-requested_at", "-id"]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="export_to_do",
            ),
            models.Index(
                fields=["ready_until"],
                condition=Q(ready_until__isnull=False),
                name="export_to_delete",
            ),
            models.Index(fields=["profile_id"], name="export_of_profile"),
            models.Index(fields=["-requested_at", "-id"], name="export_latest"),
        ]

    def __str__(self) -> str:
        return f"Export of {self.profile_id}, {self.state}"


class ExportPart(models.Model):
    """Some of an export's text, compressed."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="export_part_once")
        ]

    def __str__(self) -> str:
        return f"Part {self.number} of {self.export_id}"


class AuditEntry(models.Model):
    """Who asked for what about whom, for good; of the person it knows the profile's id alone."""

    class What(models.TextChoices):
        EXPORT = "export", "Asked for an export"
        DOWNLOAD = "download", "Downloaded an export"
        ERASE = "erase", "Asked for an erasure"
        ERASED = "erased", "An erasure was finished"
        RETENTION = "retention", "Changed a retention rule"
        RETAINED = "retained", "Retention deleted what was too old"
        SCRUB = "scrub", "Cleaned the stores’ files"

    what = models.CharField(max_length=16, choices=What.choices)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.UUIDField(null=True, blank=True, help_text="The profile’s id.")
    at = models.DateTimeField()
    detail = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["-at", "-id"], name="privacy_audit_latest"),
            models.Index(fields=["subject"], name="privacy_audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.at:%d %b %Y %H:%M}"


class RetentionRule(models.Model):
    """How many days one kind of thing is kept. No row, or not enabled: for good."""

    what = models.CharField(max_length=32, primary_key=True)
    keep_days = models.PositiveIntegerField()
    enabled = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["what"]

    def __str__(self) -> str:
        return f"{self.what}: {self.keep_days} days"


class RetentionRun(Work):
    """One time that a retention rule deleted what is older than `cutoff`, in portions."""

    what = models.CharField(max_length=32)
    cutoff = models.DateTimeField()
    position = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["what"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_retention_run_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["-requested_at", "-id"], name="retention_run_latest")]

    def __str__(self) -> str:
        return f"{self.what} until {self.cutoff:%d %b %Y}, {self.state}"
