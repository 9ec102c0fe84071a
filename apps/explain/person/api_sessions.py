"""A person's sessions in the management API."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.api import ErrorSerializer, found
from apps.events import queries as events
from apps.explain.api import CURSOR, LIMIT, MOST, asked, whole, with_query
from apps.explain.timeline import cursor
from apps.explain.timeline.cursor import Cursor
from apps.explain.who import who as who_is
from apps.explain.why.path import as_datetime
from apps.graph import queries_sessions
from apps.graph.queries_sessions import Session

PAGE = 30


class SessionSerializer(serializers.Serializer):
    """What somebody did at one source: under one `key`, or ("") without half an hour of silence.

    Its moments are those at which its events happened.
    """

    id = serializers.CharField(source="session.uid")
    source = serializers.CharField(source="session.source", help_text="The source's key.")
    source_name = serializers.CharField(help_text="Empty where there is no such source any more.")
    key = serializers.CharField(source="session.key", help_text="context.sessionId, or empty.")
    started_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField(help_text="When its latest event happened.")
    events = serializers.IntegerField(source="session.events")
    first = serializers.BooleanField(
        source="session.first", help_text="No earlier one of the person was known when it began."
    )


class SessionsSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = SessionSerializer(many=True)


class SessionsApi(APIView):
    """What a person did, session by session."""

    @extend_schema(
        tags=["people"],
        operation_id="people_sessions_list",
        summary="Sessions of a person, the newest first",
        parameters=[CURSOR, LIMIT],
        responses={200: SessionsSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        who = found(who_is(profile_id), "person")
        before = cursor.read(asked(request, "cursor"))
        size = whole(request, "limit", PAGE, MOST)
        rows = queries_sessions.of_person(who.texts, before.epoch, before.id, size + 1)
        shown = rows[:size]
        more = with_query(request, cursor=_at(shown[-1])) if len(rows) > size else None
        names = events.source_names({row.source for row in shown})
        results = [_shown(row, names.get(row.source, "")) for row in shown]
        return Response(SessionsSerializer({"next": more, "results": results}).data)


def _at(session: Session) -> Cursor:
    return Cursor(as_datetime(session.started_at), 0, session.uid)


def _shown(session: Session, source_name: str) -> dict[str, object]:
    return {
        "session": session,
        "source_name": source_name,
        "started_at": as_datetime(session.started_at),
        "last_at": as_datetime(session.last_at),
    }
