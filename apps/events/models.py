"""What we were told: sources, the event log, and what could not be taken or applied.

Route alone fills `profile_id`, `lane` and `lane_seq`; everything else in an event never changes.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q


class Source(models.Model):
    """Where events come from."""

    class Kind(models.TextChoices):
        LIVE = "live", "Live: events are received as they happen"
        IMPORT = "import", "Import: history, applied as of its own time"

    key = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LIVE)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # While history is being imported, time stands still at its latest event: what waits for a
    # moment must not fall due before the events that came earlier than it are in.
    importing = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class WriteKey(models.Model):
    """A secret that lets its holder append events to a source; only its hash is kept."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="write_keys")
    key_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key.")
    hint = models.CharField(max_length=4, help_text="The last four characters of the key.")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"…{self.hint}"


class Event(models.Model):
    """One thing that we were told, as it was received and normalised."""

    class Type(models.TextChoices):
        TRACK = "track", "Track"
        IDENTIFY = "identify", "Identify"
        PAGE = "page", "Page"
        SCREEN = "screen", "Screen"
        GROUP = "group", "Group"
        ALIAS = "alias", "Alias"
        STATUS = "status", "Status (internal)"

    # No foreign key in the database: its check would lock the one source row in every insert.
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="events",
        db_constraint=False,
        db_index=False,
    )
    message_id = models.TextField()
    type = models.CharField(max_length=16, choices=Type.choices)
    name = models.TextField(blank=True, default="")
    user_id = models.TextField(null=True, blank=True)  # noqa: DJ001 (absent differs from "")
    anonymous_id = models.TextField(null=True, blank=True)  # noqa: DJ001
    profile_hint = models.UUIDField(
        null=True, blank=True, help_text="The profile, where an internal event already knows it."
    )
    payload = models.JSONField(help_text="The whole normalised event.")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    profile_id = models.UUIDField(null=True, blank=True)
    lane = models.SmallIntegerField(null=True, blank=True)
    lane_seq = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "events_event"
        constraints = [
            models.UniqueConstraint(fields=["source", "message_id"], name="event_accepted_once"),
            models.UniqueConstraint(
                fields=["lane", "lane_seq"],
                condition=Q(lane_seq__isnull=False),
                name="event_place_in_lane",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(lane_seq__isnull=True), name="event_to_route"),
            # Until when all has been routed is asked all the time, also with millions waiting.
            models.Index(
                fields=["received_at"],
                condition=Q(lane_seq__isnull=True),
                name="event_to_route_since",
            ),
            models.Index(
                F("profile_id"),
                F("occurred_at").desc(),
                condition=Q(profile_id__isnull=False),
                name="event_of_profile",
            ),
            # What became of messages is little among all that somebody did.
            models.Index(
                F("profile_id"),
                F("occurred_at").desc(),
                condition=Q(type="status"),
                name="event_status_of_profile",
            ),
            BrinIndex(fields=["received_at"], autosummarize=True, name="event_received_at"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.name}".strip()


class RejectedEvent(models.Model):
    """An event that could not be taken, kept apart with its reason; the others went on."""

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="rejected"
    )
    received_at = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=64, help_text="A code.")
    detail = models.TextField(help_text="The field, what is wrong with it, and the remedy.")
    body = models.TextField(help_text="As received, cut at 64 KB.")

    def __str__(self) -> str:
        return self.reason


class QuarantinedEvent(models.Model):
    """An event that was taken but could not be applied; its lane went on without it."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="quarantined")
    at = models.DateTimeField()
    stage = models.CharField(max_length=16)
    error = models.TextField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"event {self.event_id} at {self.stage}"
