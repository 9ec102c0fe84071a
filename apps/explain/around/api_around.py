"""The graph around a person in the management API: what stands next to a focus."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, found, one_problem
from apps.explain.api import asked, whole
from apps.explain.around.around import LIMIT, MOST, NoSuchFocus, around
from apps.explain.around.neighbours.parts import KINDS, Ask


class AroundNodeSerializer(serializers.Serializer):
    """One thing; `tone` is a verdict or status, `elsewhere`: it belongs to another person."""

    id = serializers.CharField(help_text="kind:uid, as `focus` takes it.")
    kind = serializers.CharField(help_text=f"One of {', '.join(KINDS)}.")
    label = serializers.CharField()
    detail = serializers.ListField(child=serializers.CharField())
    href = serializers.CharField(help_text="Its page; empty: it has none.")
    tone = serializers.CharField()
    elsewhere = serializers.BooleanField()


class AroundNearSerializer(serializers.Serializer):
    """A neighbour of the focus, and what they have to do with each other."""

    id = serializers.CharField(source="node.id")
    says = serializers.CharField()
    tone = serializers.CharField()
    href = serializers.CharField(help_text="A page about the two; mostly empty.")


class AroundGroupSerializer(serializers.Serializer):
    """The neighbours of one kind; more of them with `kinds=` this kind and `cursor`."""

    kind = serializers.CharField(help_text=f"One of {', '.join(KINDS)}.")
    label = serializers.CharField()
    near = AroundNearSerializer(many=True)
    more = serializers.IntegerField(help_text="How many follow, counted up to 100.")
    more_text = serializers.CharField()
    next = serializers.CharField(help_text="The cursor; empty: these are all.")


class AroundLinkSerializer(serializers.Serializer):
    """Two neighbours of the focus that have to do with each other."""

    source = serializers.CharField()
    target = serializers.CharField()
    says = serializers.CharField()
    tone = serializers.CharField()


class AroundSerializer(serializers.Serializer):
    """The focus, its neighbours by kind, and all of them as nodes."""

    person = serializers.UUIDField(source="who.id")
    zone = serializers.CharField(help_text="Whose clock the texts are told by.")
    focus = serializers.CharField(source="focus.id")
    nodes = AroundNodeSerializer(many=True)
    groups = AroundGroupSerializer(many=True)
    links = AroundLinkSerializer(many=True)


class AroundApi(APIView):
    """What stands next to something that happened to a person."""

    @extend_schema(
        tags=["people"],
        operation_id="people_around",
        summary="The graph around a person, one step at a time",
        parameters=[
            OpenApiParameter("focus", str, description="kind:uid; default: the person."),
            OpenApiParameter("kinds", str, many=True, enum=list(KINDS), description="Only these."),
            OpenApiParameter("limit", int, description=f"Of each kind; at most {MOST}."),
            OpenApiParameter("cursor", str, description="`next` of a group; name its kind, too."),
        ],
        responses={200: AroundSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        try:
            seen = around(profile_id, asked(request, "focus"), _ask(request), now=clock.now())
        except NoSuchFocus as error:
            raise NotFound(str(error)) from error
        return Response(as_json(found(seen, "person")))


def as_json(seen: Any) -> dict[str, Any]:
    """The answer's shape, which the page's script reads, too."""
    return dict(AroundSerializer(seen).data)


def _ask(request: Request) -> Ask:
    kinds = request.query_params.getlist("kinds")
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        known = ", ".join(KINDS)
        raise one_problem("kinds", "unknown_value", f"“{unknown[0][:40]}” is none of {known}.")
    cursor = asked(request, "cursor")
    if cursor and len(kinds) != 1:
        raise one_problem("cursor", "invalid", "Name the one kind that it goes on with in `kinds`.")
    return Ask(frozenset(kinds), whole(request, "limit", LIMIT, MOST), cursor)
