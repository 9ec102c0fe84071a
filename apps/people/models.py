"""Who people are: profiles, their identifiers, what they told us and what they allow."""

import uuid

from django.contrib.postgres.indexes import HashIndex
from django.db import models


class Profile(models.Model):
    """One person. A merged profile stays, and points at the one that goes on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )

    def __str__(self) -> str:
        return str(self.id)


class Identifier(models.Model):
    """A value that leads to exactly one profile."""

    class Type(models.TextChoices):
        USER_ID = "user_id", "User id"
        EMAIL = "email", "E-mail"
        ANONYMOUS_ID = "anonymous_id", "Anonymous id"

    type = models.CharField(max_length=32, choices=Type.choices)
    value = models.CharField(max_length=512)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="identifiers")
    since = models.DateTimeField()
    event_id = models.BigIntegerField(
        null=True, db_index=True, help_text="The event that brought it."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "value"], name="identifier_of_one_profile")
        ]
        # For a search by the beginning of a value, whatever the database's collation.
        indexes = [
            models.Index(
                fields=["type", "value"],
                name="identifier_by_beginning",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.type}:{self.value}"


class Merge(models.Model):
    """What one event joined, and by which rule."""

    survivor = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    event_id = models.BigIntegerField()
    at = models.DateTimeField()
    rule = models.CharField(max_length=64)
    identifiers = models.JSONField(help_text="The identifiers that moved, as type:value.")
    # Two places in the order of things: where the absorbed profile's lane hands its state over,
    # and where the survivor's lane takes it in.
    lane = models.SmallIntegerField()
    lane_seq = models.BigIntegerField()
    from_lane = models.SmallIntegerField()
    from_seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["absorbed"], name="profile_absorbed_once"),
            models.UniqueConstraint(fields=["lane", "lane_seq"], name="merge_place_in_lane"),
            models.UniqueConstraint(fields=["from_lane", "from_seq"], name="handover_place"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.survivor_id}"


class Trait(models.Model):
    """The latest value of one trait of one person, by the time it was said."""

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="traits")
    key = models.CharField(max_length=255)
    value = models.JSONField()
    occurred_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "key"], name="one_value_per_trait")
        ]
        # Hashed: a value may be of any length.
        indexes = [HashIndex(fields=["value"], condition=models.Q(key="email"), name="trait_email")]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class Consent(models.Model):
    """What a person allows on a channel; topic "" means the whole channel."""

    class Status(models.TextChoices):
        SUBSCRIBED = "subscribed", "Subscribed"
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed"

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="consents")
    channel = models.CharField(max_length=32)
    topic = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=16, choices=Status.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "channel", "topic"], name="one_consent_per_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel}/{self.topic or 'all'}: {self.status}"


class Suppression(models.Model):
    """An address that nothing may be sent to, whoever it belongs to."""

    channel = models.CharField(max_length=32)
    address = models.CharField(max_length=512)
    reason = models.CharField(max_length=255)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address"], name="suppressed_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel}:{self.address}"
