"""Running a decision again, in the management API."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.api import ErrorSerializer, found, one_problem
from apps.engine.problems import Invalid
from apps.people import shown
from apps.people.fields import Shown, ShownJson
from apps.simulate import comparing, naming
from apps.simulate.replay import replay_decision
from apps.simulate.today import DRAFT, TODAY, today

THEN = "then"


class DifferenceSerializer(serializers.Serializer):
    path = serializers.CharField()
    says = serializers.CharField(help_text="The field in words.")
    stored = ShownJson()
    replayed = ShownJson()


class ReplaySerializer(serializers.Serializer):
    """Same inputs, same hash; or the fields that came out otherwise."""

    decision = serializers.CharField()
    same = serializers.BooleanField()
    stored_hash = serializers.CharField()
    new_hash = serializers.CharField()
    error = Shown(shown.error)
    differences = DifferenceSerializer(many=True)


class ReplaySideSerializer(serializers.Serializer):
    verdict = serializers.CharField(source="code")
    reason = serializers.CharField()
    sentence = serializers.CharField()
    stopped_by = serializers.ListField(child=serializers.CharField())


class ReplayNumberSerializer(serializers.Serializer):
    name = serializers.CharField()
    then = serializers.CharField()
    now = serializers.CharField()


class ReplayRowSerializer(serializers.Serializer):
    """One message, then and now; null: it was no candidate."""

    message = serializers.CharField()
    name = serializers.CharField()
    changed = serializers.BooleanField()
    then = ReplaySideSerializer(allow_null=True)
    now = ReplaySideSerializer(allow_null=True)
    numbers = ReplayNumberSerializer(many=True, help_text="Those of the reason that differ.")


class ReplayComparedSerializer(serializers.Serializer):
    """The decision as it was made, and as it would be made now."""

    decision = serializers.CharField()
    which = serializers.ChoiceField(choices=[TODAY, DRAFT])
    zone = serializers.CharField()
    verdict = serializers.CharField()
    then = serializers.CharField()
    now = serializers.CharField()
    changed = serializers.IntegerField(help_text="How many messages came out otherwise.")
    rules = serializers.IntegerField(help_text="The number of the rules; of a draft, its revision.")
    rows = ReplayRowSerializer(many=True)
    moved = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="What could not be taken over."
    )
    error = serializers.CharField()


class ReplayApi(APIView):
    """Runs a stored decision again. Nothing is changed by it."""

    @extend_schema(
        tags=["decisions"],
        summary="Run it again with what was stored, or with what holds today",
        request=None,
        parameters=[
            OpenApiParameter(
                "with",
                str,
                enum=[THEN, TODAY, DRAFT],
                description="The versions of then (the default), today’s, or the rules’ draft.",
            )
        ],
        responses={
            200: PolymorphicProxySerializer(
                component_name="ReplayOrComparison",
                serializers=[ReplaySerializer, ReplayComparedSerializer],
                resource_type_field_name=None,
            ),
            400: ErrorSerializer,
            404: ErrorSerializer,
        },
    )
    def post(self, request: Request, decision_id: UUID) -> Response:
        which = str(request.query_params.get("with", THEN))
        if which not in (THEN, TODAY, DRAFT):
            known = f"{THEN}, {TODAY}, {DRAFT}"
            raise one_problem("with", "unknown_value", f"“{which[:50]}” is none of {known}.")
        if which == THEN:
            result = found(replay_decision(decision_id), "decision")
            return Response(ReplaySerializer(result).data)
        try:
            other = found(today(decision_id, which), "decision")
        except Invalid as problem:
            first = problem.problems[0]
            told = f"The draft of the rules, {first.field}: {first.remedy}"
            raise one_problem("with", first.code, told) from problem
        who = naming.who(other.then.profile)
        return Response(ReplayComparedSerializer(comparing.compared(other, which, who)).data)
