"""Holdouts in the management API."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, answering, one_problem
from apps.experiments import operations, queries
from apps.experiments.models import Holdout


class HoldoutSerializer(serializers.ModelSerializer):
    """A holdout; started it can only be stopped. `sentence` says what it does."""

    created_by = serializers.StringRelatedField()
    values = serializers.ListField(child=serializers.CharField(), read_only=True)
    sentence = serializers.SerializerMethodField()

    class Meta:
        model = Holdout
        fields = [
            *("key", "name", "share", "scope", "values", "sentence"),
            *("created_at", "created_by", "started_at", "ended_at"),
        ]

    def get_sentence(self, holdout: Holdout) -> str:
        return queries.says(holdout, queries.names())


class NewHoldoutSerializer(serializers.Serializer):
    key = serializers.SlugField(max_length=64, required=False, default="")
    name = serializers.CharField(max_length=255)
    share = serializers.FloatField(min_value=0.001, max_value=0.9)
    scope = serializers.ChoiceField(choices=Holdout.Scope.choices, default="everything")
    values = serializers.ListField(child=serializers.CharField(max_length=64), default=list)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["scope"] != Holdout.Scope.EVERYTHING and not given["values"]:
            remedy = "Name the tiers or journeys that it covers."
            raise serializers.ValidationError({"values": remedy}, code="missing")
        return given


REFUSED = {400: ErrorSerializer, 404: ErrorSerializer}


@extend_schema(tags=["holdouts"])
@extend_schema_view(
    list=extend_schema(summary="All holdouts"),
    retrieve=extend_schema(summary="One holdout"),
)
class HoldoutsApi(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Holdouts: shares of people who get nothing from a scope, so that impact can be measured."""

    queryset = Holdout.objects.select_related("created_by").order_by("-created_at", "key")
    serializer_class = HoldoutSerializer
    permission_classes = [DjangoModelPermissions]
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,64}"

    @extend_schema(
        summary="A new holdout; nobody is silent before it is started",
        request=NewHoldoutSerializer,
        responses={201: HoldoutSerializer, 400: ErrorSerializer},
    )
    def create(self, request: Request) -> Response:
        given = NewHoldoutSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        key = given.validated_data["key"]
        if key and Holdout.objects.filter(key=key).exists():
            raise one_problem("key", "not_unique", f"There is a holdout “{key}”; choose another.")
        with answering(code="invalid_holdout"):
            made = operations.create(**given.validated_data, by=request.user, now=clock.now())
        return Response(HoldoutSerializer(made).data, status=201)

    @extend_schema(
        summary="Start it: it holds from the next decision on",
        request=None,
        responses={200: HoldoutSerializer} | REFUSED,
    )
    @action(detail=True, methods=["post"])
    def start(self, request: Request, key: str) -> Response:
        with answering(code="illegal_move", field="started_at"):
            started = operations.start(key=self.get_object().key, now=clock.now())
        return Response(HoldoutSerializer(started).data)

    @extend_schema(
        summary="Stop it for good", request=None, responses={200: HoldoutSerializer} | REFUSED
    )
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, key: str) -> Response:
        with answering(code="illegal_move", field="ended_at"):
            stopped = operations.stop(key=self.get_object().key, now=clock.now())
        return Response(HoldoutSerializer(stopped).data)
