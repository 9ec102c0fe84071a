"""Conflicts as they happened and the cost of each rule, in the management API."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, one_problem
from apps.explain import names
from apps.explain.api import asked, moment, whole, with_query
from apps.explain.conflicts import costs, rule_words
from apps.explain.conflicts import serializers_conflicts as shapes
from apps.explain.conflicts.behind import behind
from apps.graph import queries_competition, queries_costs
from apps.graph.scope import Scope
from apps.journeys import queries as journeys

PER_PAGE = 50
BACK = timedelta(days=30)
PERIOD = [
    OpenApiParameter("since", datetime, description="Default: 30 days before `until`."),
    OpenApiParameter("until", datetime, description="Outside of it. Default: now."),
    OpenApiParameter("channel", str),
]
RULE = [
    OpenApiParameter("reason", str, description="The code that decided, such as lost_tier."),
    OpenApiParameter("rule", str, description="The rule's id, such as a cap's."),
]
PAGE = OpenApiParameter("page", int, description=f"Of {PER_PAGE} each.")
FATES = ("stopped", "delayed")


class ConflictsApi(APIView):
    """Which journey lost to which."""

    @extend_schema(
        tags=["conflicts"],
        operation_id="conflicts_happened",
        summary="How many messages of which journey lost to which other one",
        parameters=[*PERIOD, *RULE],
        responses={200: shapes.ConflictsSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        scope = _scope(request, conflict=True)
        losses = queries_competition.losses(scope)
        everything = next((one for one in losses if not one.loser and not one.winner), None)
        payload = _between(scope) | {
            "candidates": everything.candidates if everything else 0,
            "people": everything.people if everything else 0,
            "cells": [one for one in losses if one.loser and one.winner],
            "losers": [one for one in losses if one.loser and not one.winner],
            "winners": [one for one in losses if one.winner and not one.loser],
            "rules": [
                asdict(one) | {"label": rule_words.full(one.reason, one.rule, one.name)}
                for one in queries_competition.deciders(scope)
            ],
        }
        return Response(shapes.ConflictsSerializer(payload).data)


class ConflictCellApi(APIView):
    """The people and decisions behind a cell."""

    @extend_schema(
        tags=["conflicts"],
        operation_id="conflicts_happened_cell",
        summary="The messages that lost, those decided last first",
        parameters=[
            OpenApiParameter("loser", str, description="A journey's key; default: all."),
            OpenApiParameter("winner", str, description="A journey's key; default: all."),
            *PERIOD,
            *RULE,
            PAGE,
        ],
        responses={200: shapes.BehindPageSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        return _page(request, _scope(request, conflict=True), "")


class RulesCostApi(APIView):
    """What each rule cost."""

    @extend_schema(
        tags=["conflicts"],
        operation_id="rules_cost",
        summary="How many messages each rule stopped for good, and how many it delayed",
        parameters=PERIOD,
        responses={200: shapes.RulesCostSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        scope = _scope(request, conflict=False)
        found = costs.with_names(queries_costs.costs(scope), names.rules_now())
        payload = _between(scope) | {"results": found}
        return Response(shapes.RulesCostSerializer(payload).data)


class RulesCostBehindApi(APIView):
    """The people and decisions behind a rule's cost."""

    @extend_schema(
        tags=["conflicts"],
        operation_id="rules_cost_behind",
        summary="The messages that a rule stopped or delayed, those decided last first",
        parameters=[
            *PERIOD,
            *RULE,
            OpenApiParameter("fate", str, enum=FATES, description="Default: both."),
            PAGE,
        ],
        responses={200: shapes.BehindPageSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        fate = asked(request, "fate")
        if fate and fate not in FATES:
            raise one_problem("fate", "unknown_value", f"One of {', '.join(FATES)}.")
        return _page(request, _scope(request, conflict=False), fate)


def _scope(request: Request, *, conflict: bool) -> Scope:
    until = moment(request, "until") or clock.now()
    since = moment(request, "since") or until - BACK
    if since >= until:
        raise one_problem("since", "out_of_range", "A moment before `until`.")
    text = {key: asked(request, key) for key in ("channel", "reason", "rule", "loser", "winner")}
    return Scope(since.timestamp(), until.timestamp(), conflict=conflict, **text)


def _between(scope: Scope) -> dict[str, Any]:
    return {"since": scope.since, "until": scope.until}


def _page(request: Request, scope: Scope, fate: str) -> Response:
    number = whole(request, "page", 1, 100_000)
    pages: Paginator[Any] = Paginator(queries_competition.behind(scope, fate), PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(number) if number <= pages.num_pages else None
    more = page is not None and page.has_next()
    payload = {
        "count": pages.count,
        "next": with_query(request, page=number + 1) if more else None,
        "results": behind(list(page), journeys.names()) if page else [],
    }
    return Response(shapes.BehindPageSerializer(payload).data)
