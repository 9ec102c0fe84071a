"""The suppression list in the management API."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, answering
from apps.people.models import Suppression
from apps.people.queries_suppressions import suppressed
from apps.rules import operations_suppressions as operations
from apps.rules.api_serializers import SuppressedAddressSerializer


@extend_schema(tags=["rules"])
@extend_schema_view(
    list=extend_schema(
        summary="Addresses that nothing is sent to, the latest first",
        parameters=[OpenApiParameter("q", str), OpenApiParameter("channel", str)],
    ),
    retrieve=extend_schema(summary="One address"),
)
class SuppressionsApi(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Who is on the list gets nothing, transactional messages included."""

    queryset = Suppression.objects.order_by("-at", "-id")
    serializer_class = SuppressedAddressSerializer
    permission_classes = [DjangoModelPermissions]

    def get_queryset(self) -> QuerySet[Suppression]:
        asked = self.request.query_params
        search = asked.get("q", "").replace("\0", "").strip()
        return suppressed(search=search, channel=asked.get("channel", ""))

    @extend_schema(
        summary="Suppress an address",
        responses={201: SuppressedAddressSerializer, 400: ErrorSerializer},
    )
    def create(self, request: Request) -> Response:
        given = SuppressedAddressSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with answering(code="not_suppressed", field="address"):
            row = operations.suppress(**given.validated_data, by=request.user, now=clock.now())
        return Response(SuppressedAddressSerializer(row).data, status=201)

    @extend_schema(summary="Take an address off the list", responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        operations.release(id=self.get_object().pk, by=request.user, now=clock.now())
        return Response(status=204)
