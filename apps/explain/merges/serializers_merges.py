"""Merges in the management API."""

from rest_framework import serializers

from apps.explain.merges.merging import LONGEST_REASON
from apps.people import shown
from apps.people.fields import Shown, ShownPairs


class SuspicionSerializer(serializers.Serializer):
    """What speaks against a merge: a kind for machines, what was seen, and why it matters."""

    kind = serializers.CharField()
    reason = serializers.CharField()
    matters = serializers.CharField()


class ListedMergeSerializer(serializers.Serializer):
    """`kept` goes on, `given` was absorbed; their names are those from before the merge."""

    id = serializers.IntegerField(source="merge.pk")
    at = serializers.DateTimeField(source="merge.at")
    standing = serializers.ChoiceField(choices=["open", "right", "undoing", "undone"])
    kept = serializers.UUIDField(source="merge.survivor_id")
    kept_name = serializers.CharField(source="called.kept")
    given = serializers.UUIDField(source="merge.absorbed_id")
    given_name = serializers.CharField(source="called.given")
    rule = serializers.CharField(source="merge.rule")
    event = serializers.IntegerField(source="merge.event_id")
    looked_at = serializers.SerializerMethodField()
    suspicions = SuspicionSerializer(many=True)

    def get_looked_at(self, one: object) -> bool:
        merge = one["merge"] if isinstance(one, dict) else one.merge  # type: ignore[attr-defined]
        return merge.suspicious is not None


class MergesSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = ListedMergeSerializer(many=True)


class LedSerializer(serializers.Serializer):
    """An identifier and the side it led or went to; "" where nobody can say yet."""

    kind = serializers.CharField()
    value = serializers.CharField()
    to = serializers.ChoiceField(choices=["kept", "given", "other", ""])


class SinceSerializer(serializers.Serializer):
    """What came since; `total` is counted up to a bound. Null: nobody worked it out."""

    total = serializers.IntegerField()
    kept = serializers.IntegerField(allow_null=True)
    given = serializers.IntegerField(allow_null=True)
    identifiers = LedSerializer(many=True)


class LineSerializer(serializers.Serializer):
    name = serializers.CharField()
    kept = serializers.CharField()
    given = serializers.CharField()
    now = serializers.CharField()
    differs = serializers.BooleanField()


class SectionSerializer(serializers.Serializer):
    """Things of one kind: of each of the two before the merge, and of the person now."""

    title = serializers.CharField()
    lines = LineSerializer(many=True)


class OutcomeSerializer(serializers.Serializer):
    """What the undoing did: events and runs that went back, runs that go on again."""

    at = serializers.DateTimeField()
    events = serializers.IntegerField()
    runs = serializers.ListField(child=serializers.CharField())
    revived = serializers.ListField(child=serializers.CharField())
    let_in_together = serializers.ListField(child=serializers.CharField())
    stopped = serializers.IntegerField()


class MessageCountsSerializer(serializers.Serializer):
    all = serializers.IntegerField()
    because = serializers.IntegerField(help_text="Because of the merge.")
    address = serializers.IntegerField(help_text="To the address of the other.")
    together = serializers.IntegerField(help_text="In runs that would not have begun alone.")


class MergeReviewSerializer(ListedMergeSerializer):
    """`why_not`: why it can't be undone now. `failed`: why the worker could not take them apart."""

    led = LedSerializer(many=True)
    identity_rules = serializers.IntegerField(source="merge.rules", allow_null=True)
    identifiers = ShownPairs(source="merge.identifiers")
    zone = serializers.CharField()
    sides = SectionSerializer(many=True)
    since = SinceSerializer()
    messages = MessageCountsSerializer()
    why_not = serializers.CharField()
    failed = serializers.CharField()
    kept_apart = serializers.BooleanField()
    reviewed_at = serializers.DateTimeField(source="merge.reviewed_at", allow_null=True)
    undone_at = serializers.DateTimeField(source="merge.undone_at", allow_null=True)
    undone_because = Shown(shown.text, source="merge.undone_because")
    given_back = ShownPairs(source="merge.given_back")
    outcome = OutcomeSerializer(source="merge.outcome", allow_null=True)


class MessageSinceSerializer(serializers.Serializer):
    """`run_of` and `address_of` name a side; "" is not known. `because` "": not by the merge."""

    id = serializers.UUIDField(source="delivery.pk")
    journey = serializers.CharField(source="delivery.journey")
    node = serializers.CharField(source="delivery.node")
    channel = serializers.CharField(source="delivery.channel")
    address = Shown(source="delivery.address")
    status = serializers.CharField(source="delivery.status")
    decided_at = serializers.DateTimeField(source="delivery.decided_at")
    run_of = serializers.ChoiceField(choices=["kept", "given", ""])
    address_of = serializers.ChoiceField(choices=["kept", "given", "both", ""])
    because = serializers.ChoiceField(choices=["address", "together", ""])


class MessagesSinceSerializer(serializers.Serializer):
    """Those because of the merge first. `known` False: nobody can say whose runs they were."""

    known = serializers.BooleanField()
    count = serializers.IntegerField()
    because = serializers.IntegerField()
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = MessageSinceSerializer(many=True)


class UndoSerializer(serializers.Serializer):
    because = serializers.CharField(
        max_length=LONGEST_REASON, help_text="Why these are two people."
    )
