"""Drafts out of something else in the management API: compare, restore, copy, export, import."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, answering, found, one_problem
from apps.journeys import api_draft_answers, authoring, comparing, exporting, queries, queries_sides
from apps.journeys.api_draft_answers import JourneyDraftSerializer, StaleSerializer
from apps.journeys.models import Journey
from apps.journeys.queries_sides import Side
from apps.journeys.refusals import Stale

WHICH = OpenApiParameter(
    "version",
    str,
    description="A version's number, or “draft”. Left out: the draft, or the latest.",
)
REFUSED = {400: ErrorSerializer, 404: ErrorSerializer}


class SideSerializer(serializers.Serializer):
    """One of `version`, `draft` and `document`; a document may be any shape."""

    version = serializers.IntegerField(required=False, min_value=1)
    draft = serializers.BooleanField(required=False)
    document = serializers.JSONField(required=False, allow_null=True)
    name = serializers.CharField(required=False, allow_blank=True, max_length=255)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if len(given.keys() & {"version", "draft", "document"}) != 1:
            raise serializers.ValidationError("name one of version, draft and document")
        return given


class CompareSerializer(serializers.Serializer):
    before = SideSerializer()
    after = SideSerializer()


class JourneyChangeSerializer(serializers.Serializer):
    """One node that differs; `node` is "" where it is the journey itself or what is drawn."""

    kind = serializers.CharField(help_text="“added”, “removed” or “changed”.")
    node = serializers.CharField()
    type = serializers.CharField(help_text="The node's type; “layout” for what is only drawn.")
    what = serializers.CharField(help_text="A sentence.")
    details = serializers.ListField(child=serializers.CharField())


class JourneyChangesSerializer(serializers.Serializer):
    changes = JourneyChangeSerializer(many=True)


class RestoreSerializer(serializers.Serializer):
    revision = serializers.IntegerField(
        required=False,
        min_value=0,
        allow_null=True,
        default=None,
        help_text="Of the draft you saw.",
    )


class DuplicateSerializer(serializers.Serializer):
    version = serializers.RegexField(
        r"^(draft|\d{1,9})$", required=False, help_text="As in export."
    )
    name = serializers.CharField(required=False, max_length=255)


class ExportedSerializer(serializers.Serializer):
    """The file of a journey."""

    throughline = serializers.CharField(help_text="“journey”.")
    format = serializers.IntegerField()
    name = serializers.CharField()
    key = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    document = serializers.DictField()


class AuthoringActions:
    """The actions of the journeys' API that make drafts out of something else."""

    get_object: Any

    @extend_schema(
        summary="What differs between two of its versions, its draft or documents, in words",
        request=CompareSerializer,
        responses={200: JourneyChangesSerializer} | REFUSED,
    )
    @action(detail=True, methods=["post"])
    def compare(self, request: Request, key: str) -> Response:
        given = _given(CompareSerializer, request)
        journey = Journey.objects.filter(key=key).first()
        before, after = (_side(journey, given[one]) for one in ("before", "after"))
        names = (before.name, after.name) if before.name and after.name else ("", "")
        changes = comparing.changes(before.document, after.document, names=names)
        return Response({"changes": [asdict(change) for change in changes]})

    @extend_schema(
        summary="Make this version the draft, in place of one that is open",
        request=RestoreSerializer,
        responses={200: JourneyDraftSerializer, 409: StaleSerializer} | REFUSED,
    )
    @action(
        detail=True,
        methods=["post"],
        url_path=r"versions/(?P<number>\d{1,9})/restore",
        url_name="restore-version",
    )
    def restore_version(self, request: Request, key: str, number: str) -> Response:
        version = self.get_object().versions.filter(number=int(number)).first()
        revision = _given(RestoreSerializer, request)["revision"]
        version = found(version, "such version")
        try:
            authoring.restore_version(
                version=version, by=request.user, now=clock.now(), revision=revision
            )
        except Stale as stale:
            return api_draft_answers.stale(stale, request, key)
        return Response(JourneyDraftSerializer(queries.draft(key)).data)

    @extend_schema(
        summary="A new journey whose draft is a copy of this one",
        request=DuplicateSerializer,
        responses={201: JourneyDraftSerializer} | REFUSED,
    )
    @action(detail=True, methods=["post"])
    def duplicate(self, request: Request, key: str) -> Response:
        given = _given(DuplicateSerializer, request)
        side = _chosen(self.get_object(), given.pop("version", ""))
        with answering(code="invalid_key", field="name"):
            draft = authoring.duplicate(side=side, **given, by=request.user, now=clock.now())
        return Response(JourneyDraftSerializer(draft).data, status=201)

    @extend_schema(
        summary="The journey as a file", parameters=[WHICH], responses={200: ExportedSerializer}
    )
    @action(detail=True)
    def export(self, request: Request, key: str) -> HttpResponse:
        side = _chosen(self.get_object(), request.query_params.get("version", ""))
        content = exporting.exported(
            key=key, name=side.name, description=side.description, document=side.document
        )
        answer = HttpResponse(exporting.as_file(content), content_type="application/json")
        name = "draft" if side.which == queries_sides.DRAFT else f"version-{side.which}"
        answer["Content-Disposition"] = f'attachment; filename="{key}-{name}.json"'
        return answer

    @extend_schema(
        operation_id="journeys_import",
        summary="A new journey with a draft out of a file that was exported",
        request=ExportedSerializer,
        parameters=[OpenApiParameter("key", OpenApiTypes.STR, description="For the new journey.")],
        responses={201: JourneyDraftSerializer, 400: ErrorSerializer},
    )
    @action(detail=False, methods=["post"], url_path="import", url_name="import")
    def import_file(self, request: Request) -> Response:
        imported = exporting.from_json(request.data)
        key = request.query_params.get("key", "")
        if key and not queries_sides.is_free(key):
            raise one_problem("key", "taken", "there is a journey of this key; choose another one")
        with answering(code="invalid_key", field="key"):
            draft = authoring.import_new(
                imported=imported, key=key, by=request.user, now=clock.now()
            )
        return Response(JourneyDraftSerializer(draft).data, status=201)


def _given(form: Any, request: Request) -> dict[str, Any]:
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _chosen(journey: Journey, which: str) -> Side:
    if which:
        return found(queries_sides.side(journey, which), "such version or draft")
    return found(queries_sides.latest(journey), "draft or version")


def _side(journey: Journey | None, given: dict[str, Any]) -> Side:
    if "document" in given:
        return Side("", given.get("name", ""), "", given["document"])
    which = queries_sides.DRAFT if "draft" in given else str(given["version"])
    return found(queries_sides.side(journey, which) if journey else None, "such version or draft")
