"""Conflicts before launch in the management API: ask for an analysis, watch it, read findings."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, found
from apps.simulate import given, operations, queries, tasks
from apps.simulate.conflicts import page as pages
from apps.simulate.conflicts.finding import SEVERITIES
from apps.simulate.conflicts.kinds import KINDS
from apps.simulate.conflicts.page import Asked
from apps.simulate.conflicts.targets import look, mend
from apps.simulate.models import Analysis

PER_PAGE = 50
MOST = 100


class AnalysisSerializer(serializers.ModelSerializer):
    """One analysis; `share` is how much of it is done, 0 to 1, null while nobody has counted."""

    requested_by = serializers.StringRelatedField()
    share = serializers.FloatField(read_only=True, allow_null=True)

    class Meta:
        model = Analysis
        fields = [
            *("id", "state", "requested_at", "requested_by", "started_at", "finished_at"),
            *("since", "until", "done_events", "total_events", "share", "error"),
        ]


class LatestSerializer(serializers.Serializer):
    """The latest finished analysis (null: none yet), and whether it still says what is so."""

    analysis = AnalysisSerializer(allow_null=True)
    running = AnalysisSerializer(allow_null=True)
    rules = serializers.CharField(help_text="The rules it was of, in words.")
    journeys = serializers.ListField(child=serializers.CharField())
    drafts = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(
        child=serializers.CharField(), help_text="What has changed since; empty: nothing."
    )
    people = serializers.IntegerField()
    errors = serializers.IntegerField()
    warnings = serializers.IntegerField()
    notes = serializers.IntegerField()


class RunSerializer(serializers.Serializer):
    rules = serializers.ChoiceField(
        choices=[given.LIVE, given.DRAFT],
        default=given.LIVE,
        help_text="Under the rules that hold, or under their draft.",
    )


class CancelledSerializer(serializers.Serializer):
    cancelled = serializers.BooleanField(help_text="False: nothing was waiting or running.")


class PlaceSerializer(serializers.Serializer):
    """Empty texts: it is not about one."""

    journey = serializers.CharField()
    node = serializers.CharField()
    section = serializers.CharField(help_text="Of the rules, such as caps.")
    rule = serializers.CharField()
    template = serializers.CharField()
    url = serializers.CharField(help_text="The page, on this installation.")


class RemedySerializer(serializers.Serializer):
    label = serializers.CharField()
    place = PlaceSerializer()


class ConflictFindingSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="The same in every analysis that finds it.")
    kind = serializers.ChoiceField(choices=list(KINDS))
    severity = serializers.ChoiceField(choices=list(SEVERITIES))
    title = serializers.CharField()
    why = serializers.ListField(child=serializers.CharField())
    journeys = serializers.ListField(child=serializers.CharField())
    where = PlaceSerializer()
    people = serializers.IntegerField(allow_null=True, help_text="Null: nobody has counted.")
    count = serializers.IntegerField(allow_null=True)
    remedies = RemedySerializer(many=True)
    examples = serializers.ListField(child=serializers.CharField(), help_text="Ids of people.")


class FindingsSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = ConflictFindingSerializer(many=True)


FILTERS = [
    OpenApiParameter("kind", str, enum=list(KINDS)),
    OpenApiParameter("severity", str, enum=list(SEVERITIES)),
    OpenApiParameter("journey", str, description="A journey's key."),
    OpenApiParameter("search", str),
    OpenApiParameter("page", int, description=f"Of {PER_PAGE} each."),
]


@extend_schema(tags=["conflicts"])
@extend_schema_view(list=extend_schema(summary="The latest analysis, and what it was of"))
class ConflictsBeforeApi(viewsets.GenericViewSet):
    """Conflicts before launch: analyses over the last 30 days of events."""

    queryset = Analysis.objects.none()
    serializer_class = AnalysisSerializer
    permission_classes = [DjangoModelPermissions]
    pagination_class = None

    @extend_schema(operation_id="conflicts_latest", responses=LatestSerializer(many=False))
    def list(self, request: Request) -> Response:
        analysis = queries.latest_done()
        return Response(LatestSerializer(_latest(analysis)).data)

    @extend_schema(
        summary="The analyses, the newest first", responses=AnalysisSerializer(many=True)
    )
    @action(detail=False, pagination_class=None)
    def analyses(self, request: Request) -> Response:
        return Response(AnalysisSerializer(queries.analyses()[:MOST], many=True).data)

    @extend_schema(
        summary="Ask for an analysis; one of the same that waits or runs is the answer",
        request=RunSerializer,
        responses={202: AnalysisSerializer, 400: ErrorSerializer},
    )
    @action(detail=False, methods=["post"])
    def run(self, request: Request) -> Response:
        asked = RunSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        analysis = operations.request(
            by=request.user, now=clock.now(), rules=asked.validated_data["rules"]
        )
        transaction.on_commit(tasks.wake)
        return Response(AnalysisSerializer(analysis).data, status=202)

    @extend_schema(
        summary="One analysis: how far it is",
        responses={200: AnalysisSerializer, 404: ErrorSerializer},
    )
    @action(detail=False, url_path=r"analyses/(?P<id>[0-9a-f-]{36})")
    def status(self, request: Request, id: str) -> Response:
        return Response(AnalysisSerializer(_analysis(id)).data)

    @extend_schema(
        summary="End an analysis that waits or runs",
        request=None,
        responses={200: CancelledSerializer, 404: ErrorSerializer},
    )
    @action(detail=False, methods=["post"], url_path=r"analyses/(?P<id>[0-9a-f-]{36})/cancel")
    def cancel(self, request: Request, id: str) -> Response:
        ended = operations.cancel(id=_analysis(id).id, now=clock.now())
        return Response(CancelledSerializer({"cancelled": ended}).data)

    @extend_schema(
        summary="What the latest analysis found, the worst first",
        parameters=FILTERS,
        responses={200: FindingsSerializer, 404: ErrorSerializer},
    )
    @action(detail=False)
    def findings(self, request: Request) -> Response:
        analysis = found(queries.latest_done(), "finished analysis")
        asked = {
            name: request.query_params.get(name, "")[:200]
            for name in ("kind", "severity", "journey", "search")
        }
        several = pages.narrowed(pages.found(analysis), Asked(**asked))
        paginator = Paginator(several, PER_PAGE)
        drafts = {one["key"] for one in analysis.input["drafts"]}
        page = paginator.get_page(request.query_params.get("page"))
        told = {
            "count": paginator.count,
            "pages": paginator.num_pages,
            "results": [_told(one, drafts) for one in page],
        }
        return Response(FindingsSerializer(told).data)


def _analysis(id: str) -> Analysis:
    try:
        return found(queries.get(UUID(id)), "analysis")
    except ValueError:
        raise NotFound("There is no analysis of this id.") from None


def _latest(analysis: Analysis | None) -> dict[str, Any]:
    several = pages.found(analysis) if analysis else []
    covered = pages.covered(analysis) if analysis else None
    history = queries.history(analysis) if analysis else None
    by_severity = {code: n for code, _, n in pages.counts(several)}
    return {
        "analysis": analysis,
        "running": queries.unfinished(),
        "rules": covered.rules if covered else "",
        "journeys": covered.live if covered else [],
        "drafts": covered.drafts if covered else [],
        "changed": covered.stale if covered else [],
        "people": history.people if history else 0,
        **{f"{code}s": n for code, n in by_severity.items()},
    }


def _told(finding: Any, drafts: set[str]) -> dict[str, Any]:
    place = {name: getattr(finding.where, name) for name in PLACE} | {
        "url": look(finding.where, drafts)
    }
    return {name: getattr(finding, name) for name in FIELDS} | {
        "where": place,
        "remedies": [
            {
                "label": one.label,
                "place": {name: getattr(one.place, name) for name in PLACE}
                | {"url": mend(one.place)},
            }
            for one in finding.remedies
        ],
    }


PLACE = ("journey", "node", "section", "rule", "template")
FIELDS = ("key", "kind", "severity", "title", "why", "journeys", "people", "count", "examples")
