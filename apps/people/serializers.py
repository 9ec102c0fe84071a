"""Identity and accounts as the management API reads and writes them."""

from typing import Any

from rest_framework import serializers

from apps.people import shown
from apps.people.fields import Shown, ShownJson
from apps.people.identity_rules import complete
from apps.people.identity_types import told_in
from apps.people.models import Account, IdentityRules, LeftOff
from apps.people.queries_left_off import Line


class TypeSerializer(serializers.Serializer):
    """A type of identifier; the first of the list is the strongest."""

    key = serializers.CharField(max_length=32)
    name = serializers.CharField(required=False)
    limit = serializers.IntegerField(
        allow_null=True, help_text="How many one person may have; null: any number."
    )
    blocked = serializers.ListField(child=serializers.CharField(), required=False)
    told_in = serializers.SerializerMethodField(help_text="Where in an event it is told.")

    def get_told_in(self, one: dict[str, Any]) -> str:
        return told_in(one["key"])


class IdentityDocumentSerializer(serializers.Serializer):
    """All identity rules."""

    types = TypeSerializer(many=True)
    blocked = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Values of any type."
    )
    block_zeros = serializers.BooleanField(
        required=False, help_text="Values of nothing but zeros and dashes."
    )
    default_region = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="Where phone numbers without a prefix are from, such as DE.",
    )


class IdentityRulesSerializer(serializers.ModelSerializer):
    """A published version; number 0: what holds before the first."""

    published_by = serializers.StringRelatedField()
    document = serializers.SerializerMethodField()

    class Meta:
        model = IdentityRules
        fields = ["number", "published_at", "published_by", "note", "document"]

    # The schema's tool reads the annotation.
    def get_document(self, version: IdentityRules) -> dict[str, Any]:
        return dict(IdentityDocumentSerializer(complete(version.document)).data)


class PublishIdentitySerializer(serializers.Serializer):
    """What is to hold from now on."""

    document = serializers.DictField(help_text="As GET answers it; `told_in` may be left out.")
    note = serializers.CharField(max_length=255, help_text="What changes and why.")
    base = serializers.IntegerField(
        required=False, min_value=0, help_text="The version you saw; another one refuses."
    )


class WhomSerializer(serializers.Serializer):
    """Somebody by the profile that goes on, and what they are called."""

    id = serializers.UUIDField()
    label = serializers.CharField()


class LeftOffSerializer(serializers.Serializer):
    """An identifier that did not become this person's; `belongs_to` null: nobody has it."""

    type = serializers.CharField(source="row.type")
    value = Shown(source="row.value")
    person = WhomSerializer()
    because = serializers.ChoiceField(source="row.because", choices=LeftOff.Because.choices)
    limit_type = serializers.CharField(source="row.limit_type")
    belongs_to = WhomSerializer(source="other", allow_null=True)
    times = serializers.IntegerField(source="row.times")
    first_event = serializers.IntegerField(source="row.first_event")
    last_event = serializers.IntegerField(source="row.last_event")
    first_at = serializers.DateTimeField(source="row.first_at")
    last_at = serializers.DateTimeField(source="row.last_at")

    def to_representation(self, instance: Line) -> dict[str, Any]:
        return dict(super().to_representation(instance))


class AccountSerializer(serializers.ModelSerializer):
    traits = ShownJson(shown.account, read_only=True)

    class Meta:
        model = Account
        fields = ["id", "group_id", "name", "traits", "first_seen"]


class MemberSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="person.id")
    label = serializers.CharField(source="person.label")
    since = serializers.DateTimeField()


class AccountPageSerializer(AccountSerializer):
    """An account with a page of its people, who came last first."""

    people = MemberSerializer(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="The next `page`, or null.")

    class Meta:
        model = Account
        fields = [*AccountSerializer.Meta.fields, "people", "next"]
