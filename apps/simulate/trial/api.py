"""Trying a draft on one person, in the management API. It reads, and writes nothing."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, found
from apps.journeys import queries
from apps.journeys.models import Journey
from apps.simulate.trial.reading import asked
from apps.simulate.trial.serializers import TrialAskedSerializer, TrialSerializer
from apps.simulate.trial.trying import Told, try_out
from apps.simulate.trial.words import LABELS


class TryApi(APIView):
    """Walks a draft with one person, by the real engine and the real rules."""

    @extend_schema(
        tags=["journeys"],
        operation_id="journeys_try",
        summary="Try a document, or the draft, on one person; nothing is sent or stored",
        request=TrialAskedSerializer,
        responses={200: TrialSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def post(self, request: Request, key: str) -> Response:
        journey = found(Journey.objects.filter(key=key).first(), "journey")
        form = TrialAskedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        if "document" not in given:
            given["document"] = found(queries.draft(key), "draft").document
        told = try_out(asked(key, journey.name, given, clock.now()))
        return Response(TrialSerializer(_shaped(told)).data)


def _shaped(told: Told) -> dict[str, Any]:
    fields = {name: getattr(told, name) for name in told.__slots__}
    steps = [
        {name: getattr(step, name) for name in step.__slots__} | {"label": LABELS[step.kind]}
        for step in told.steps
    ]
    path = [{"node": node, "port": port} for node, port in told.path]
    return fields | {"steps": steps, "path": path}
