"""Running a decision again, in the management API."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.api import ErrorSerializer, found
from apps.simulate.replay import replay_decision


class DifferenceSerializer(serializers.Serializer):
    path = serializers.CharField()
    stored = serializers.JSONField()
    replayed = serializers.JSONField()


class ReplaySerializer(serializers.Serializer):
    """Same inputs, same hash; or the fields that came out otherwise."""

    decision = serializers.CharField()
    same = serializers.BooleanField()
    stored_hash = serializers.CharField()
    new_hash = serializers.CharField()
    error = serializers.CharField()
    differences = DifferenceSerializer(many=True)


class ReplayApi(APIView):
    """Runs a stored decision again. Nothing is changed by it."""

    @extend_schema(
        tags=["decisions"],
        summary="Run it again with what was stored",
        request=None,
        responses={200: ReplaySerializer, 404: ErrorSerializer},
    )
    def post(self, request: Request, decision_id: UUID) -> Response:
        result = found(replay_decision(decision_id), "decision")
        return Response(ReplaySerializer(result).data)
