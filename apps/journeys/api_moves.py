"""Who stands on which version, and moving people to another one, in the management API."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, one_problem
from apps.journeys import operations, plans, queries, queries_moves, tasks
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
    """What a move does as people stand now. A worker carries it out; `moves/` says how far it is.

    `id`, `state`, `told` and `total` are null in a preview.
    """

    id = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(JourneyMove.State.choices, allow_null=True)
    told = serializers.IntegerField(
        allow_null=True, help_text="So many are told already; each goes over on their turn."
    )
    total = serializers.IntegerField(allow_null=True, help_text="People on the version.")
    moving = serializers.IntegerField()
    leaving = serializers.IntegerField()
    too_long = serializers.IntegerField(
        help_text="Of those who leave: inside for longer than the other version lets them stay."
    )
    staying = serializers.IntegerField()
    again = serializers.IntegerField(help_text="Of those, who would get a message once more.")


class MoveRecordSerializer(serializers.ModelSerializer):
    """A move that was asked for; `people` of `total` are told, and `finished_at` says all are.

    One with `let_go` let everybody inside go, as the journey was paused or ended: its versions
    are null. Waiting and running ones go on by themselves, and interrupted ones are tried again:
    `error` says what interrupted it.
    """

    from_version = serializers.IntegerField(source="before.number", allow_null=True)
    to_version = serializers.IntegerField(source="after.number", allow_null=True)
    moved_by = serializers.StringRelatedField()
    state = serializers.SerializerMethodField()

    class Meta:
        model = JourneyMove
        fields = [
            "id",
            "from_version",
            "to_version",
            "nodes",
            "let_go",
            "state",
            "people",
            "total",
            "error",
            "moved_at",
            "moved_by",
            "finished_at",
        ]

    @extend_schema_field(serializers.ChoiceField(JourneyMove.State.choices))
    def get_state(self, move: JourneyMove) -> str:
        return queries_moves.state(move, clock.now()).value


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
        summary="Moves between versions and how far they are, the latest first",
        responses={200: MoveRecordSerializer(many=True), 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def moves(self, request: Request, key: str) -> Response:
        rows = queries_moves.moves(self.get_object())
        return Response(MoveRecordSerializer(rows[:200], many=True).data)

    @extend_schema(
        summary="Move people to another version by a map of nodes",
        request=MoveSerializer,
        responses={
            200: MovedSerializer,
            202: MovedSerializer,
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
            asked = None
            if not preview:
                asked = operations.move(
                    key=key,
                    **given,
                    by=request.user,
                    now=clock.now(),
                )
        except NotMovable as error:
            raise one_problem(error.field, "not_movable", str(error)) from error
        if asked is not None:
            transaction.on_commit(tasks.wake)
        answer = {**_asked(asked), **numbers}
        return Response(MovedSerializer(answer).data, status=202 if asked else 200)


def _asked(move: JourneyMove | None) -> dict[str, Any]:
    if move is None:
        return dict.fromkeys(("id", "state", "told", "total"))
    waiting = JourneyMove.State.WAITING
    return {"id": move.pk, "state": waiting, "told": move.people, "total": move.total}


def _numbers(
    journey: Journey, from_version: int, to_version: int, nodes: dict[str, str]
) -> dict[str, int]:
    asked = journey.versions.filter(number__in=[from_version, to_version])
    found = {version.number: version for version in asked.select_related("journey")}
    for field, number in (("from_version", from_version), ("to_version", to_version)):
        if number not in found:
            raise NotMovable(field, f"“{journey.name}” has no version {number}")
    before, after = (queries.compiled_version(found[n]) for n in (from_version, to_version))
    check_map(before, after, nodes)
    on = [one for one in queries.standing(journey) if one.version.number == from_version]
    plan = plans.plan(before, after, nodes, on[0].nodes if on else [], clock.now())
    return {
        "moving": plan.moving,
        "leaving": plan.leaving,
        "too_long": plan.too_long,
        "staying": plan.staying,
        "again": plan.again,
    }
