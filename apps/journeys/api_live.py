"""What people do in a version over a period, node by node, in the management API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, found, one_problem
from apps.graph import queries_live
from apps.journeys import live
from apps.journeys.models import Journey, JourneyVersion


class Counts(serializers.DictField):
    child = serializers.IntegerField()


class StopSerializer(serializers.Serializer):
    """Messages that this verdict and reason stopped at least once in the period."""

    verdict = serializers.CharField()
    reason = serializers.CharField()
    messages = serializers.IntegerField()


class NodeNumbersSerializer(serializers.Serializer):
    now = serializers.IntegerField(help_text="Runs that stand here at this moment.")
    passed = serializers.IntegerField(help_text="Passages in the period: the sum of the ports.")
    ports = Counts(help_text="Passages by the port through which they left.")
    left = Counts(help_text="Runs that ended while they stood here, by the code of why.")
    stopped = StopSerializer(many=True)
    sent = serializers.IntegerField(help_text="Messages sent.")
    held_out = serializers.IntegerField(help_text="Would-be sends of held-out people.")
    waiting = Counts(help_text="Of those here now, who waits, by reason; “” is not decided yet.")
    goals = serializers.IntegerField(
        help_text="Runs that reached this goal, from wherever they stood, or after they had left."
    )
    exits = serializers.IntegerField(help_text="Runs that this exit ended, wherever they stood.")


class EnteredSerializer(serializers.Serializer):
    """What became of the runs that began in the period: runs = inside + goals + all of left."""

    runs = serializers.IntegerField()
    inside = serializers.IntegerField()
    goals = serializers.IntegerField(help_text="Reached a goal, inside or after leaving.")
    goals_after_leaving = serializers.IntegerField(help_text="Of the goals.")
    left = Counts(help_text="Have left and reached no goal, by the code of why they left.")
    rate = serializers.FloatField(allow_null=True, help_text="goals / runs; null without runs.")


class TotalsSerializer(serializers.Serializer):
    """What happened in the period is the sum over the nodes; `entered` is about who entered."""

    inside = serializers.IntegerField(help_text="Runs inside at this moment.")
    left = Counts()
    goals = serializers.IntegerField()
    sent = serializers.IntegerField()
    held_out = serializers.IntegerField()
    stopped = StopSerializer(many=True)
    moved_in = serializers.IntegerField(help_text="Runs moved here from another version.")
    moved_away = serializers.IntegerField(help_text="Runs moved from here to another version.")
    entered = EnteredSerializer()


class LiveSerializer(serializers.Serializer):
    """A run counts for the version that it is on, or was on when it ended.

    A node where nothing happened is missing. `since` and `until` are null where the period has no
    beginning, and where it lasts until now.
    """

    journey = serializers.CharField()
    version = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    period = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    zone = serializers.CharField(help_text="Whose days a period counts in.")
    nodes = serializers.DictField(child=NodeNumbersSerializer())
    totals = TotalsSerializer()


ASKED = [
    OpenApiParameter("version", OpenApiTypes.INT, description="The latest one without it."),
    OpenApiParameter("period", enum=[*live.LABELS], description="30 days without it, or:"),
    OpenApiParameter("since", description="A day, or a moment in ISO 8601."),
    OpenApiParameter("until", description="A day, all of it, or a moment, which is outside."),
]


class LiveActions:
    """The action of the journeys' API that is about what people do."""

    get_object: Any

    @extend_schema(
        summary="What people do in a version over a period, node by node",
        parameters=ASKED,
        responses={200: LiveSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def live(self, request: Request, key: str) -> Response:
        version = found(_version(self.get_object(), request), "such version")
        now = clock.now()
        try:
            period = live.period(
                request.query_params.dict(), now=now, zone=timezone.get_current_timezone()
            )
        except live.BadPeriod as error:
            raise one_problem(error.field, "invalid_period", str(error)) from error
        numbers = queries_live.version_numbers(str(version.id), period.span)
        told = {
            "journey": key,
            "version": version.number,
            "as_of": now,
            "period": period.key,
            "since": period.since,
            "until": period.until,
            "zone": timezone.get_current_timezone_name(),
            **live.as_json(numbers),
        }
        return Response(LiveSerializer(told).data)


def _version(journey: Journey, request: Request) -> JourneyVersion | None:
    asked = request.query_params.get("version", "")
    versions = journey.versions.defer("document").order_by("-number")
    if not asked:
        return versions.first()
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else -1
    return versions.filter(number=number).first()
