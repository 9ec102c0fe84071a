"""What is sent: templates and their frozen versions, the outbox, and every attempt."""

import uuid
from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q

from apps.common import clock
from apps.delivery.checks import problems
from apps.delivery.status import Status


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    WEBHOOK = "webhook", "Webhook"


class TemplateContent(models.Model):
    """The fields that make up what is sent; the same in a template and in each of its versions."""

    CONTENT = ("channel", "subject", "text", "html", "url", "body", "topic")

    channel = models.CharField(max_length=16, choices=Channel.choices)
    subject = models.CharField(max_length=998, blank=True, default="", help_text="Liquid.")
    text = models.TextField(blank=True, default="", help_text="Liquid.")
    html = models.TextField(blank=True, default="", help_text="Liquid; values are escaped.")
    url = models.CharField(
        max_length=2000,
        blank=True,
        default="",
        help_text="Where a webhook is posted to; Liquid after the host.",
    )
    body = models.TextField(
        blank=True,
        default="",
        help_text="JSON whose strings are Liquid. Empty: the person, the event and the message.",
    )
    topic = models.SlugField(
        max_length=64, blank=True, default="", help_text="What people can unsubscribe from."
    )

    class Meta:
        abstract = True

    def content(self) -> dict[str, str]:
        """The authored fields, by name."""
        return {name: getattr(self, name) for name in self.CONTENT}


class Template(TemplateContent):
    """A message as it is being written. Saving changed content freezes it as the next version."""

    key = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    latest = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.name or self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores the template and, where its content is new, the next version of it."""
        with transaction.atomic():
            self.updated_at = clock.now()
            frozen = self.versions.filter(number=self.latest).first() if self.pk else None
            changed = frozen is None or frozen.content() != self.content()
            if changed:
                self.latest += 1
            super().save(*args, **kwargs)
            if changed:
                self.versions.create(
                    number=self.latest, created_at=self.updated_at, **self.content()
                )

    def clean(self) -> None:
        """Finds what is wrong in the content, with its field and line."""
        found = problems(self)
        if found:
            raise ValidationError(found)


class TemplateVersion(TemplateContent):
    """The content of a template as it stood once. It never changes."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores a new version; ValueError for one that is already stored."""
        if not self._state.adding:
            raise ValueError("A template version never changes; save the template instead.")
        super().save(*args, **kwargs)


class Delivery(models.Model):
    """One message on its way out: the outbox row.

    The id is derived from (enrollment, node, visit), so a second row for the same visit can't be.
    """

    Status = Status

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    profile_id = models.UUIDField()
    enrollment_id = models.UUIDField()
    decision_id = models.UUIDField()
    journey = models.CharField(max_length=64)
    version_id = models.CharField(max_length=64, help_text="The journey's version.")
    node = models.CharField(max_length=64)
    channel = models.CharField(max_length=16)
    template = models.CharField(max_length=64, help_text="The template's key.")
    template_version = models.ForeignKey(
        TemplateVersion, null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    topic = models.CharField(max_length=64, blank=True, default="")
    tier = models.CharField(max_length=64, blank=True, default="")
    transactional = models.BooleanField(default=False)
    address = models.CharField(max_length=512, blank=True, default="")
    context = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    created_at = models.DateTimeField()

    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    not_before = models.DateTimeField()
    claimed_by = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    provider = models.CharField(max_length=32, blank=True, default="")
    provider_message_id = models.CharField(max_length=255, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=64, blank=True, default="", help_text="A code.")
    detail = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(F("decided_at").desc(), F("id").desc(), name="delivery_latest"),
            models.Index(
                F("channel"),
                F("transactional").desc(),
                F("not_before"),
                condition=Q(status="pending"),
                name="delivery_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(lease_until__isnull=False),
                name="delivery_leased",
            ),
            models.Index(
                fields=["status", "decided_at"],
                condition=Q(status__in=["in_doubt", "failed", "stopped"]),
                name="delivery_not_sent",
            ),
            BrinIndex(fields=["sent_at"], autosummarize=True, name="delivery_sent_at"),
            models.Index(F("profile_id"), F("decided_at").desc(), name="delivery_of_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.template} by {self.channel} ({self.status})"


class Attempt(models.Model):
    """One try to send a delivery, and what came of it."""

    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="tries", db_constraint=False
    )
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16, help_text="sent, failed, stopped, retry or in_doubt.")
    reason = models.CharField(max_length=64, blank=True, default="")
    detail = models.TextField(blank=True, default="")
    duration_ms = models.PositiveIntegerField(default=0)
    response = models.TextField(blank=True, default="", help_text="The provider's answer, cut.")

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"


class RenderedMessage(models.Model):
    """What was handed to a provider that reaches people, as it was rendered.

    What the sandbox provider took is its `SandboxMessage`.
    """

    delivery = models.OneToOneField(
        Delivery,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="rendered",
        db_constraint=False,
    )
    to = models.CharField(max_length=512)
    subject = models.CharField(max_length=998, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    body = models.TextField(blank=True, help_text="What a webhook posted.")
    cut = models.BooleanField(default=False, help_text="It was longer than what is kept.")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


class ChannelState(models.Model):
    """How a provider is doing as a whole: while it is away, the channel waits, not each message."""

    channel = models.CharField(max_length=16, primary_key=True)
    down_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    detail = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.channel}: {'away' if self.down_since else 'up'}"


class SandboxMessage(models.Model):
    """A message as a person would have got it; the sandbox provider keeps it here instead."""

    delivery = models.OneToOneField(
        Delivery, on_delete=models.CASCADE, primary_key=True, related_name="sandbox"
    )
    to = models.CharField(max_length=512)
    subject = models.CharField(max_length=998, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("at").desc(), name="sandbox_message_at")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
