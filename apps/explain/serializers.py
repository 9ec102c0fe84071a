"""What the management API says of people and decisions. Shapes are stable: add, never rename."""

from typing import Any

from rest_framework import serializers

from apps.explain.why.serializers_why import (
    AfterSerializer,
    AsSentSerializer,
    IdentityUsedSerializer,
    UsedVersionSerializer,
)
from apps.people import shown
from apps.people.fields import Shown, ShownNumbers


class FoundSerializer(serializers.Serializer):
    """A person in a list."""

    id = serializers.UUIDField()
    label = serializers.CharField()
    created_at = serializers.DateTimeField()
    identifiers = serializers.SerializerMethodField()

    def get_identifiers(self, found: Any) -> list[dict[str, str]]:
        return [
            {"type": kind, "value": shown.identifier(value)} for kind, value in found.identifiers
        ]


class PeopleSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = FoundSerializer(many=True)


class GateSerializer(serializers.Serializer):
    """One gate's answer. `decided`: it is the one that gave the reason."""

    gate = serializers.CharField()
    ok = serializers.BooleanField()
    code = serializers.CharField()
    rule = serializers.CharField()
    rule_name = serializers.CharField()
    numbers = ShownNumbers()
    retry_at = serializers.DateTimeField(allow_null=True)
    decided = serializers.BooleanField()
    sentence = serializers.CharField()


class AskedSerializer(serializers.Serializer):
    text = serializers.CharField()
    ok = serializers.BooleanField()


class StepSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    type = serializers.CharField()
    at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)
    port = serializers.CharField()
    asked = AskedSerializer(many=True)


class OtherSerializer(serializers.Serializer):
    """What became of the same message at another decision."""

    decision = serializers.CharField()
    at = serializers.DateTimeField()
    verdict = serializers.CharField()
    reason = serializers.CharField()


class AttemptSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    outcome = serializers.CharField()
    reason = serializers.CharField()
    detail = Shown(shown.error)
    response = Shown(shown.content, help_text="The provider's answer, cut.")
    duration_ms = serializers.IntegerField()


class FollowedSerializer(serializers.Serializer):
    kind = serializers.CharField()
    at = serializers.FloatField(help_text="Seconds since the epoch.")
    detail = Shown(shown.text)


class SentSerializer(serializers.Serializer):
    """What became of a message that was chosen."""

    status = serializers.CharField()
    sentence = serializers.CharField()
    content = AsSentSerializer(allow_null=True, help_text="As it was sent; null: not kept.")
    attempts = AttemptSerializer(many=True, source="tries")
    followed = FollowedSerializer(many=True)


class CandidateSerializer(serializers.Serializer):
    """One message that a journey wanted to send, and every gate's answer to it."""

    message = serializers.CharField(source="considered.message_id")
    enrollment = serializers.CharField(source="considered.enrollment")
    journey = serializers.CharField(source="considered.journey")
    version = serializers.CharField(source="considered.version")
    version_number = serializers.IntegerField(source="version.number", default=None)
    node = serializers.CharField(source="considered.node")
    channel = serializers.CharField(source="considered.channel")
    template = serializers.CharField(source="considered.template")
    tier = serializers.CharField(source="considered.tier")
    priority = serializers.IntegerField(source="considered.priority")
    ready_at = serializers.DateTimeField(source="considered.ready_at")
    rank = serializers.IntegerField(source="considered.rank", allow_null=True)
    verdict = serializers.CharField(source="considered.verdict.value")
    reason = serializers.CharField(source="considered.reason.code.value")
    rule = serializers.CharField(source="considered.reason.rule")
    rule_name = serializers.CharField(source="considered.reason.name")
    numbers = ShownNumbers(source="considered.reason.numbers")
    again_at = serializers.DateTimeField(source="considered.again_at", allow_null=True)
    give_up_at = serializers.DateTimeField(source="considered.give_up_at", allow_null=True)
    sentence = serializers.CharField()
    because = serializers.CharField()
    gates = GateSerializer(many=True)
    else_stopped = serializers.ListField(child=serializers.CharField())
    path = StepSerializer(many=True)
    earlier = OtherSerializer(many=True)
    later = OtherSerializer(many=True)
    sent = SentSerializer(allow_null=True)


class TriggerSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["event", "timer", "merge"])
    sentence = serializers.CharField()
    event_id = serializers.IntegerField(source="event.pk", default=None, allow_null=True)
    payload = serializers.JSONField(source="received", default=None, allow_null=True)


class ArmSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    arm = serializers.ChoiceField(choices=["treated", "holdout", "mixed"])
    share = serializers.FloatField()


class UsedRulesSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    published_by = serializers.StringRelatedField()
    note = serializers.CharField()


class ExplanationSerializer(serializers.Serializer):
    """A decision with everything that led to it."""

    id = serializers.CharField(source="decision.id")
    at = serializers.DateTimeField(source="decision.at")
    zone = serializers.CharField(source="telling.zone.key")
    profile = serializers.UUIDField(source="who.id")
    label = serializers.CharField(source="who.label")
    sentence = serializers.CharField()
    hash = serializers.CharField(source="stored.hash")
    book = serializers.CharField(source="stored.book")
    trigger = TriggerSerializer()
    rule_set = UsedRulesSerializer(allow_null=True)
    versions = UsedVersionSerializer(many=True)
    holdouts = ArmSerializer(many=True, source="arms")
    identity = IdentityUsedSerializer()
    candidates = CandidateSerializer(many=True)
    after = AfterSerializer()


class PersonDecisionSerializer(serializers.Serializer):
    id = serializers.CharField()
    at = serializers.DateTimeField()
    sentence = serializers.CharField()
    hash = serializers.CharField()
    sent = serializers.ListField(child=serializers.CharField(), help_text="Messages, by id.")


class PersonDecisionsSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = PersonDecisionSerializer(many=True)
