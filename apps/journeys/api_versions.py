"""A published version in the management API."""

from rest_framework import serializers

from apps.journeys.models import JourneyVersion


class JourneyVersionSerializer(serializers.ModelSerializer):
    """A published version; it never changes."""

    published_by = serializers.StringRelatedField()

    class Meta:
        model = JourneyVersion
        fields = ["id", "number", "published_at", "published_by", "note", "document"]
