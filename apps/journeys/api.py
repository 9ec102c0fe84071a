"""Journeys in the management API: read, check, publish, pause, resume, end, move people."""

from django.db.models import OuterRef, QuerySet, Subquery
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common.api import ErrorSerializer, found
from apps.common.api_permissions import StaffOrPermitted
from apps.journeys.api_authoring import AuthoringActions
from apps.journeys.api_drafts import DraftActions
from apps.journeys.api_live import LiveActions
from apps.journeys.api_moves import MoveActions
from apps.journeys.api_status import JourneySerializer, StatusActions
from apps.journeys.api_versions import JourneyVersionSerializer
from apps.journeys.models import Journey, JourneyVersion

LATEST = JourneyVersion.objects.filter(journey=OuterRef("pk")).order_by("-number")


@extend_schema(tags=["journeys"])
@extend_schema_view(
    list=extend_schema(
        summary="All journeys that are not archived",
        parameters=[
            OpenApiParameter("archived", bool, description="true: those in the archive instead.")
        ],
    ),
    retrieve=extend_schema(summary="One journey"),
)
class JourneysApi(
    AuthoringActions,
    DraftActions,
    LiveActions,
    MoveActions,
    StatusActions,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Journeys. What runs is the latest published version; people stay on the one they entered."""

    queryset = (
        Journey.objects.select_related("draft", "owner")
        # Of however many versions and however large a draft, a number is all that is told.
        .defer("draft__document")
        .annotate(latest=Subquery(LATEST.values("number")[:1]))
        .order_by("key")
    )
    serializer_class = JourneySerializer
    permission_classes = [StaffOrPermitted]
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,64}"

    def get_queryset(self) -> QuerySet[Journey]:
        found: QuerySet[Journey] = super().get_queryset()
        if self.action != "list":
            return found
        archived = self.request.query_params.get("archived", "").lower() in ("true", "1")
        return found.filter(archived_at__isnull=not archived)

    @extend_schema(
        summary="Its versions, the newest first", responses=JourneyVersionSerializer(many=True)
    )
    @action(detail=True, pagination_class=None)
    def versions(self, request: Request, key: str) -> Response:
        rows = self.get_object().versions.select_related("published_by").order_by("-number")
        return Response(JourneyVersionSerializer(rows[:200], many=True).data)

    @extend_schema(
        summary="One version",
        responses={200: JourneyVersionSerializer, 404: ErrorSerializer},
    )
    @action(detail=True, url_path=r"versions/(?P<number>\d{1,9})")
    def version(self, request: Request, key: str, number: str) -> Response:
        row = self.get_object().versions.filter(number=int(number)).first()
        return Response(JourneyVersionSerializer(found(row, "such version")).data)
