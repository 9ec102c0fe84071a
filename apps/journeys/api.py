"""Journeys in the management API: read, check, publish, pause, resume, end, move people."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common.api import ErrorSerializer, answering, found
from apps.journeys import operations
from apps.journeys.api_drafts import DraftActions
from apps.journeys.api_moves import MoveActions
from apps.journeys.api_versions import JourneyVersionSerializer
from apps.journeys.models import Journey, JourneyVersion


class JourneySerializer(serializers.ModelSerializer):
    """A journey; `version` is the number of the latest published one, null for none.

    `draft` is the revision of its draft, null for none.
    """

    version = serializers.SerializerMethodField()
    draft = serializers.IntegerField(source="draft.revision", default=None)

    class Meta:
        model = Journey
        fields = ["key", "name", "description", "status", "created_at", "version", "draft"]

    def get_version(self, journey: Journey) -> int | None:
        return max((version.number for version in journey.versions.all()), default=None)


REFUSED = {400: ErrorSerializer, 404: ErrorSerializer}


@extend_schema(tags=["journeys"])
@extend_schema_view(
    list=extend_schema(summary="All journeys"),
    retrieve=extend_schema(summary="One journey"),
)
class JourneysApi(
    DraftActions,
    MoveActions,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Journeys. What runs is the latest published version; people stay on the one they entered."""

    queryset = (
        Journey.objects.select_related("draft")
        .prefetch_related(
            Prefetch("versions", JourneyVersion.objects.defer("document").order_by("-number"))
        )
        .order_by("key")
    )
    serializer_class = JourneySerializer
    permission_classes = [DjangoModelPermissions]
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,64}"

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

    @extend_schema(
        summary="Let nobody in, and send nothing, until it is resumed",
        request=None,
        responses={200: JourneySerializer} | REFUSED,
    )
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, key: str) -> Response:
        return self._become(Journey.Status.PAUSED)

    @extend_schema(
        summary="Go on after a pause", request=None, responses={200: JourneySerializer} | REFUSED
    )
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, key: str) -> Response:
        return self._become(Journey.Status.LIVE)

    @extend_schema(
        summary="End it for good: nobody enters, and none of its messages leaves",
        request=None,
        responses={200: JourneySerializer} | REFUSED,
    )
    @action(detail=True, methods=["post"])
    def end(self, request: Request, key: str) -> Response:
        return self._become(Journey.Status.ENDED)

    def _become(self, status: str) -> Response:
        journey = self.get_object()
        with answering(code="illegal_move", field="status"):
            operations.set_status(key=journey.key, status=status)
        return Response(JourneySerializer(self.get_object()).data)
