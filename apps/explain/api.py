"""People and decisions in the management API: who, what happened, why and why not."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.api import ErrorSerializer, found, one_problem
from apps.common.viewer import sees_personal_data
from apps.engine.reasons import Verdict
from apps.explain import names
from apps.explain import serializers as shapes
from apps.explain.timeline import cursor, timeline, timeline_words
from apps.explain.who import Who
from apps.explain.who import who as who_is
from apps.explain.why import why
from apps.graph import queries_people
from apps.people import queries as people
from apps.rules.told import decision_words

MOST = 100
CURSOR = OpenApiParameter("cursor", str, description="From the address in `next`.")
LIMIT = OpenApiParameter("limit", int, description=f"At most {MOST}.")


class PeopleApi(APIView):
    """People by identifier or search."""

    @extend_schema(
        tags=["people"],
        operation_id="people_list",
        summary="Find people",
        parameters=[
            OpenApiParameter("identifier", str, description="type:value, such as user_id:42."),
            OpenApiParameter("search", str, description="As the page searches."),
            OpenApiParameter("page", int),
        ],
        responses={200: shapes.PeopleSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        page = whole(request, "page", 1, 10_000)
        identifier, text = asked(request, "identifier"), asked(request, "search")
        if identifier and ":" not in identifier:
            raise one_problem("identifier", "invalid", "Write it as type:value, user_id:42.")
        search = identifier or text
        listed = people.search(search, page=page) if search else people.latest(page=page)
        if search and not listed and page == 1 and not sees_personal_data():
            raise one_problem(
                "identifier" if identifier else "search",
                "needs_right",
                "Nobody has exactly this identifier. To find people by how one begins, your login "
                "needs the permission “Can see personal data”.",
            )
        more = len(listed) > people.PAGE
        payload = {
            "next": with_query(request, page=page + 1) if more else None,
            "results": listed[: people.PAGE],
        }
        return Response(shapes.PeopleSerializer(payload).data)


class PersonDecisionsApi(APIView):
    """What was decided about a person."""

    @extend_schema(
        tags=["people"],
        summary="Decisions about a person, the newest first",
        parameters=[CURSOR, LIMIT],
        responses={200: shapes.PersonDecisionsSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        who = found(who_is(profile_id), "person")
        page = timeline.page(
            who,
            kinds=["decision"],
            before=cursor.read(asked(request, "cursor")),
            size=whole(request, "limit", timeline.PAGE, MOST),
        )
        payload = {
            "next": with_query(request, cursor=page.next) if page.next else None,
            "results": decisions(page.entries, who),
        }
        return Response(shapes.PersonDecisionsSerializer(payload).data)


def decisions(entries: list[timeline.Entry], who: Who) -> list[dict[str, Any]]:
    """Decisions in a sentence each."""
    telling = names.telling(
        state=queries_people.state(str(who.id)),
        rule_set=names.rules_now(),
        versions=timeline_words.versions(entries),
        who=who.label,
    )
    return [
        {
            "id": entry.id,
            "at": entry.at,
            "sentence": decision_words.decision(entry.source.decision, telling),
            "hash": entry.source.stored.hash,
            "sent": [
                one.message_id
                for one in entry.source.decision.considered
                if one.verdict == Verdict.SENT
            ],
        }
        for entry in entries
    ]


class DecisionApi(APIView):
    """One decision."""

    @extend_schema(
        tags=["decisions"],
        summary="Trigger, versions, and every candidate with every gate's verdict",
        responses={200: shapes.ExplanationSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, decision_id: UUID) -> Response:
        explained = found(why.of_decision(str(decision_id)), "decision")
        return Response(shapes.ExplanationSerializer(explained).data)


class MessageWhyApi(APIView):
    """Why a message was sent."""

    @extend_schema(
        tags=["messages"],
        summary="Why this message",
        responses={200: shapes.ExplanationSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, message_id: UUID) -> Response:
        explained = found(why.of_message(message_id), "message")
        return Response(shapes.ExplanationSerializer(explained).data)


def asked(request: Request, name: str) -> str:
    return str(request.query_params.get(name, "")).replace("\0", "").strip()[:500]


def whole(request: Request, name: str, default: int, most: int) -> int:
    """A positive whole number of the query; a 400 for anything else."""
    text = asked(request, name)
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= most:
        raise one_problem(name, "out_of_range", f"A whole number from 1 to {most}.")
    return int(text)


def moment(request: Request, name: str = "at") -> datetime | None:
    """A moment of the query, in UTC where no zone is given; a 400 for anything else."""
    text = asked(request, name)
    if not text:
        return None
    try:
        at = parse_datetime(text) or datetime.fromisoformat(text)
    except ValueError:
        example = "a moment such as 2026-11-04T09:30:00Z"
        raise one_problem(name, "invalid", f"Give {example}.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def with_query(request: Request, **changes: object) -> str:
    """The address of this request with some of its query changed."""
    query = request.query_params.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return str(request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))
