"""Journeys, their drafts and published versions, and the moves of people between versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.common.frozen import Frozen


class Journey(models.Model):
    """A journey as marketers know it; what runs is its latest published version.

    While it is draining nobody enters any more, and who is inside goes on; with the last of them
    it ends by itself.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        LIVE = "live", "Live"
        PAUSED = "paused", "Paused"
        DRAINING = "draining", "Draining"
        ENDED = "ended", "Ended"

    key = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True, default="")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    created_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="journeys_owned",
        help_text="Whom to ask about it; at first who made it.",
    )
    archived_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when lists leave it out."
    )
    changed_at = models.DateTimeField(
        null=True, help_text="When its status, its owner or its place in the archive changed last."
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    draft_revision = models.PositiveIntegerField(
        default=0, help_text="That of the latest draft there was, so that none comes twice."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class JourneyVersion(Frozen):
    """One published version; people stay on the version they entered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    note = models.CharField(max_length=255, blank=True, default="")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["journey", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.journey.name}, version {self.number}"


class JourneyDraft(models.Model):
    """What a journey's next version is to be. Its document may be anything, right or wrong."""

    journey = models.OneToOneField(Journey, on_delete=models.CASCADE, related_name="draft")
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True, default="")
    document = models.JSONField()
    base = models.PositiveIntegerField(
        default=0, help_text="The number of the version it began from; 0: none was published."
    )
    revision = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    def __str__(self) -> str:
        return f"Draft of {self.name}, revision {self.revision}"


class JourneyMove(models.Model):
    """People of one version told to go on in another, by a map of nodes ("" is: leave).

    Or everybody inside the journey let go, because it is `let_go` (paused or ended): that has no
    versions and reaches the runs that began before it was, whatever version they are on.

    waiting → running → done; a worker that tells them has the `claim` and writes `heartbeat_at`
    with every portion. Once that is old the move is interrupted, and another worker goes on after
    `told_up_to`.
    """

    class LetGo(models.TextChoices):
        PAUSED = "paused", "Paused"
        ENDED = "ended", "Ended"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        INTERRUPTED = "interrupted", "Interrupted"
        DONE = "done", "Done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="moves")
    before = models.ForeignKey(
        JourneyVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(JourneyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    nodes = models.JSONField()
    let_go = models.CharField(max_length=8, choices=LetGo.choices, blank=True, default="")
    people = models.PositiveIntegerField(default=0, help_text="How many have been told so far.")
    total = models.PositiveIntegerField(
        null=True, help_text="How many there were when it was asked for."
    )
    told_up_to = models.UUIDField(
        null=True, help_text="The last profile that was told; they are told in the order of ids."
    )
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    claim = models.UUIDField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="", help_text="What interrupted it last.")
    finished_at = models.DateTimeField(null=True, help_text="When all had been told.")

    class Meta:
        ordering = ["-moved_at"]
        indexes = [
            models.Index(
                fields=["moved_at"], condition=Q(finished_at__isnull=True), name="move_to_do"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(let_go="", before__isnull=False, after__isnull=False)
                | (~Q(let_go="") & Q(before__isnull=True, after__isnull=True)),
                name="move_between_versions_or_let_go",
            )
        ]

    def __str__(self) -> str:
        if self.before is None or self.after is None:
            return f"{self.journey.name}, let go"
        return f"{self.journey.name}, version {self.before.number} to {self.after.number}"
