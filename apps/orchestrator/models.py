"""Where each lane stands, who has to be looked at when, and what held at a decision."""

import uuid

from django.db import models

from apps.common.frozen import Frozen


class LaneTail(models.Model):
    """The last place of a lane that route has given away. Written by route alone."""

    number = models.SmallIntegerField(primary_key=True)
    routed_seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"Lane {self.number}, routed to {self.routed_seq}"


class Lane(models.Model):
    """How far a lane is applied. Its row's lock is the lane's lease.

    `commit_no` is the number of the last commit whose effects are in PostgreSQL. The graph's own
    number may be one ahead, after a crash between the two commits: then its effects come first.
    """

    number = models.SmallIntegerField(primary_key=True)
    applied_seq = models.BigIntegerField(default=0)
    commit_no = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"Lane {self.number}, applied to {self.applied_seq}"


class WakeUp(models.Model):
    """When a person has to be looked at without any event. A hint: the truth is in the state."""

    profile_id = models.UUIDField(primary_key=True)
    lane = models.SmallIntegerField()
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["due_at", "lane"], name="wake_up_due")]

    def __str__(self) -> str:
        return f"{self.profile_id} at {self.due_at}"


class Review(models.Model):
    """By which lifecycles everybody was last looked at (`plan`). One row.

    While others hold, `waking` names them, and `position` is the last person who was woken.
    """

    ONLY = 1

    id = models.SmallIntegerField(primary_key=True, default=ONLY)
    plan = models.CharField(max_length=64, blank=True, default="")
    waking = models.CharField(max_length=64, blank=True, default="")
    position = models.UUIDField(default=uuid.UUID(int=0))
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Lifecycles {self.plan or 'none'}, since {self.at}"


class BookVersion(Frozen):
    """What held at a decision: versions, rules and holdouts. The id is derived from the content."""

    id = models.UUIDField(primary_key=True)
    document = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Book {self.id}"


class PoisonedProfile(models.Model):
    """A person whose due moment could not be worked through; tried again later, in the open."""

    profile_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    error = models.TextField()
    times = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.error}"
