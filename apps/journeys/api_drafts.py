"""Drafts in the management API: read, write, check, publish, discard."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import (
    ErrorSerializer,
    ProblemSerializer,
    answering,
    as_dict,
    found,
    one_problem,
    refused,
)
from apps.engine.problems import Problem
from apps.journeys import api_draft_answers, checks, operations, queries, tasks
from apps.journeys.api_draft_answers import (
    DraftNowSerializer,
    JourneyDraftSerializer,
    StaleSerializer,
)
from apps.journeys.api_versions import JourneyVersionSerializer
from apps.journeys.models import Journey
from apps.journeys.refusals import NotMovable, Stale
from apps.rules import gatekeeping
from apps.rules.api_serializers import FindingSerializer
from apps.rules.gatekeeping import Finding, Refused

# In one way of writing each: of “1” and “01” only one map would be left.
VERSION_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class SaveDraftSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=255, required=False)
    description = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    document = serializers.DictField(help_text="It may be wrong; the answer says what is.")
    revision = serializers.IntegerField(
        required=False,
        min_value=0,
        allow_null=True,
        default=None,
        help_text="That of the draft you saw, 0 for none yet. Left out: whatever is there.",
    )


class CheckSerializer(serializers.Serializer):
    document = serializers.DictField(required=False, help_text="Left out: the draft.")


class PublishJourneySerializer(serializers.Serializer):
    name = serializers.CharField(max_length=255, required=False)
    description = serializers.CharField(required=False, default="", allow_blank=True)
    document = serializers.DictField(
        required=False, help_text="tier, priority, nodes and edges. Left out: the draft."
    )
    revision = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="That of the draft you saw."
    )
    note = serializers.CharField(max_length=255, required=False, default="", allow_blank=True)
    anyway = serializers.BooleanField(
        required=False, default=False, help_text="Publish in spite of warnings."
    )
    moves = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True)),
        required=False,
        default=dict,
        help_text="What becomes of people inside, together with publishing: for the number of the "
        "version they are on, a map of its nodes to nodes of the new one, or to “” for leaving, "
        'such as {"1": {"wait": "wait", "offer": ""}}. Who stands at a node that isn\'t named '
        "stays on their version. If one of the maps can't be, nothing is published.",
    )

    def validate_moves(self, moves: dict[str, dict[str, str]]) -> dict[int, dict[str, str]]:
        if not all(VERSION_NUMBER.fullmatch(number) for number in moves):
            raise serializers.ValidationError("name versions by their numbers, such as “1”")
        return {int(number): nodes for number, nodes in moves.items() if nodes}


class JourneyCheckSerializer(serializers.Serializer):
    """`ok`: it may be published, if need be in spite of warnings."""

    ok = serializers.BooleanField()
    problems = ProblemSerializer(many=True)
    warnings = ProblemSerializer(
        many=True, help_text="Of the drawing: dead ends, ports that lead nowhere, no goal."
    )
    findings = FindingSerializer(many=True)


class DraftActions:
    """The actions of the journeys' API that are about drafts."""

    @extend_schema(
        operation_id="journeys_draft_retrieve",
        summary="The journey's draft; or only whether it is still the one you saw",
        parameters=[
            OpenApiParameter(
                "seen",
                int,
                description="The revision you saw. Where that is what is there, the answer is an "
                "empty 204; else `{draft, revision, version}`, with null for no draft.",
            ),
            OpenApiParameter("open", bool, description="With `seen`: false for no open draft."),
        ],
        responses={
            200: PolymorphicProxySerializer(
                "DraftOrNow", [JourneyDraftSerializer, DraftNowSerializer], None
            ),
            204: None,
            404: ErrorSerializer,
        },
    )
    @action(detail=True, methods=["get"])
    def draft(self, request: Request, key: str) -> Response:
        seen = request.query_params.get("seen")
        if seen is not None:
            opened = request.query_params.get("open", "true") == "true"
            return api_draft_answers.if_new(key, seen, opened=opened)
        row = found(queries.draft(key), "draft")
        # As a mere dict: the browsable page would read it as a journey otherwise.
        return Response(dict(JourneyDraftSerializer(row).data))

    @extend_schema(
        operation_id="journeys_draft_update",
        summary="Save the draft; a journey is there from its first draft on",
        request=SaveDraftSerializer,
        parameters=[
            OpenApiParameter(
                "stale", str, description="“answer”: a stale one is a 200 with the body of the 409."
            )
        ],
        responses={200: JourneyDraftSerializer, 400: ErrorSerializer, 409: StaleSerializer},
    )
    @draft.mapping.put
    def save_draft(self, request: Request, key: str) -> Response:
        given = _given(SaveDraftSerializer, request)
        known = Journey.objects.filter(key=key).first()
        named = {
            "name": known.name if known else key,
            "description": known.description if known else "",
        }
        with answering(code="invalid_key", field="key"):
            try:
                operations.save_draft(key=key, **named | given, by=request.user, now=clock.now())
            except Stale as stale:
                return api_draft_answers.stale(stale, request, key)
        return Response(JourneyDraftSerializer(queries.draft(key)).data)

    @extend_schema(
        operation_id="journeys_draft_destroy",
        summary="Discard the draft, and with it a journey that was never published",
        responses={204: None, 404: ErrorSerializer},
    )
    @draft.mapping.delete
    def discard_draft(self, request: Request, key: str) -> Response:
        found(queries.draft(key), "draft")
        operations.discard_draft(key=key)
        return Response(status=204)

    @extend_schema(
        summary="Check a document, or the draft, without publishing it",
        request=CheckSerializer,
        responses={200: JourneyCheckSerializer, 404: ErrorSerializer},
    )
    @action(detail=True, methods=["post"])
    def check(self, request: Request, key: str) -> Response:
        document = _given(CheckSerializer, request).get("document")
        base = None
        if document is None:
            draft = found(queries.draft(key), "draft")
            document, base = draft.document, draft.base
        problems = checks.problems(document, key)
        findings = [] if problems else queries.findings(key, document, base)
        blocked = any(finding.severity == gatekeeping.ERROR for finding in findings)
        return Response(
            {
                "ok": not problems and not blocked,
                "problems": [as_dict(problem) for problem in problems],
                "warnings": [as_dict(one) for one in checks.warnings(document, key)],
                "findings": FindingSerializer(findings, many=True).data,
            }
        )

    @extend_schema(
        summary="Publish a document, or the draft, as the next version, and let people in to it",
        request=PublishJourneySerializer,
        responses={201: JourneyVersionSerializer, 400: ErrorSerializer},
    )
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, key: str) -> Response:
        given = _given(PublishJourneySerializer, request)
        anyway, revision = given.pop("anyway"), given.pop("revision")
        if "document" in given:
            _must_pass(given["document"], key, None, anyway=anyway)
            known = Journey.objects.filter(key=key).first()
            name = given.pop("name", None) or (known.name if known else key)
            with answering(code="invalid_journey", field="document"), _moving():
                version = operations.publish(
                    key=key, name=name, **given, by=request.user, now=clock.now()
                )
        else:
            draft = queries.draft(key)
            if draft is None:
                remedy = "send the document to publish; this journey has no draft"
                raise one_problem("document", "required", remedy)
            _must_pass(draft.document, key, draft.base, anyway=anyway)
            with answering(code="stale", field="revision"), _moving():
                version = operations.publish_draft(
                    key=key,
                    revision=draft.revision if revision is None else revision,
                    note=given["note"],
                    moves=given["moves"],
                    by=request.user,
                    now=clock.now(),
                )
        if given["moves"]:
            transaction.on_commit(tasks.wake)
        return Response(JourneyVersionSerializer(version).data, status=201)


def _given(form: Any, request: Request) -> dict[str, Any]:
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


@contextmanager
def _moving() -> Iterator[None]:
    try:
        yield
    except NotMovable as error:
        raise one_problem(error.field, "not_movable", str(error)) from error


def _must_pass(document: dict[str, Any], key: str, base: int | None, *, anyway: bool) -> None:
    problems = checks.problems(document, key)
    if problems:
        raise refused(tuple(problems))
    try:
        gatekeeping.must_pass(queries.findings(key, document, base), anyway=anyway)
    except Refused as error:
        raise refused(tuple(_problems(error.findings))) from error


def _problems(findings: Iterable[Finding]) -> Iterable[Problem]:
    for one in findings:
        field = "document" if one.severity == gatekeeping.ERROR else "anyway"
        yield Problem(field, one.severity, f"{one.title}. {one.detail}".strip())
