"""The rules of engagement as the management API reads and writes them."""

from typing import Any

from rest_framework import serializers

from apps.common.api import ProblemSerializer
from apps.engine.local_time import WEEKDAYS
from apps.engine.nodes.message import CHANNELS
from apps.people import shown
from apps.people.models import Suppression
from apps.rules.checks import CONSENT_MODELS
from apps.rules.document import complete
from apps.rules.models import RuleSetVersion
from apps.rules.saying import rules_of, said


def in_sentences(document: dict[str, Any]) -> list[str]:
    """What these rules say."""
    return [one.says for one in said(rules_of(document))]


def texts(**more: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), required=False, **more)


def channels() -> serializers.ListField:
    return serializers.ListField(child=serializers.ChoiceField(choices=CHANNELS), required=False)


class TierSerializer(serializers.Serializer):
    key = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=255, required=False)
    transactional = serializers.BooleanField(required=False, default=False)


class CapSerializer(serializers.Serializer):
    """At most `limit` messages per window; an empty scope names all."""

    id = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=255)
    limit = serializers.IntegerField(min_value=0, max_value=100)
    hours = serializers.FloatField(required=False, help_text="A rolling window; or `calendar`.")
    calendar = serializers.ChoiceField(choices=["day", "week"], required=False)
    channels = channels()
    tiers = texts()
    tags = texts()
    journeys = texts()
    transactional = serializers.BooleanField(required=False, default=False)


class ExclusionGroupSerializer(serializers.Serializer):
    """A person is in at most one of these journeys."""

    id = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=255)
    journeys = serializers.ListField(child=serializers.CharField(), min_length=2)
    displace = serializers.BooleanField(
        required=False, default=False, help_text="A better tier, then priority, takes the place."
    )


class QuietHoursSerializer(serializers.Serializer):
    """No message on the channel from start to end, by the person's clock."""

    id = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=255, required=False)
    channel = serializers.ChoiceField(choices=CHANNELS)
    start = serializers.CharField(help_text="Such as 21:00.")
    end = serializers.CharField(help_text="Not later than `start`: on the next day.")
    weekdays = serializers.ListField(
        child=serializers.ChoiceField(choices=WEEKDAYS),
        required=False,
        help_text="The days on which it starts; none: every day.",
    )


class StageRuleSerializer(serializers.Serializer):
    key = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=255, required=False)
    when = serializers.DictField(required=False, help_text="The condition that lets a person in.")
    done = serializers.DictField(required=False, help_text="What the stage is for.")

    def get_fields(self) -> dict[str, Any]:
        told = "Stages, “” for none yet; absent: none yet, or an earlier one."
        return {**super().get_fields(), "from": texts(help_text=told)}


class LifecycleRuleSerializer(serializers.Serializer):
    key = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=255, required=False)
    stages = StageRuleSerializer(many=True)


class ConsentModelsSerializer(serializers.Serializer):
    """Per channel: only to who subscribed, to all who didn't unsubscribe, or without asking."""

    email = serializers.ChoiceField(choices=CONSENT_MODELS, required=False)
    sms = serializers.ChoiceField(choices=CONSENT_MODELS, required=False)
    onsite = serializers.ChoiceField(choices=CONSENT_MODELS, required=False)
    webhook = serializers.ChoiceField(choices=CONSENT_MODELS, required=False)


class DocumentSerializer(serializers.Serializer):
    """All rules."""

    tiers = TierSerializer(many=True, required=False, help_text="The first one wins.")
    caps = CapSerializer(many=True, required=False)
    exclusion_groups = ExclusionGroupSerializer(many=True, required=False)
    quiet_hours = QuietHoursSerializer(many=True, required=False)
    timezone = serializers.CharField(required=False, help_text="For people without one.")
    arbitration_window_minutes = serializers.FloatField(required=False)
    look_ahead_hours = serializers.FloatField(required=False, help_text="0: off.")
    consent = ConsentModelsSerializer(required=False)
    lifecycles = LifecycleRuleSerializer(many=True, required=False)


class RuleSetSerializer(serializers.ModelSerializer):
    """A published version of all rules, with each rule in a sentence."""

    published_by = serializers.StringRelatedField()
    document = serializers.SerializerMethodField()
    sentences = serializers.SerializerMethodField()

    class Meta:
        model = RuleSetVersion
        fields = ["id", "number", "published_at", "published_by", "note", "document", "sentences"]

    def get_document(self, version: RuleSetVersion) -> dict[str, Any]:
        return complete(version.document)

    def get_sentences(self, version: RuleSetVersion) -> list[str]:
        return in_sentences(version.document)


class ChangeSerializer(serializers.Serializer):
    """One rule that is different, in words."""

    section = serializers.CharField()
    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=["added", "removed", "changed"])
    name = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class FindingSerializer(serializers.Serializer):
    """What speaks against publishing: an error blocks, a warning asks."""

    severity = serializers.ChoiceField(choices=["error", "warning"])
    title = serializers.CharField()
    detail = serializers.CharField()
    url = serializers.CharField()


class ComparisonSerializer(serializers.Serializer):
    before = serializers.CharField(help_text="A version's number, or “draft”.")
    after = serializers.CharField()
    changes = ChangeSerializer(many=True)


class DraftSerializer(serializers.Serializer):
    """The draft; where none is open, the rules that hold, from which a first change opens one."""

    open = serializers.BooleanField()
    revision = serializers.IntegerField(help_text="To be named by the next change.")
    base = serializers.IntegerField(allow_null=True, help_text="The version it began from.")
    updated_at = serializers.DateTimeField(allow_null=True)
    updated_by = serializers.CharField(allow_null=True)
    document = DocumentSerializer()
    sentences = serializers.ListField(child=serializers.CharField())
    changes = ChangeSerializer(many=True)


class PutDraftSerializer(serializers.Serializer):
    document = DocumentSerializer()


class PublishRulesSerializer(serializers.Serializer):
    document = serializers.DictField(
        required=False, help_text="All rules; without it, the draft is published."
    )
    note = serializers.CharField(max_length=255, required=False, default="", allow_blank=True)
    anyway = serializers.BooleanField(
        required=False, default=False, help_text="In spite of the warnings."
    )
    revision = serializers.IntegerField(
        required=False, help_text="Of the draft, as it was seen; not with a document."
    )
    over = serializers.IntegerField(
        required=False, help_text="The version that holds, if it isn't the draft's base any more."
    )


class CheckRulesSerializer(serializers.Serializer):
    document = serializers.DictField(required=False, help_text="Without it: the draft.")


class RuleCheckSerializer(serializers.Serializer):
    ok = serializers.BooleanField()
    problems = ProblemSerializer(many=True)
    sentences = serializers.ListField(child=serializers.CharField())
    findings = FindingSerializer(many=True)
    remarks = serializers.ListField(child=serializers.CharField())


class AskEffectSerializer(serializers.Serializer):
    section = serializers.ChoiceField(choices=["caps", "quiet_hours", "exclusion_groups"])
    rule = serializers.DictField(help_text="The rule, as the document has it.")


class EffectSerializer(serializers.Serializer):
    """`stopped` of `sends`, for `touched` of `people`. Quiet hours delay; groups refuse entries."""

    sentence = serializers.CharField(help_text="What the rule says.")
    effect = serializers.CharField(help_text="What it would have done, as a sentence.")
    stopped = serializers.IntegerField()
    sends = serializers.IntegerField()
    touched = serializers.IntegerField()
    people = serializers.IntegerField()
    complete = serializers.BooleanField(help_text="Whether all there was was looked at.")


class SuppressedAddressSerializer(serializers.ModelSerializer):
    """An address that nothing is sent to."""

    class Meta:
        model = Suppression
        fields = ["id", "channel", "address", "reason", "at"]
        read_only_fields = ["id", "at"]
        # Its own words for an address that is on the list already.
        validators: list[Any] = []

    def to_representation(self, instance: Suppression) -> dict[str, Any]:
        told = dict(super().to_representation(instance))
        seen = shown.identifier(instance.address), shown.text(instance.reason)
        return told | dict(zip(("address", "reason"), seen, strict=True))
