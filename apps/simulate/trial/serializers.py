"""The shapes of a trial in the management API."""

from rest_framework import serializers

from apps.people.fields import ShownJson, ShownLeaf
from apps.simulate import given
from apps.simulate.trial.asked import MOST_EVENTS
from apps.simulate.trial.step import KINDS


class TrialMadeUpSerializer(serializers.Serializer):
    """Somebody who isn't there."""

    traits = serializers.DictField(required=False, default=dict)
    consents = serializers.DictField(
        child=serializers.BooleanField(),
        required=False,
        default=dict,
        help_text="By channel or channel/topic: subscribed or unsubscribed.",
    )
    stages = serializers.DictField(
        child=serializers.CharField(allow_blank=True), required=False, default=dict
    )
    timezone = serializers.CharField(required=False, allow_blank=True, default="", max_length=64)
    luck = serializers.IntegerField(
        required=False,
        default=0,
        min_value=0,
        max_value=10**9,
        help_text="What random splits and holdouts draw from.",
    )


class TrialPersonAskedSerializer(serializers.Serializer):
    """One of the three."""

    id = serializers.UUIDField(required=False)
    identifier = serializers.CharField(
        required=False, max_length=512, help_text="type:value, such as user_id:42."
    )
    made_up = TrialMadeUpSerializer(required=False)


class TrialEventAskedSerializer(serializers.Serializer):
    """An event to come: `at` a moment, or so long `after` the beginning of the trial."""

    name = serializers.CharField(allow_blank=True, required=False, default="", max_length=255)
    at = serializers.DateTimeField(required=False)
    after = serializers.DictField(required=False, help_text='Such as {"days": 2}.')
    properties = serializers.DictField(required=False, default=dict)
    traits = serializers.DictField(required=False, default=dict)


class TrialAskedSerializer(serializers.Serializer):
    document = serializers.DictField(required=False, help_text="Left out: the draft.")
    person = TrialPersonAskedSerializer()
    at = serializers.DateTimeField(required=False, help_text="Left out: now.")
    events = serializers.ListField(
        child=TrialEventAskedSerializer(), required=False, default=list, max_length=MOST_EVENTS
    )
    until = serializers.DateTimeField(required=False, help_text="Left out: 400 days later.")
    rules = serializers.ChoiceField(choices=[given.LIVE, given.DRAFT], default=given.LIVE)
    ignore_entry = serializers.BooleanField(
        required=False,
        default=False,
        help_text="In, whatever the audience, earlier runs and exclusion groups say.",
    )
    as_treated = serializers.BooleanField(
        required=False, default=False, help_text="As if no holdout covered the journey."
    )


class TrialLeafSerializer(ShownLeaf):
    subject = serializers.CharField()
    op = serializers.CharField()
    expected = serializers.JSONField()
    actual = serializers.JSONField()
    ok = serializers.BooleanField()
    words = serializers.CharField()


class TrialReasonSerializer(serializers.Serializer):
    code = serializers.CharField()
    rule = serializers.CharField()
    name = serializers.CharField()
    words = serializers.CharField()
    numbers = ShownJson()


class TrialGateSerializer(serializers.Serializer):
    gate = serializers.CharField()
    name = serializers.CharField()
    ok = serializers.BooleanField()
    decided = serializers.BooleanField(help_text="The no that gave the reason.")
    words = serializers.CharField()
    reason = TrialReasonSerializer()
    retry_at = serializers.DateTimeField(allow_null=True)


class TrialCandidateSerializer(serializers.Serializer):
    journey = serializers.CharField()
    journey_name = serializers.CharField()
    node = serializers.CharField()
    name = serializers.CharField()
    own = serializers.BooleanField(help_text="A message of the draft.")
    verdict = serializers.CharField()
    words = serializers.CharField()


class TrialStepSerializer(serializers.Serializer):
    """One thing that happens."""

    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=list(KINDS))
    label = serializers.CharField(help_text="The kind in a word or two.")
    says = serializers.CharField()
    node = serializers.CharField(help_text="Empty: at none.")
    port = serializers.CharField(help_text="By which it was left; empty: it stands there.")
    run = serializers.IntegerField(help_text="Which of the draft's runs; 0: none.")
    quiet = serializers.BooleanField(help_text="Not of the run itself, but it may matter.")
    reason = TrialReasonSerializer(allow_null=True)
    leaves = TrialLeafSerializer(many=True)
    gates = TrialGateSerializer(many=True)
    also_stopped_by = serializers.ListField(child=serializers.CharField())
    candidates = TrialCandidateSerializer(many=True)
    until = serializers.DateTimeField(allow_null=True)
    waits_for = serializers.CharField()
    details = ShownJson()


class TrialWaySerializer(serializers.Serializer):
    node = serializers.CharField()
    port = serializers.CharField()


class TrialStandsSerializer(serializers.Serializer):
    node = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)
    says = serializers.CharField()


class TrialPersonSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Empty: made up.")
    label = serializers.CharField()


class TrialRulesSerializer(serializers.Serializer):
    which = serializers.CharField()
    number = serializers.IntegerField()


class TrialEntrySerializer(serializers.Serializer):
    name = serializers.CharField()
    at = serializers.DateTimeField()
    properties = ShownJson()
    made = serializers.BooleanField(help_text="It was not among the events: made as asked for.")


class TrialHoldoutSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()


class TrialSerializer(serializers.Serializer):
    """What became of the person. Nothing was sent, and nothing stored."""

    person = TrialPersonSerializer()
    zone = serializers.CharField(help_text="The zone of the moments in sentences.")
    at = serializers.DateTimeField()
    until = serializers.DateTimeField()
    rules = TrialRulesSerializer()
    entry = TrialEntrySerializer()
    steps = TrialStepSerializer(many=True)
    path = TrialWaySerializer(many=True)
    entered = serializers.IntegerField(help_text="How many runs began.")
    ended = serializers.BooleanField()
    stands = TrialStandsSerializer(many=True)
    cut = serializers.CharField(help_text="until, steps, calls, failed; empty: to the end.")
    held_out = TrialHoldoutSerializer(allow_null=True)
    lifted = TrialHoldoutSerializer(many=True)
