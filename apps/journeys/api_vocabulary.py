"""What a condition can be about, and whom it holds for, in the management API."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer
from apps.engine import conditions
from apps.engine.problems import Problems
from apps.journeys import audience, vocabulary
from apps.rules.checks_reading import storable

LONGEST_NAME = 512
# Each is asked of some thousand people.
MOST_LEAVES = 200


class SeenPropertySerializer(serializers.Serializer):
    """A property or trait; `kind` is a guess by the values seen: text, number, boolean, date, …."""

    key = serializers.CharField()
    kind = serializers.CharField()
    examples: Any = serializers.ListField(help_text="The commonest values; addresses are masked.")
    masked = serializers.BooleanField(help_text="The examples aren't the values themselves.")


class SeenTraitSerializer(SeenPropertySerializer):
    people = serializers.IntegerField(help_text="How many have it; an estimate unless `exact`.")
    exact = serializers.BooleanField()


class SeenEventSerializer(serializers.Serializer):
    """An event by the name that journeys know it by; pages are “Viewed … Page”."""

    name = serializers.CharField()
    times = serializers.IntegerField(allow_null=True, help_text="In the last 30 days.")
    last_seen = serializers.DateTimeField(allow_null=True)
    properties = SeenPropertySerializer(many=True)


class StageWordSerializer(serializers.Serializer):
    lifecycle = serializers.CharField()
    lifecycle_name = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()


class WordSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()


class VocabularySerializer(serializers.Serializer):
    """`exact`: `times` were counted; else a part of the log was, and they are estimates."""

    events = SeenEventSerializer(many=True)
    exact = serializers.BooleanField()
    traits = SeenTraitSerializer(many=True)
    stages = StageWordSerializer(many=True)
    topics = WordSerializer(many=True)
    tags = WordSerializer(many=True)


class AskAudienceSerializer(serializers.Serializer):
    condition: Any = serializers.JSONField(help_text="As in a journey's document; {} always holds.")
    event = serializers.CharField(
        max_length=LONGEST_NAME,
        required=False,
        allow_blank=True,
        default="",
        help_text="The event whose properties are asked: then its latest occurrences are counted.",
    )
    entry = serializers.CharField(
        max_length=LONGEST_NAME,
        required=False,
        allow_blank=True,
        default="",
        help_text="The event that lets people in, where the condition asks for its properties.",
    )


class AudienceSerializer(serializers.Serializer):
    """How many there are now; unless `exact` an estimate by a sample of so many."""

    counts = serializers.ChoiceField(["people", "events", "nothing"])
    matching = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField()
    exact = serializers.BooleanField()
    sample = serializers.IntegerField()


class VocabularyApi(APIView):
    """What has been seen, for those who write conditions."""

    @extend_schema(
        tags=["journeys"],
        operation_id="vocabulary",
        summary="Events, traits, stages, topics and tags there are, with examples of their values",
        parameters=[OpenApiParameter("q", str, description="Only what has this in its name.")],
        responses=VocabularySerializer(many=False),
    )
    def get(self, request: Request) -> Response:
        found = vocabulary.vocabulary(clock.now(), request.query_params.get("q", ""))
        return Response(found)


class AudienceApi(APIView):
    """How many people, or events, a condition holds for now."""

    @extend_schema(
        tags=["journeys"],
        operation_id="audience",
        summary="How many people a condition holds for now, by the engine itself",
        request=AskAudienceSerializer,
        responses={200: AudienceSerializer, 400: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        asked = AskAudienceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        found = audience.audience(
            _parsed(given["condition"]), clock.now(), event=given["event"], entry=given["entry"]
        )
        return Response(audience.as_dict(found))


def _parsed(raw: Any) -> conditions.Condition:
    problems = Problems()
    storable(raw, problems, "condition")
    problems.raise_if_any()
    condition = conditions.parse(raw, problems, "condition")
    if len(list(conditions.leaves(condition))) > MOST_LEAVES:
        problems.add("condition", "too_many", f"at most {MOST_LEAVES} comparisons")
    problems.raise_if_any()
    return condition
