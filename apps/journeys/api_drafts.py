"""Drafts in the management API: read, write, check, publish, discard."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema
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
from apps.journeys import checks, operations, queries
from apps.journeys.api_versions import JourneyVersionSerializer
from apps.journeys.models import Journey, JourneyDraft
from apps.rules import gatekeeping
from apps.rules.api_serializers import FindingSerializer
from apps.rules.gatekeeping import Finding, Refused


class JourneyDraftSerializer(serializers.ModelSerializer):
    """A journey's draft; `base` is the number of the version it began from, 0 for none."""

    key = serializers.CharField(source="journey.key", read_only=True)
    updated_by = serializers.StringRelatedField()
    problems = serializers.SerializerMethodField()

    class Meta:
        model = JourneyDraft
        fields = [
            "key",
            "name",
            "description",
            "document",
            "base",
            "revision",
            "opened_at",
            "updated_at",
            "updated_by",
            "problems",
        ]

    def get_problems(self, draft: JourneyDraft) -> list[dict[str, str]]:
        return [as_dict(p) for p in checks.problems(draft.document, draft.journey.key)]


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


class JourneyCheckSerializer(serializers.Serializer):
    """`ok`: it may be published, if need be in spite of warnings."""

    ok = serializers.BooleanField()
    problems = ProblemSerializer(many=True)
    findings = FindingSerializer(many=True)


class DraftActions:
    """The actions of the journeys' API that are about drafts."""

    @extend_schema(
        operation_id="journeys_draft_retrieve",
        summary="The journey's draft",
        responses={200: JourneyDraftSerializer, 404: ErrorSerializer},
    )
    @action(detail=True, methods=["get"])
    def draft(self, request: Request, key: str) -> Response:
        row = found(queries.draft(key), "draft")
        return Response(JourneyDraftSerializer(row).data)

    @extend_schema(
        operation_id="journeys_draft_update",
        summary="Save the draft; a journey is there from its first draft on",
        request=SaveDraftSerializer,
        responses={200: JourneyDraftSerializer, 400: ErrorSerializer},
    )
    @draft.mapping.put
    def save_draft(self, request: Request, key: str) -> Response:
        given = _given(SaveDraftSerializer, request)
        known = Journey.objects.filter(key=key).first()
        named = {
            "name": known.name if known else key,
            "description": known.description if known else "",
        }
        with answering(code="stale" if known else "invalid_key", field="revision"):
            operations.save_draft(key=key, **named | given, by=request.user, now=clock.now())
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
            with answering(code="invalid_journey", field="document"):
                version = operations.publish(
                    key=key, name=name, **given, by=request.user, now=clock.now()
                )
        else:
            draft = queries.draft(key)
            if draft is None:
                remedy = "send the document to publish; this journey has no draft"
                raise one_problem("document", "required", remedy)
            _must_pass(draft.document, key, draft.base, anyway=anyway)
            with answering(code="stale", field="revision"):
                version = operations.publish_draft(
                    key=key,
                    revision=draft.revision if revision is None else revision,
                    note=given["note"],
                    by=request.user,
                    now=clock.now(),
                )
        return Response(JourneyVersionSerializer(version).data, status=201)


def _given(form: Any, request: Request) -> dict[str, Any]:
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


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
