"""Retention in the management API."""

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, found, one_problem
from apps.privacy import operations, queries, tasks
from apps.privacy import serializers as shapes
from apps.privacy.access import HandlesRequests
from apps.privacy.forms import KeepForm
from apps.privacy.keeping.kinds import KINDS, Kind
from apps.privacy.models import RetentionRun


def _kind(what: str) -> Kind:
    return found(KINDS.get(what), "kind of thing")


class RetentionApi(APIView):
    """What is kept how long."""

    permission_classes = [HandlesRequests]

    @extend_schema(
        tags=["privacy"],
        operation_id="privacy_retention_list",
        summary="How long each kind of thing is kept",
        responses={200: shapes.KeptSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        return Response(shapes.KeptSerializer(queries.everything_kept(), many=True).data)


class RetentionRuleApi(APIView):
    permission_classes = [HandlesRequests]

    @extend_schema(
        tags=["privacy"],
        summary="How long one kind of thing is kept",
        responses={200: shapes.KeptSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, what: str) -> Response:
        return Response(shapes.KeptSerializer(queries.kept(_kind(what).what)).data)

    @extend_schema(
        tags=["privacy"],
        summary="Set for how many days one kind of thing is kept",
        request=shapes.KeepSerializer,
        responses={200: shapes.KeptSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def put(self, request: Request, what: str) -> Response:
        kind = _kind(what)
        given = shapes.KeepSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        form = KeepForm(given.validated_data, kind=kind)
        if not form.is_valid():
            raise one_problem("keep_days", "out_of_bounds", str(form.errors["keep_days"][0]))
        operations.set_rule(what=what, by=request.user, now=clock.now(), **given.validated_data)
        return Response(shapes.KeptSerializer(queries.kept(what)).data)


class RetentionPreviewApi(APIView):
    permission_classes = [HandlesRequests]

    @extend_schema(
        tags=["privacy"],
        summary="What a rule would delete now",
        parameters=[OpenApiParameter("keep_days", int, required=True)],
        responses={200: shapes.PreviewSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, what: str) -> Response:
        kind = _kind(what)
        form = KeepForm(request.query_params, kind=kind)
        if not form.is_valid():
            raise one_problem("keep_days", "out_of_bounds", str(form.errors["keep_days"][0]))
        told = queries.preview(what, form.cleaned_data["keep_days"], clock.now())
        return Response(shapes.PreviewSerializer(told).data)


class RetentionNowApi(APIView):
    permission_classes = [HandlesRequests]

    @extend_schema(
        tags=["privacy"],
        summary="Delete what is too old now, and not first at night",
        request=None,
        responses={202: shapes.KeptSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def post(self, request: Request, what: str) -> Response:
        kept = queries.kept(_kind(what).what)
        if not kept.holds:
            raise one_problem("what", "no_rule", "It is kept for good; set a rule first.")
        operations.begin_retention(now=clock.now(), by=request.user, what=what)
        transaction.on_commit(tasks.wake)
        return Response(shapes.KeptSerializer(queries.kept(what)).data, status=202)


@extend_schema(tags=["privacy"], summary="Runs of retention, the latest first")
class RetentionRunsApi(generics.ListAPIView):
    permission_classes = [HandlesRequests]
    serializer_class = shapes.RetentionRunSerializer
    queryset = RetentionRun.objects.select_related("requested_by")
