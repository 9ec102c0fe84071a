"""Who stands on which version, and moving people to another one, in the management API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, one_problem
from apps.journeys import operations, plans, queries
from apps.journeys.models import Journey, JourneyMove
from apps.journeys.moves import check_map
from apps.journeys.refusals import NotMovable


class StandingSerializer(serializers.Serializer):
    """So many people stand at this node of this version now."""

    version = serializers.IntegerField()
    node = serializers.CharField()
    type = serializers.CharField()
    says = serializers.CharField()
    people = serializers.IntegerField()


class MoveSerializer(serializers.Serializer):
    from_version = serializers.IntegerField(min_value=1, help_text="The one they are on.")
    to_version = serializers.IntegerField(min_value=1)
    nodes = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        allow_empty=False,
        help_text="A node of the one version to a node of the other, or to “” for leaving. "
        "Who stands at a node that isn't named stays.",
    )
    preview = serializers.BooleanField(
        required=False, default=False, help_text="Only the numbers; nobody is moved."
    )


class MovedSerializer(serializers.Serializer):
    """What a move does as people stand now; `id` and `told` are null in a preview."""

    id = serializers.UUIDField(allow_null=True)
    told = serializers.IntegerField(
        allow_null=True, help_text="People on the version; each goes over on their turn."
    )
    moving = serializers.IntegerField()
    leaving = serializers.IntegerField()
    staying = serializers.IntegerField()
    again = serializers.IntegerField(help_text="Of those, who would get a message once more.")


class MoveRecordSerializer(serializers.ModelSerializer):
    """A move that was made; unfinished ones have no `finished_at`."""

    from_version = serializers.IntegerField(source="before.number")
    to_version = serializers.IntegerField(source="after.number")
    moved_by = serializers.StringRelatedField()

    class Meta:
        model = JourneyMove
        fields = [
            "id",
            "from_version",
            "to_version",
            "nodes",
            "people",
            "moved_at",
            "moved_by",
            "finished_at",
        ]


class MoveActions:
    """The actions of the journeys' API that are about people on versions."""

    get_object: Any

    @extend_schema(
        summary="Where people stand, by version and node",
        responses={200: StandingSerializer(many=True), 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def standing(self, request: Request, key: str) -> Response:
        rows = [
            {
                "version": on.version.number,
                "node": node.key,
                "type": node.type,
                "says": node.says,
                "people": node.people,
            }
            for on in queries.standing(self.get_object())
            for node in on.nodes
        ]
        return Response(StandingSerializer(rows, many=True).data)

    @extend_schema(
        summary="Moves between versions, the latest first",
        responses={200: MoveRecordSerializer(many=True), 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def moves(self, request: Request, key: str) -> Response:
        rows = self.get_object().moves.select_related("before", "after", "moved_by")
        return Response(MoveRecordSerializer(rows[:200], many=True).data)

    @extend_schema(
        summary="Move people to another version by a map of nodes",
        request=MoveSerializer,
        responses={
            200: MovedSerializer,
            201: MovedSerializer,
            400: ErrorSerializer,
            404: ErrorSerializer,
        },
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, key: str) -> Response:
        journey = self.get_object()
        form = MoveSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        preview = given.pop("preview")
        try:
            numbers = _numbers(journey, **given)
            done = None
            if not preview:
                done = operations.move(
                    key=key,
                    **given,
                    by=request.user,
                    now=clock.now(),
                )
        except NotMovable as error:
            raise one_problem(error.field, "not_movable", str(error)) from error
        answer = {"id": done and done.pk, "told": done and done.people, **numbers}
        return Response(MovedSerializer(answer).data, status=201 if done else 200)


def _numbers(
    journey: Journey, from_version: int, to_version: int, nodes: dict[str, str]
) -> dict[str, int]:
    found = {version.number: version for version in journey.versions.select_related("journey")}
    for field, number in (("from_version", from_version), ("to_version", to_version)):
        if number not in found:
            raise NotMovable(field, f"“{journey.name}” has no version {number}")
    before, after = (queries.compiled_version(found[n]) for n in (from_version, to_version))
    check_map(before, after, nodes)
    on = [one for one in queries.standing(journey) if one.version.number == from_version]
    plan = plans.plan(before, after, nodes, on[0].nodes if on else [])
    return {
        "moving": plan.moving,
        "leaving": plan.leaving,
        "staying": plan.staying,
        "again": plan.again,
    }
