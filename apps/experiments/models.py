"""Holdouts: shares of people who get nothing from a scope, so that impact can be measured."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Holdout(models.Model):
    """Once started, only its end may be set: an edit must not let anybody out of silence."""

    class Scope(models.TextChoices):
        EVERYTHING = "everything", "Everything but transactional messages"
        TIER = "tier", "The messages of some tiers"
        JOURNEYS = "journeys", "The messages of some journeys"

    key = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    salt = models.CharField(max_length=64, editable=False)
    share = models.FloatField(
        validators=[MinValueValidator(0.001), MaxValueValidator(0.9)],
        help_text="Of 1: 0.1 holds out one person in ten.",
    )
    scope = models.CharField(max_length=16, choices=Scope.choices, default=Scope.EVERYTHING)
    values = models.JSONField(default=list, blank=True, help_text="Keys of the tiers or journeys.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
