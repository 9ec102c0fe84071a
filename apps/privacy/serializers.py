"""What the management API says of requests and of retention."""

from typing import Any

from rest_framework import serializers

from apps.privacy import queries
from apps.privacy.models import AuditEntry, Erasure, Export, RetentionRun

WORK = ("id", "state", "requested_at", "requested_by", "finished_at", "done", "error")


class _By(serializers.Serializer):
    requested_by = serializers.CharField(
        source="requested_by.username", default=None, help_text="Who asked; null: a rule."
    )


class ErasureSerializer(_By, serializers.ModelSerializer):
    says = serializers.SerializerMethodField(help_text="What it is at, or waits for.")

    class Meta:
        model = Erasure
        fields = (*WORK, "profile_id", "refuse", "by_rule", "step", "says")

    def get_says(self, row: Erasure) -> str:
        return queries.step_says(row)


class ExportSerializer(_By, serializers.ModelSerializer):
    download = serializers.SerializerMethodField(
        help_text="Where it is to be had with POST; null: not yet, or not any more."
    )

    class Meta:
        model = Export
        fields = (*WORK, "profile_id", "size", "section", "ready_until", "download")

    def get_download(self, row: Export) -> str | None:
        return f"/api/privacy/exports/{row.id}/download/" if row.ready_until else None


class EraseSerializer(serializers.Serializer):
    confirm = serializers.CharField(help_text="The word “erase”, or what the person is called.")
    refuse = serializers.BooleanField(
        default=False, help_text="Refuse the identifiers from now on."
    )


class AuditSerializer(serializers.ModelSerializer):
    who = serializers.CharField(source="who.username", default=None)

    class Meta:
        model = AuditEntry
        fields = ("id", "at", "what", "who", "subject", "detail")


class RetentionRunSerializer(_By, serializers.ModelSerializer):
    class Meta:
        model = RetentionRun
        fields = (*WORK, "what", "cutoff")


class KeptSerializer(serializers.Serializer):
    what: Any = serializers.CharField(source="kind.what")
    name = serializers.CharField(source="kind.name")
    says = serializers.CharField(source="kind.says")
    least = serializers.IntegerField(source="kind.least", help_text="Days that must be kept.")
    enabled = serializers.BooleanField(source="holds")
    keep_days = serializers.IntegerField(source="rule.keep_days", default=None)
    since = serializers.DateTimeField(help_text="What is older is gone; null: all is there.")
    last_run = RetentionRunSerializer(source="last", allow_null=True)


class KeepSerializer(serializers.Serializer):
    enabled = serializers.BooleanField(default=True)
    keep_days = serializers.IntegerField()


class PreviewSerializer(serializers.Serializer):
    what = serializers.CharField(source="kind.what")
    count = serializers.IntegerField(help_text="How many would be deleted now.")
    days = serializers.IntegerField()
    cutoff = serializers.DateTimeField()
