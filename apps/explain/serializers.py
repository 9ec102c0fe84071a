"""What the management API says of people and decisions. Shapes are stable: add, never rename."""

from typing import Any

from rest_framework import serializers


class IdentifierSerializer(serializers.Serializer):
    type = serializers.CharField()
    value = serializers.CharField()
    since = serializers.DateTimeField()
    event_id = serializers.IntegerField(allow_null=True)


class TraitSerializer(serializers.Serializer):
    key = serializers.CharField()
    value = serializers.JSONField()
    occurred_at = serializers.DateTimeField(help_text="When it was said.")


class ConsentSerializer(serializers.Serializer):
    channel = serializers.CharField()
    topic = serializers.CharField()
    status = serializers.CharField()
    at = serializers.DateTimeField()


class SuppressionSerializer(serializers.Serializer):
    channel = serializers.CharField()
    address = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class MergeSerializer(serializers.Serializer):
    absorbed = serializers.UUIDField(source="absorbed_id")
    rule = serializers.CharField()
    identifiers = serializers.ListField(child=serializers.CharField())
    event_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class StandSerializer(serializers.Serializer):
    """A journey somebody is in, and what is waited for there."""

    enrollment = serializers.CharField(source="enrollment.id")
    journey = serializers.CharField(source="enrollment.journey")
    version = serializers.CharField(source="enrollment.version")
    node = serializers.CharField(source="enrollment.node")
    since = serializers.DateTimeField(source="enrollment.since")
    until = serializers.DateTimeField(source="enrollment.until", allow_null=True)
    sentence = serializers.CharField()


class StageSerializer(serializers.Serializer):
    """The stage of a lifecycle that somebody is in."""

    lifecycle = serializers.CharField()
    stage = serializers.CharField()
    name = serializers.CharField(source="stage_name")
    since = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True, help_text="Null: not done yet.")


class FoundSerializer(serializers.Serializer):
    """A person in a list."""

    id = serializers.UUIDField()
    label = serializers.CharField()
    created_at = serializers.DateTimeField()
    identifiers = serializers.SerializerMethodField()

    def get_identifiers(self, found: Any) -> list[dict[str, str]]:
        return [{"type": kind, "value": value} for kind, value in found.identifiers]


class PeopleSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = FoundSerializer(many=True)


class PersonSerializer(serializers.Serializer):
    """Who somebody is, what is known, and where they stand."""

    id = serializers.UUIDField(source="who.id")
    label = serializers.CharField(source="who.label")
    zone = serializers.CharField(source="telling.zone.key")
    first_seen = serializers.DateTimeField(allow_null=True)
    merged = serializers.ListField(child=serializers.UUIDField(), source="who.ids")
    identifiers = IdentifierSerializer(many=True)
    traits = TraitSerializer(many=True)
    consents = ConsentSerializer(many=True)
    suppressions = SuppressionSerializer(many=True)
    merges = MergeSerializer(many=True)
    problems = serializers.ListField(child=serializers.CharField())
    stages = StageSerializer(many=True)
    journeys = StandSerializer(many=True, source="stands")


class EntrySerializer(serializers.Serializer):
    """One entry of a timeline."""

    kind = serializers.CharField()
    at = serializers.DateTimeField()
    id = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()


class TimelineSerializer(serializers.Serializer):
    zone = serializers.CharField()
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = EntrySerializer(many=True)


class GateSerializer(serializers.Serializer):
    """One gate's answer. `decided`: it is the one that gave the reason."""

    gate = serializers.CharField()
    ok = serializers.BooleanField()
    code = serializers.CharField()
    rule = serializers.CharField()
    rule_name = serializers.CharField()
    numbers = serializers.DictField()
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
    detail = serializers.CharField()


class FollowedSerializer(serializers.Serializer):
    kind = serializers.CharField()
    at = serializers.FloatField(help_text="Seconds since the epoch.")
    detail = serializers.CharField()


class SentSerializer(serializers.Serializer):
    """What became of a message that was chosen."""

    status = serializers.CharField()
    sentence = serializers.CharField()
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
    numbers = serializers.DictField(source="considered.reason.numbers")
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
    payload = serializers.JSONField(source="event.payload", default=None, allow_null=True)


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
    holdouts = ArmSerializer(many=True, source="arms")
    candidates = CandidateSerializer(many=True)


class PersonDecisionSerializer(serializers.Serializer):
    id = serializers.CharField()
    at = serializers.DateTimeField()
    sentence = serializers.CharField()
    hash = serializers.CharField()
    sent = serializers.ListField(child=serializers.CharField(), help_text="Messages, by id.")


class PersonDecisionsSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = PersonDecisionSerializer(many=True)


class AnswerSerializer(serializers.Serializer):
    """What became of one message of the journey."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    node = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()
    message = serializers.CharField()


class TriedSerializer(serializers.Serializer):
    """An entry event that let nobody in."""

    event_id = serializers.IntegerField(source="event.id")
    code = serializers.CharField()
    sentence = serializers.CharField()
    asked = AskedSerializer(many=True)


class WhyNotSerializer(serializers.Serializer):
    profile = serializers.UUIDField(source="who.id")
    journey = serializers.CharField(source="journey.key")
    at = serializers.DateTimeField()
    zone = serializers.CharField(source="telling.zone.key")
    code = serializers.CharField()
    sentence = serializers.CharField()
    answers = AnswerSerializer(many=True)
    path = StepSerializer(many=True)
    entry_events = TriedSerializer(many=True, source="entry.tried", default=list)
    unknown = serializers.ListField(child=serializers.CharField())
