"""Sources of events in the management API."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer
from apps.events import operations
from apps.events.models import Source


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["key", "name", "kind", "enabled", "created_at"]
        read_only_fields = ["created_at"]


class NewSourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["key", "name", "kind"]


class SourceWithKeySerializer(SourceSerializer):
    """`write_key` is told this once; only its hash is kept."""

    write_key = serializers.CharField(read_only=True)

    class Meta(SourceSerializer.Meta):
        fields = [*SourceSerializer.Meta.fields, "write_key"]


@extend_schema(tags=["sources"])
@extend_schema_view(
    list=extend_schema(summary="All sources"),
    retrieve=extend_schema(summary="One source"),
    partial_update=extend_schema(summary="Rename a source, or switch it off"),
)
class SourcesApi(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):
    """Where events come from."""

    queryset = Source.objects.order_by("key")
    serializer_class = SourceSerializer
    permission_classes = [DjangoModelPermissions]
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,64}"
    http_method_names = ["get", "post", "patch", "head", "options"]

    @extend_schema(
        summary="A new source, with its first write key",
        request=NewSourceSerializer,
        responses={201: SourceWithKeySerializer, 400: ErrorSerializer},
    )
    def create(self, request: Request) -> Response:
        given = NewSourceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        told: dict[str, Any] = {"kind": Source.Kind.LIVE, **given.validated_data}
        source, key = operations.create_source(**told, now=clock.now())
        return Response({**SourceSerializer(source).data, "write_key": key}, status=201)

    @extend_schema(
        summary="A further write key",
        request=None,
        responses={201: SourceWithKeySerializer, 404: ErrorSerializer},
    )
    @action(detail=True, methods=["post"], url_path="write-keys")
    def write_keys(self, request: Request, key: str) -> Response:
        source = self.get_object()
        told = operations.add_write_key(source=source, now=clock.now())
        return Response({**SourceSerializer(source).data, "write_key": told}, status=201)
