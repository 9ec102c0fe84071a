"""One person in the management API: who it is, what happened, and the runs that are over."""

from datetime import datetime
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.api import ErrorSerializer, found, one_problem
from apps.explain.api import CURSOR, LIMIT, MOST, asked, moment, whole, with_query
from apps.explain.person import serializers_person as shapes
from apps.explain.person.past_runs import past_runs
from apps.explain.person.person_page import person_page
from apps.explain.timeline import cursor, timeline, timeline_words
from apps.explain.timeline.cursor import BEGINNING, FIRST, LAST, Cursor
from apps.explain.who import who as who_is
from apps.graph import queries_people

EARLIEST = "earliest"


class PersonApi(APIView):
    """One person; the id of a merged profile leads to its survivor."""

    @extend_schema(
        tags=["people"],
        summary="Who somebody is, and where they stand",
        responses={200: shapes.PersonSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        page = found(person_page(profile_id), "person")
        return Response(shapes.PersonSerializer(page).data)


class TimelineApi(APIView):
    """What happened to a person."""

    @extend_schema(
        tags=["people"],
        summary="What happened, the newest first",
        parameters=[
            OpenApiParameter("kind", str, many=True, enum=timeline.KINDS),
            OpenApiParameter("search", str),
            OpenApiParameter("until", datetime, description="What happened until this moment."),
            OpenApiParameter(
                "after",
                str,
                description="What is newer: from the address in `newer`, or “earliest”.",
            ),
            CURSOR,
            LIMIT,
        ],
        responses={200: shapes.TimelineSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        who = found(who_is(profile_id), "person")
        page = timeline.page(
            who,
            kinds=_kinds(request),
            text=asked(request, "search"),
            before=_before(request),
            after=_after(request),
            size=whole(request, "limit", timeline.PAGE, MOST),
        )
        state = queries_people.state(str(who.id))
        told, telling = timeline_words.told(page.entries, who.label, state)
        older, newer = page.next, page.newer
        place = {"cursor": "", "after": "", "until": ""}
        payload = {
            "zone": telling.zone.key,
            "next": with_query(request, **place | {"cursor": older}) if older else None,
            "newer": with_query(request, **place | {"after": newer}) if newer else None,
            "results": told,
        }
        return Response(shapes.TimelineSerializer(payload).data)


class PastRunsApi(APIView):
    """The runs of a person that are over."""

    @extend_schema(
        tags=["people"],
        summary="Runs that are over, the latest first",
        parameters=[
            OpenApiParameter("search", str, description="A part of the journey's name."),
            CURSOR,
            LIMIT,
        ],
        responses={200: shapes.PastRunsSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        who = found(who_is(profile_id), "person")
        runs = past_runs(
            who,
            queries_people.state(str(who.id)),
            text=asked(request, "search"),
            before=cursor.read(asked(request, "cursor")),
            size=whole(request, "limit", timeline.PAGE, MOST),
        )
        following = with_query(request, cursor=runs.next) if runs.next else None
        payload = {"next": following, "results": runs.runs}
        return Response(shapes.PastRunsSerializer(payload).data)


def _kinds(request: Request) -> list[str]:
    kinds: list[str] = request.query_params.getlist("kind")
    unknown = sorted(set(kinds) - set(timeline.KINDS))
    if unknown:
        known = ", ".join(timeline.KINDS)
        raise one_problem("kind", "unknown_value", f"“{unknown[0]}” is none of {known}.")
    return kinds


def _before(request: Request) -> Cursor:
    place = cursor.read(asked(request, "cursor"))
    until = moment(request, "until")
    return Cursor(until, 99, LAST) if until and place == FIRST else place


def _after(request: Request) -> Cursor | None:
    text = asked(request, "after")
    if not text or text == EARLIEST:
        return BEGINNING if text else None
    place = cursor.read(text)
    if place == FIRST:
        raise one_problem("after", "invalid", f"Take it from `newer`, or say “{EARLIEST}”.")
    return place
