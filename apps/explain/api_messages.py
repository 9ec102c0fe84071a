"""Messages in the management API: what was sent, and what was held out, stopped or still waits."""

from datetime import UTC, datetime, timedelta
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, one_problem
from apps.common.api_paging import LatestDecided
from apps.delivery.models import Delivery
from apps.delivery.status import Status
from apps.explain.api import CURSOR, LIMIT, asked, moment, whole, with_query
from apps.graph import queries_decisions

# Verdicts of candidates that became no delivery; they are kept with the decision.
UNSENT = ("held_out", "waits", "skipped", "left")
DELIVERED = tuple(Status.values)
# How far back candidates are looked for where nothing is said.
BACK = timedelta(days=7)


class MessageSerializer(serializers.Serializer):
    """`reason` is the code of what decided it; `rule` names the rule of an unsent one."""

    id = serializers.CharField()
    status = serializers.CharField()
    reason = serializers.CharField()
    rule = serializers.CharField(default="")
    profile = serializers.CharField()
    journey = serializers.CharField()
    node = serializers.CharField()
    channel = serializers.CharField(default="")
    template = serializers.CharField(default="")
    decision = serializers.CharField()
    decided_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(default=None, allow_null=True)


class MessagesSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="The next page's address.")
    results = MessageSerializer(many=True)


class MessagesApi(APIView):
    """Messages, the latest decided first."""

    @extend_schema(
        tags=["messages"],
        operation_id="messages_list",
        summary="Messages: sent ones, or those that were held out, stopped or wait",
        parameters=[
            OpenApiParameter(
                "status",
                str,
                enum=[*DELIVERED, *UNSENT],
                description="Of a delivery, or the verdict on a candidate that became none.",
            ),
            OpenApiParameter("journey", str, description="The journey's key."),
            OpenApiParameter("channel", str, description="Of deliveries only."),
            OpenApiParameter("since", datetime, description="Unsent ones: default 7 days back."),
            CURSOR,
            LIMIT,
        ],
        responses={200: MessagesSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        status = asked(request, "status")
        if status and status not in (*DELIVERED, *UNSENT):
            known = ", ".join((*DELIVERED, *UNSENT))
            raise one_problem("status", "unknown_value", f"“{status}” is none of {known}.")
        if status in UNSENT:
            return Response(MessagesSerializer(self._unsent(request, status)).data)
        return Response(MessagesSerializer(self._deliveries(request, status)).data)

    def _deliveries(self, request: Request, status: str) -> dict[str, Any]:
        rows = Delivery.objects.defer("context")
        for field in ("journey", "channel"):
            if value := asked(request, field):
                rows = rows.filter(**{field: value})
        if status:
            rows = rows.filter(status=status)
        if since := moment(request, "since"):
            rows = rows.filter(decided_at__gte=since)
        paginator = LatestDecided()
        page = paginator.paginate_queryset(rows, request) or []
        return {"next": paginator.get_next_link(), "results": [_delivery(row) for row in page]}

    def _unsent(self, request: Request, verdict: str) -> dict[str, Any]:
        size = whole(request, "limit", 50, 500)
        since = moment(request, "since") or clock.now() - BACK
        rows = queries_decisions.judged(
            verdict,
            journey=asked(request, "journey"),
            since=since.timestamp(),
            before=_before(asked(request, "cursor")),
            limit=size + 1,
        )
        shown, following = rows[:size], None
        if len(rows) > size:
            last = shown[-1]
            following = with_query(request, cursor=f"{last['at']!r}~{last['message']}")
        return {"next": following, "results": [_candidate(row) for row in shown]}


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.pk,
        "status": row.status,
        "reason": row.reason,
        "profile": row.profile_id,
        "journey": row.journey,
        "node": row.node,
        "channel": row.channel,
        "template": row.template,
        "decision": row.decision_id,
        "decided_at": row.decided_at,
        "sent_at": row.sent_at,
    }


def _candidate(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["message"],
        "status": row["verdict"],
        "reason": row["reason"],
        "rule": row["rule"],
        "profile": row["profile"],
        "journey": row["journey"],
        "node": row["node"],
        "decision": row["decision"],
        "decided_at": datetime.fromtimestamp(row["at"], UTC),
    }


def _before(text: str) -> tuple[float, str]:
    """The moment and the message that the page before ended with."""
    at, _, message = text.partition("~")
    try:
        return (float(at), message) if text else (4e9, "")
    except ValueError:
        raise one_problem("cursor", "invalid", "Take it from the address in `next`.") from None
