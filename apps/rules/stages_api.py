"""Lifecycles in the management API: people in stages, moves, times, and who they are."""

from typing import Any

from django.core.paginator import Paginator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.api import ErrorSerializer, found, one_problem
from apps.engine.book import Lifecycle
from apps.rules import stages, stages_people
from apps.rules.stages import Period
from apps.rules.stages_pages import PER_PAGE, asked_of, period_of
from apps.rules.stages_people import WHICH

MOST = 500
DAYS = OpenApiParameter("days", int, description="How many days until now; 30 without it.")


class StageNowSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    now = serializers.IntegerField(help_text="People who are in it now.")


class LifecycleNowSerializer(serializers.Serializer):
    """A lifecycle of the rules that hold."""

    key = serializers.CharField()
    name = serializers.CharField()
    says = serializers.CharField()
    stages = StageNowSerializer(many=True)


class StageQuartilesSerializer(serializers.Serializer):
    """Seconds; null where there was nothing to measure."""

    lower = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    upper = serializers.FloatField(allow_null=True)


class StageNumbersSerializer(serializers.Serializer):
    """A stage with its numbers; `still` and `done` are of those who `entered` in the period."""

    key = serializers.CharField()
    name = serializers.CharField()
    says = serializers.CharField()
    now = serializers.IntegerField(source="numbers.now")
    entered = serializers.IntegerField(source="numbers.entered")
    left = serializers.IntegerField(source="numbers.left")
    still = serializers.IntegerField(source="numbers.still")
    done = serializers.IntegerField(source="numbers.done")
    done_share = serializers.FloatField(
        allow_null=True, help_text="Of those who entered; null where nobody did or nothing is done."
    )
    time_in_stage = StageQuartilesSerializer(
        source="numbers.stayed", help_text="Of those who left in the period."
    )
    time_to_done = StageQuartilesSerializer(source="numbers.to_done")


class StageMoveSerializer(serializers.Serializer):
    """How often people went from one stage to another; a `start` of “” is: from none."""

    start = serializers.CharField(allow_blank=True)
    end = serializers.CharField()
    times = serializers.IntegerField()


class LifecycleFlowSerializer(serializers.Serializer):
    """A lifecycle in a period."""

    key = serializers.CharField()
    name = serializers.CharField()
    says = serializers.CharField()
    since = serializers.DateTimeField(source="period.since")
    until = serializers.DateTimeField(source="period.until")
    stages: Any = StageNumbersSerializer(many=True)
    moves: Any = StageMoveSerializer(many=True)


class StageStaySerializer(serializers.Serializer):
    """One stay of one person in a stage; moments are seconds since the epoch."""

    profile = serializers.UUIDField()
    label = serializers.CharField()
    since = serializers.FloatField()
    until = serializers.FloatField(allow_null=True, help_text="Null: still in.")
    done_at = serializers.FloatField(allow_null=True)
    previous = serializers.CharField(help_text="The stage that the person came from, or “”.")
    because = serializers.CharField(help_text="condition, node or merge.")
    so = serializers.ListField(child=serializers.CharField(), help_text="What was so.")
    not_so = serializers.ListField(child=serializers.CharField(), help_text="What wasn’t.")
    event = serializers.IntegerField(help_text="What brought it, by its id; 0: time did.")
    event_name = serializers.CharField()
    journey = serializers.CharField(help_text="The journey whose node moved the person.")
    node = serializers.CharField()


class StageStaysSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = StageStaySerializer(many=True)


class LifecyclesApi(APIView):
    """The lifecycles of the rules that hold."""

    @extend_schema(
        tags=["lifecycles"],
        operation_id="lifecycles_list",
        summary="Lifecycles with the people in their stages",
        responses=LifecycleNowSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        rows = [
            {
                "key": one.key,
                "name": one.name,
                "says": one.says,
                "stages": [{"key": k, "name": name, "now": now} for k, name, now in one.now],
            }
            for one in stages.overviews(stages.lifecycles()[:MOST])
        ]
        return Response(LifecycleNowSerializer(rows, many=True).data)


class LifecycleApi(APIView):
    """One lifecycle in a period."""

    @extend_schema(
        tags=["lifecycles"],
        operation_id="lifecycles_retrieve",
        summary="Who is in which stage, how people move, how long they stay",
        parameters=[DAYS],
        responses={200: LifecycleFlowSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, key: str) -> Response:
        view = stages.view(lifecycle(key), period(request))
        return Response(LifecycleFlowSerializer(view).data)


class StagePeopleApi(APIView):
    """The people behind a number of a lifecycle."""

    @extend_schema(
        tags=["lifecycles"],
        operation_id="lifecycles_people",
        summary="The people of a stage, and what brought them there",
        parameters=[
            OpenApiParameter("stage", str, required=True),
            OpenApiParameter("which", str, enum=list(WHICH), description="“now” without it."),
            OpenApiParameter("from", str, description="Only who came from this stage; “”: none."),
            OpenApiParameter("q", str, description="An identifier, or how it begins."),
            OpenApiParameter("page", int),
            DAYS,
        ],
        responses={200: StageStaysSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, key: str) -> Response:
        known = lifecycle(key)
        asked = asked_of(request._request)
        if asked is None:
            raise one_problem("stage", "required", f"Name a stage, and one of {', '.join(WHICH)}.")
        listing = stages_people.listing(key, asked, period(request))
        pages: Paginator[Any] = Paginator(listing, PER_PAGE)  # type: ignore[arg-type]
        page = pages.get_page(request.query_params.get("page"))
        payload = {
            "count": pages.count,
            "pages": pages.num_pages,
            "results": stages_people.views(list(page), known),
        }
        return Response(StageStaysSerializer(payload).data)


def lifecycle(key: str) -> Lifecycle:
    return found(stages.lifecycle(key), "such lifecycle in the rules that hold")


def period(request: Request) -> Period:
    return period_of(request._request)
