"""What the management API says of conflicts. Shapes are stable: add, never rename."""

from rest_framework import serializers

EPOCH = "Seconds since the epoch."


class LossSerializer(serializers.Serializer):
    """Messages that lost, each counted once however often it was asked again; "" is any journey."""

    loser = serializers.CharField()
    winner = serializers.CharField()
    candidates = serializers.IntegerField(help_text="Messages of `loser` that lost to `winner`.")
    people = serializers.IntegerField()


class DeciderSerializer(serializers.Serializer):
    """A rule that decided, by the code of its reason."""

    reason = serializers.CharField()
    rule = serializers.CharField()
    name = serializers.CharField()
    label = serializers.CharField(help_text="For people.")
    candidates = serializers.IntegerField()


class ConflictsSerializer(serializers.Serializer):
    """The matrix. A message that a cap stopped lost to each journey whose sends fill it, so the
    cells may add up to more than the totals."""

    since = serializers.FloatField(help_text=EPOCH)
    until = serializers.FloatField(help_text=EPOCH)
    candidates = serializers.IntegerField()
    people = serializers.IntegerField()
    cells = LossSerializer(many=True)
    losers = LossSerializer(many=True)
    winners = LossSerializer(many=True)
    rules = DeciderSerializer(many=True)


class BehindSerializer(serializers.Serializer):
    """One message that lost, was stopped or delayed. `decision` is the latest that said so."""

    message = serializers.CharField()
    decision = serializers.CharField()
    profile = serializers.CharField()
    person = serializers.CharField()
    journey = serializers.CharField()
    node = serializers.CharField()
    channel = serializers.CharField()
    verdict = serializers.CharField()
    reason = serializers.CharField()
    rule = serializers.CharField()
    rule_name = serializers.CharField()
    against = serializers.ListField(child=serializers.CharField(), help_text="Journeys.")
    times = serializers.IntegerField(help_text="How often it was decided so.")
    first = serializers.FloatField(help_text=EPOCH)
    last = serializers.FloatField(help_text=EPOCH)
    became = serializers.CharField(source="fate.verdict", help_text="The latest verdict on it.")
    became_at = serializers.FloatField(source="fate.at", help_text=EPOCH)


class BehindPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = BehindSerializer(many=True)


class CostSerializer(serializers.Serializer):
    """What one rule did to messages that wanted to go out."""

    kind = serializers.CharField()
    name = serializers.CharField()
    reason = serializers.CharField(source="cost.reason")
    rule = serializers.CharField(source="cost.rule")
    candidates = serializers.IntegerField(source="cost.candidates")
    people = serializers.IntegerField(source="cost.people")
    stopped = serializers.IntegerField(source="cost.stopped", help_text="For good, by this rule.")
    delayed = serializers.IntegerField(source="cost.delayed", help_text="Waited, sent later.")
    waiting = serializers.IntegerField(source="cost.waiting", help_text="Not decided yet.")
    median_delay = serializers.FloatField(
        source="cost.median_delay", allow_null=True, help_text="Seconds until they were sent."
    )


class RulesCostSerializer(serializers.Serializer):
    since = serializers.FloatField(help_text=EPOCH)
    until = serializers.FloatField(help_text=EPOCH)
    results = CostSerializer(many=True)
