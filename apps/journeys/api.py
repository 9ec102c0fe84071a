"""Journeys in the management API: read, check, publish, pause, resume."""

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, ProblemSerializer, answering, as_dict, found
from apps.engine import compile
from apps.engine.problems import Invalid
from apps.journeys import operations
from apps.journeys.models import Journey, JourneyVersion


class JourneyVersionSerializer(serializers.ModelSerializer):
    """A published version; it never changes."""

    published_by = serializers.StringRelatedField()

    class Meta:
        model = JourneyVersion
        fields = ["id", "number", "published_at", "published_by", "note", "document"]


class JourneySerializer(serializers.ModelSerializer):
    """A journey; `version` is the number of the latest published one, null for none."""

    version = serializers.SerializerMethodField()

    class Meta:
        model = Journey
        fields = ["key", "name", "description", "status", "created_at", "version"]

    def get_version(self, journey: Journey) -> int | None:
        return max((version.number for version in journey.versions.all()), default=None)


class PublishJourneySerializer(serializers.Serializer):
    name = serializers.CharField(max_length=255, required=False)
    description = serializers.CharField(required=False, default="", allow_blank=True)
    document = serializers.DictField(help_text="tier, priority, nodes and edges.")
    note = serializers.CharField(max_length=255, required=False, default="", allow_blank=True)


class JourneyCheckSerializer(serializers.Serializer):
    ok = serializers.BooleanField()
    problems = ProblemSerializer(many=True)


REFUSED = {400: ErrorSerializer, 404: ErrorSerializer}


@extend_schema(tags=["journeys"])
@extend_schema_view(
    list=extend_schema(summary="All journeys"),
    retrieve=extend_schema(summary="One journey"),
)
class JourneysApi(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Journeys. What runs is the latest published version; people stay on the one they entered."""

    queryset = Journey.objects.prefetch_related(
        Prefetch("versions", JourneyVersion.objects.defer("document").order_by("-number"))
    ).order_by("key")
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
        summary="Check a document without publishing it",
        request=PublishJourneySerializer,
        responses=JourneyCheckSerializer,
    )
    @action(detail=True, methods=["post"])
    def check(self, request: Request, key: str) -> Response:
        given = _given(request)
        problems = check_document(given["document"], key)
        return Response({"ok": not problems, "problems": problems})

    @extend_schema(
        summary="Publish a document as the next version, and let people in to it",
        request=PublishJourneySerializer,
        responses={201: JourneyVersionSerializer, 400: ErrorSerializer},
    )
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, key: str) -> Response:
        given = _given(request)
        known = Journey.objects.filter(key=key).first()
        name = given.pop("name", None) or (known.name if known else key)
        with answering(code="invalid_journey", field="document"):
            version = operations.publish(
                key=key, name=name, **given, by=request.user, now=clock.now()
            )
        return Response(JourneyVersionSerializer(version).data, status=201)

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

    def _become(self, status: str) -> Response:
        journey = self.get_object()
        with answering(code="illegal_move", field="status"):
            operations.set_status(key=journey.key, status=status)
        return Response(JourneySerializer(self.get_object()).data)


def _given(request: Request) -> dict[str, Any]:
    given = PublishJourneySerializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def check_document(document: dict[str, Any], key: str) -> list[dict[str, str]]:
    """Everything that is wrong with a journey's document, with field, code and remedy."""
    try:
        compile.journey(document, key=key, name=key, version="")
    except Invalid as error:
        return [as_dict(problem) for problem in error.problems]
    return []
