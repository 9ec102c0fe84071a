"""What the management API says of one person. Shapes are stable: add, never rename."""

from rest_framework import serializers

from apps.people import shown
from apps.people.fields import Shown


class OriginSerializer(serializers.Serializer):
    """The event that told something."""

    event_id = serializers.IntegerField()
    name = serializers.CharField()
    at = serializers.DateTimeField()
    source = serializers.CharField(help_text="The source's name.")


class IdentifierSerializer(serializers.Serializer):
    type = serializers.CharField(source="identifier.type")
    value = serializers.CharField()
    since = serializers.DateTimeField(source="identifier.since")
    event_id = serializers.IntegerField(source="identifier.event_id", allow_null=True)
    origin = OriginSerializer(allow_null=True, help_text="Null: the log has the event no more.")
    merge = serializers.IntegerField(
        source="via.pk", default=None, help_text="The merge that brought it; null: none did."
    )


class TraitSerializer(serializers.Serializer):
    key = serializers.CharField(source="trait.key")
    value = serializers.JSONField()
    occurred_at = serializers.DateTimeField(source="trait.occurred_at", help_text="Said when.")
    origin = OriginSerializer(
        allow_null=True, help_text="Null: a journey set it, or the log has the event no more."
    )


class ConsentSerializer(serializers.Serializer):
    channel = serializers.CharField(source="consent.channel")
    topic = serializers.CharField(source="consent.topic")
    status = serializers.CharField(source="consent.status")
    at = serializers.DateTimeField(source="consent.at")
    origin = OriginSerializer(allow_null=True)


class SuppressionSerializer(serializers.Serializer):
    channel = serializers.CharField()
    address = Shown()
    reason = Shown(shown.text)
    at = serializers.DateTimeField()


class MergeSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="merge.pk")
    absorbed = serializers.UUIDField(source="merge.absorbed_id")
    rule = serializers.CharField(source="merge.rule")
    identifiers = serializers.ListField(child=serializers.CharField(), source="brought")
    event_id = serializers.IntegerField(source="merge.event_id")
    at = serializers.DateTimeField(source="merge.at")
    undone_at = serializers.DateTimeField(source="merge.undone_at", allow_null=True)
    origin = OriginSerializer(allow_null=True)


class MembershipSerializer(serializers.Serializer):
    """An account that somebody belongs to."""

    account = serializers.IntegerField(source="membership.account_id")
    group_id = serializers.CharField(source="membership.account.group_id")
    name = serializers.CharField(source="membership.account.name")
    since = serializers.DateTimeField(source="membership.since")
    origin = OriginSerializer(allow_null=True)


class StoppingGateSerializer(serializers.Serializer):
    """A gate that stops a message, with its numbers in the sentence."""

    gate = serializers.CharField()
    rule = serializers.CharField()
    sentence = serializers.CharField()


class PendingSerializer(serializers.Serializer):
    """A message that wants to go out and waits."""

    message = serializers.CharField()
    decision = serializers.CharField(help_text="The latest that considered it; empty: none yet.")
    stops = StoppingGateSerializer(many=True)
    ready_at = serializers.DateTimeField()
    again_at = serializers.DateTimeField(allow_null=True, help_text="Null: it competes soon.")
    give_up_at = serializers.DateTimeField()


class StandSerializer(serializers.Serializer):
    """A journey somebody is in, and what is waited for there."""

    enrollment = serializers.CharField(source="enrollment.id")
    journey = serializers.CharField(source="enrollment.journey")
    version = serializers.CharField(source="enrollment.version")
    node = serializers.CharField(source="enrollment.node")
    since = serializers.DateTimeField(source="enrollment.since")
    until = serializers.DateTimeField(source="enrollment.until", allow_null=True)
    sentence = serializers.CharField()
    pending = PendingSerializer(allow_null=True, help_text="Null: no message waits there.")


class UnderWaySerializer(serializers.Serializer):
    """A delivery that is on its way, being retried or in doubt."""

    message = serializers.UUIDField(source="delivery.pk")
    journey = serializers.CharField(source="delivery.journey")
    node = serializers.CharField(source="delivery.node")
    channel = serializers.CharField(source="delivery.channel")
    status = serializers.CharField(source="delivery.status")
    attempts = serializers.IntegerField(source="delivery.attempts")
    not_before = serializers.DateTimeField(source="delivery.not_before")
    sentence = serializers.CharField()


class DueSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    sentence = serializers.CharField()


class StageSerializer(serializers.Serializer):
    """The stage of a lifecycle that somebody is in."""

    lifecycle = serializers.CharField()
    stage = serializers.CharField()
    name = serializers.CharField(source="stage_name")
    since = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True, help_text="Null: not done yet.")
    why = serializers.CharField()
    event_id = serializers.IntegerField(help_text="0: no event brought it.")


class PersonSerializer(serializers.Serializer):
    """Who somebody is, what is known, and where they stand."""

    id = serializers.UUIDField(source="who.id")
    label = serializers.CharField(source="who.label")
    zone = serializers.CharField(source="telling.zone.key")
    first_seen = serializers.DateTimeField(allow_null=True)
    merged = serializers.ListField(child=serializers.UUIDField(), source="who.ids")
    identifiers = IdentifierSerializer(many=True, source="known.identifiers")
    traits = TraitSerializer(many=True, source="known.traits")
    consents = ConsentSerializer(many=True, source="known.consents")
    suppressions = SuppressionSerializer(many=True, source="known.suppressions")
    merges = MergeSerializer(many=True, source="known.merges")
    accounts = MembershipSerializer(many=True, source="known.accounts")
    problems = serializers.ListField(child=serializers.CharField())
    stages = StageSerializer(many=True)
    journeys = StandSerializer(many=True, source="stands")
    under_way = UnderWaySerializer(many=True)
    due = DueSerializer(many=True)


class EntrySerializer(serializers.Serializer):
    """One entry of a timeline."""

    kind = serializers.CharField()
    at = serializers.DateTimeField()
    id = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()


class TimelineSerializer(serializers.Serializer):
    zone = serializers.CharField()
    next = serializers.CharField(allow_null=True, help_text="The address of what is older.")
    newer = serializers.CharField(
        allow_null=True, help_text="The address of what is newer; null: the latest are here."
    )
    results = EntrySerializer(many=True)


class PastRunSerializer(serializers.Serializer):
    """A run that is over."""

    enrollment = serializers.CharField(source="run.uid")
    journey = serializers.CharField(source="run.journey")
    version = serializers.CharField(source="run.version")
    version_number = serializers.IntegerField(source="version", allow_null=True)
    entered_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField()
    because = serializers.CharField(source="run.left_because")
    sentence = serializers.CharField()


class PastRunsSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = PastRunSerializer(many=True)
