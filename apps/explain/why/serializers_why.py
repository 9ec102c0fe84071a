"""The evidence of a decision in the management API: whose event, which versions, what followed."""

from rest_framework import serializers


class CarriedSerializer(serializers.Serializer):
    """An identifier of the event. `how`: known, new, other (another person's now) or nobody."""

    type = serializers.CharField()
    value = serializers.CharField()
    how = serializers.ChoiceField(choices=["known", "new", "other", "nobody"])
    since = serializers.DateTimeField(allow_null=True)
    profile = serializers.UUIDField(allow_null=True, help_text="Whose it is now.")
    found = serializers.CharField(help_text="The profile it led to then, where a merge tells.")


class JoinedSerializer(serializers.Serializer):
    """A merge that had joined another profile to the person by then."""

    absorbed = serializers.UUIDField()
    at = serializers.DateTimeField()
    rule = serializers.CharField()
    brought = serializers.ListField(child=serializers.CharField())
    event_id = serializers.IntegerField()
    undone_at = serializers.DateTimeField(allow_null=True)


class IdentityUsedSerializer(serializers.Serializer):
    event_id = serializers.IntegerField(source="event.pk", default=None, allow_null=True)
    carried = CarriedSerializer(many=True)
    joined = JoinedSerializer(many=True)


class UsedVersionSerializer(serializers.Serializer):
    """A journey version of a candidate."""

    id = serializers.CharField(source="version.id")
    journey = serializers.CharField(source="version.journey")
    name = serializers.CharField()
    number = serializers.IntegerField(source="version.number")
    published_at = serializers.DateTimeField(source="version.published_at", allow_null=True)
    published_by = serializers.CharField(source="version.published_by")
    note = serializers.CharField(source="version.note")


class FollowedUpSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    sentence = serializers.CharField()
    decision = serializers.CharField()
    event_id = serializers.IntegerField(source="event", allow_null=True)


class AfterSerializer(serializers.Serializer):
    """What followed; the decisions of the person before and after this one, by their ids."""

    happened = FollowedUpSerializer(many=True)
    converted = serializers.BooleanField(allow_null=True)
    verdict = serializers.CharField()
    before = serializers.CharField()
    next = serializers.CharField()


class AsSentSerializer(serializers.Serializer):
    """The rendered message. `cut`: it was longer than what is kept."""

    to = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()
    html = serializers.CharField()
    body = serializers.CharField(help_text="What a webhook posted.")
    at = serializers.DateTimeField()
    cut = serializers.BooleanField()
