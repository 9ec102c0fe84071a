"""Why not, in the management API: of one person, and of all who came to a journey."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, found, one_problem
from apps.explain.api import MOST, asked, moment, whole, with_query
from apps.explain.who_not import who_not_groups, who_not_page
from apps.explain.who_not.who_not import FIRST, WhoNot, who_not
from apps.explain.why_not import serializers_why_not as shapes
from apps.explain.why_not.why_not import NoSuchJourney, why_not
from apps.journeys import live
from apps.journeys.models import Journey


class WhyNotApi(APIView):
    """Why somebody did not get the messages of a journey."""

    @extend_schema(
        tags=["people"],
        summary="Why not",
        parameters=[
            OpenApiParameter("journey", str, required=True),
            OpenApiParameter("node", str, description="One message only."),
            OpenApiParameter("at", datetime, description="As of this moment; default: now."),
            OpenApiParameter("run", str, description="One of several runs, by its enrollment."),
        ],
        responses={200: shapes.WhyNotSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        key = asked(request, "journey")
        if not key:
            raise one_problem("journey", "required", "Name the journey by its key.")
        try:
            answer = why_not(
                profile_id,
                key,
                node=asked(request, "node"),
                at=moment(request),
                run=asked(request, "run"),
                now=clock.now(),
            )
        except NoSuchJourney as error:
            raise one_problem(error.field, "unknown", str(error)) from error
        return Response(shapes.WhyNotSerializer(found(answer, "person")).data)


class WhoNotApi(APIView):
    """All who did not get a message of a journey."""

    @extend_schema(
        tags=["journeys"],
        operation_id="journeys_who_not",
        summary="Who did not get it, grouped by reason",
        parameters=[
            OpenApiParameter("node", str, description="The message; default: the first."),
            OpenApiParameter("period", str, enum=list(live.LABELS), description="Default: 30."),
            OpenApiParameter("since", datetime),
            OpenApiParameter("until", datetime, description="The end is outside."),
            OpenApiParameter("group", str, description="List the people of this group."),
            OpenApiParameter("search", str, description="Of those, who is called so."),
            OpenApiParameter("page", int),
        ],
        responses={200: shapes.WhoNotSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, key: str) -> Response:
        published = Journey.objects.exclude(status=Journey.Status.DRAFT)
        journey = found(published.filter(key=key).first(), "journey")
        message, _ = who_not_page.chosen(journey, asked(request, "node"))
        if message is None:
            raise one_problem("node", "unknown", f"{journey.name} has no such message.")
        now = clock.now()
        try:
            period = live.period(
                request.query_params.dict(), now=now, zone=timezone.get_current_timezone()
            )
        except live.BadPeriod as error:
            raise one_problem(error.field, "invalid", str(error)) from error
        until = min(period.until or now, now)
        answer = who_not(journey, message.key, period.since or FIRST, until)
        payload = {
            "journey": journey.key,
            "node": message.key,
            "since": period.since,
            "until": until,
            "came": answer.came,
            "got_it": answer.got_it,
            "exact": answer.runs_exact and answer.never.exact and answer.never.asked,
            "groups": who_not_page.groups(answer, {}),
            **self._people(request, answer),
        }
        return Response(shapes.WhoNotSerializer(payload).data)

    def _people(self, request: Request, answer: WhoNot) -> dict[str, object]:
        """A page of the group that is asked for."""
        text = asked(request, "group")
        if not text:
            return {"next": None, "people": []}
        group = who_not_groups.from_key(text)
        if group is None:
            raise one_problem("group", "invalid", "Take the key of one of the groups.")
        page = whole(request, "page", 1, 10_000)
        people = who_not_page.members(answer, group, asked(request, "search"))
        shown = people[(page - 1) * MOST : page * MOST]
        more = len(people) > page * MOST
        return {
            "next": with_query(request, page=page + 1) if more else None,
            "people": who_not_page.named(shown),
        }
