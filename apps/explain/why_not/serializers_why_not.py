"""What the management API says of why somebody did not get a message. Add, never rename."""

from rest_framework import serializers

from apps.engine.reasons import Code
from apps.explain.serializers import AskedSerializer, StepSerializer
from apps.explain.why_not.reasoning.cause import CODES, KINDS
from apps.people import shown
from apps.people.fields import Shown, ShownLeaf, ShownNumbers

KIND = "What kind of thing stood in the way."
CODE = ("Stable. One of the engine's reasons ({engine}), or: {ours}.").format(
    engine=", ".join(f"`{code.value}`" for code in Code if code is not Code.OK),
    ours="; ".join(f"`{code}`: {says[0].lower()}{says[1:-1]}" for code, says in CODES.items()),
)


class LeafSerializer(ShownLeaf):
    """A leaf of a condition that was in the way. `wanted`: what its answer had to be."""

    subject = serializers.CharField(source="answer.subject")
    op = serializers.CharField(source="answer.op")
    expected = serializers.JSONField(source="answer.expected", allow_null=True)
    actual = serializers.JSONField(source="answer.actual", allow_null=True)
    wanted = serializers.BooleanField()
    now = serializers.JSONField(allow_null=True, help_text="Its value now, where it is another.")
    is_other_now = serializers.BooleanField()


class HappenedSerializer(serializers.Serializer):
    """An event; id 0: one that Throughline told itself."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    occurred_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()


class RuleSerializer(serializers.Serializer):
    """A reason of the engine: the rule that said so, and the numbers it saw."""

    code = serializers.CharField(source="code.value")
    rule = serializers.CharField()
    name = serializers.CharField()
    numbers = ShownNumbers()


class WinnerSerializer(serializers.Serializer):
    journey = serializers.CharField()
    name = serializers.CharField()
    node = serializers.CharField()
    message = serializers.CharField()


class HeldOutSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    arm = serializers.ChoiceField(choices=["holdout", "mixed"])
    since = serializers.DateTimeField(allow_null=True)


class BecameSerializer(serializers.Serializer):
    """What became of a message that was decided."""

    status = serializers.CharField()
    reason = serializers.CharField()
    detail = Shown(shown.error)
    at = serializers.DateTimeField(allow_null=True)


class CauseSerializer(serializers.Serializer):
    """The one thing that kept the message from somebody."""

    kind = serializers.ChoiceField(choices=KINDS, help_text=KIND)
    code = serializers.CharField(help_text=CODE)
    node = serializers.CharField(help_text="Where in the journey it was so.")
    version = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True, help_text="When it was so.")
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(
        allow_null=True, help_text="Until when, if nothing else happens: then it is asked again."
    )
    give_up_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.CharField(help_text="waits, skipped, left, held_out or sent.")
    gate = serializers.CharField(help_text="The gate that said no.")
    reason = RuleSerializer(allow_null=True)
    leaves = LeafSerializer(many=True)
    event = HappenedSerializer(allow_null=True)
    awaited = serializers.CharField(help_text="The event that would have led on.")
    port = serializers.CharField(help_text="The way that was taken.")
    ports = serializers.ListField(
        child=serializers.CharField(), help_text="The ways that lead to the message."
    )
    status = serializers.CharField(help_text="The journey's, where it let nobody in.")
    winner = WinnerSerializer(allow_null=True, help_text="Who was preferred.")
    holdout = HeldOutSerializer(allow_null=True)
    delivery = BecameSerializer(allow_null=True)
    enrollment = serializers.CharField()
    decision = serializers.CharField()
    message = serializers.CharField()
    also = RuleSerializer(many=True, help_text="What else would have stopped it.")


class AnswerSerializer(serializers.Serializer):
    """What became of one message of the journey."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    cause = CauseSerializer()
    node = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()
    message = serializers.CharField()


class TriedSerializer(serializers.Serializer):
    """An entry event that let nobody in."""

    event_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    code = serializers.CharField()
    sentence = serializers.CharField()
    cause = CauseSerializer()
    asked = AskedSerializer(many=True)


class DecidedSerializer(serializers.Serializer):
    """A decision about a message of the run."""

    decision = serializers.CharField()
    message = serializers.CharField()
    at = serializers.DateTimeField()
    verdict = serializers.CharField()
    reason = serializers.CharField()
    rule_name = serializers.CharField()


class WhyNotSerializer(serializers.Serializer):
    """Why a person did not get a journey's message, as of a moment."""

    profile = serializers.UUIDField(source="who.id")
    journey = serializers.CharField(source="journey.key")
    node = serializers.CharField()
    at = serializers.DateTimeField()
    zone = serializers.CharField(source="telling.zone.key")
    code = serializers.CharField(help_text="That of the cause.")
    sentence = serializers.CharField()
    cause = CauseSerializer()
    differently = serializers.CharField(help_text="The one fact that would have to be another.")
    answers = AnswerSerializer(many=True)
    path = StepSerializer(many=True)
    decided = DecidedSerializer(many=True)
    entry_events = TriedSerializer(many=True, source="tried")
    unknown = serializers.ListField(
        child=serializers.CharField(), help_text="What can no longer be known, in sentences."
    )


class GroupSerializer(serializers.Serializer):
    """People who did not get a message for the same reason."""

    key = serializers.CharField(help_text="For the query's `group`.")
    kind = serializers.ChoiceField(choices=KINDS, help_text=KIND)
    code = serializers.CharField(help_text="As of a cause.")
    label = serializers.CharField()
    where = serializers.CharField(help_text="The node at which it was so.")
    detail = serializers.CharField(help_text="A rule's name, a port, or a delivery's reason.")
    people = serializers.IntegerField()


class GroupPersonSerializer(serializers.Serializer):
    """Somebody of the group."""

    profile = serializers.UUIDField(source="person")
    label = serializers.CharField()
    at = serializers.DateTimeField(help_text="When they entered, or their event came.")
    enrollment = serializers.CharField(source="run")
    decision = serializers.CharField()
    message = serializers.CharField()


class WhoNotSerializer(serializers.Serializer):
    """Everybody who came in the period: `came` = `got_it` + the people of all groups."""

    journey = serializers.CharField()
    node = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField()
    came = serializers.IntegerField()
    got_it = serializers.IntegerField()
    exact = serializers.BooleanField(help_text="False: the latest of more were counted.")
    groups = GroupSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="The group's next page.")
    people = GroupPersonSerializer(many=True, help_text="Of the group that was asked for.")
