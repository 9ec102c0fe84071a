"""Exports, erasures and their audit in the management API."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, answering, found, one_problem
from apps.people import queries as people
from apps.privacy import operations, queries, tasks
from apps.privacy import serializers as shapes
from apps.privacy.access import HandlesRequests
from apps.privacy.exporting import parts
from apps.privacy.forms import WORD
from apps.privacy.models import Export

SEARCH = OpenApiParameter("search", str, description="A profile’s id.")


class ExportApi(APIView):
    """Everything held about a person."""

    permission_classes = [HandlesRequests]

    @extend_schema(
        tags=["privacy"],
        summary="The latest exports of a person",
        responses={200: shapes.ExportSerializer(many=True), 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        home = found(people.survivor(profile_id), "person")
        rows = queries.exports().filter(profile_id=home)[:20]
        return Response(shapes.ExportSerializer(rows, many=True).data)

    @extend_schema(
        tags=["privacy"],
        summary="Ask for an export",
        request=None,
        responses={202: shapes.ExportSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def post(self, request: Request, profile_id: UUID) -> Response:
        home = found(people.survivor(profile_id), "person")
        with answering(code="not_exported"):
            row = operations.ask_for_export(profile_id=home, by=request.user, now=clock.now())
        transaction.on_commit(tasks.wake)
        return Response(shapes.ExportSerializer(row).data, status=202)


class DownloadApi(APIView):
    permission_classes = [HandlesRequests]

    @extend_schema(
        tags=["privacy"],
        summary="Download an export; it is written down who did",
        request=None,
        responses={200: OpenApiTypes.OBJECT, 404: ErrorSerializer},
    )
    def post(self, request: Request, export_id: UUID) -> Any:
        ready = Export.objects.filter(id=export_id, ready_until__isnull=False).first()
        export = found(ready, "export that can be downloaded")
        operations.downloaded(export=export, by=request.user, now=clock.now())
        return StreamingHttpResponse(parts.read(export), content_type="application/json")


class EraseApi(APIView):
    """Erasing a person."""

    permission_classes = [HandlesRequests]

    @extend_schema(
        tags=["privacy"],
        summary="The erasures of a person, and how far they are",
        responses={200: shapes.ErasureSerializer(many=True), 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        home = found(people.survivor(profile_id), "person")
        rows = queries.erasures().filter(profile_id=home)[:20]
        return Response(shapes.ErasureSerializer(rows, many=True).data)

    @extend_schema(
        tags=["privacy"],
        summary="Erase a person; it can’t be undone",
        request=shapes.EraseSerializer,
        responses={202: shapes.ErasureSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def post(self, request: Request, profile_id: UUID) -> Response:
        home = found(people.survivor(profile_id), "person")
        given = shapes.EraseSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        label = people.named([home])[0].label
        if given.validated_data["confirm"].strip().lower() not in (WORD, label.lower()):
            raise one_problem("confirm", "not_confirmed", f"Send “{WORD}” to confirm.")
        refuse = given.validated_data["refuse"]
        with answering(code="not_erased"):
            row = operations.ask_for_erasure(
                profile_id=home, refuse=refuse, by=request.user, now=clock.now()
            )
        transaction.on_commit(tasks.wake)
        return Response(shapes.ErasureSerializer(row).data, status=202)


@extend_schema(tags=["privacy"], summary="Erasures, the latest first", parameters=[SEARCH])
class ErasuresApi(generics.ListAPIView):
    permission_classes = [HandlesRequests]
    serializer_class = shapes.ErasureSerializer

    def get_queryset(self) -> Any:
        return queries.erasures(self.request.query_params.get("search", ""))


@extend_schema(tags=["privacy"], summary="Exports, the latest first", parameters=[SEARCH])
class ExportsApi(generics.ListAPIView):
    permission_classes = [HandlesRequests]
    serializer_class = shapes.ExportSerializer

    def get_queryset(self) -> Any:
        return queries.exports(self.request.query_params.get("search", ""))


@extend_schema(tags=["privacy"], summary="Who asked for what", parameters=[SEARCH])
class AuditApi(generics.ListAPIView):
    permission_classes = [HandlesRequests]
    serializer_class = shapes.AuditSerializer

    def get_queryset(self) -> Any:
        return queries.audit(self.request.query_params.get("search", ""))
