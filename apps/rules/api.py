"""The rules of engagement in the management API: versions, checks, comparison, publication."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, answering, as_dict, found, one_problem
from apps.engine.problems import Invalid
from apps.graph import queries_journeys
from apps.rules import document as documents
from apps.rules import effect_words, gatekeeping, kinds, operations, pages, queries, remarks
from apps.rules.api_answers import refusing, relative
from apps.rules.api_serializers import (
    AskEffectSerializer,
    CheckRulesSerializer,
    ComparisonSerializer,
    EffectSerializer,
    FindingSerializer,
    PublishRulesSerializer,
    RuleCheckSerializer,
    RuleSetSerializer,
    in_sentences,
)
from apps.rules.checks import check_document
from apps.rules.models import RuleSetVersion

SIDE = "A version's number, 0 for before the first, “live” or “draft”."


@extend_schema(tags=["rules"])
@extend_schema_view(
    list=extend_schema(summary="The rules that hold now", responses=RuleSetSerializer),
)
class RulesApi(viewsets.GenericViewSet):
    """The rules of engagement: each change is a new version, which holds from then on."""

    queryset = RuleSetVersion.objects.select_related("published_by")
    serializer_class = RuleSetSerializer
    permission_classes = [DjangoModelPermissions]
    pagination_class = None

    @extend_schema(operation_id="rules_current", responses=RuleSetSerializer(many=False))
    def list(self, request: Request) -> Response:
        return Response(RuleSetSerializer(current()).data)

    @extend_schema(summary="All versions, the newest first", responses=RuleSetSerializer(many=True))
    @action(detail=False, pagination_class=None)
    def versions(self, request: Request) -> Response:
        return Response(RuleSetSerializer(self.get_queryset()[:200], many=True).data)

    @extend_schema(summary="One version", responses={200: RuleSetSerializer, 404: ErrorSerializer})
    @action(detail=False, url_path=r"versions/(?P<number>\d{1,9})")
    def version(self, request: Request, number: str) -> Response:
        row = self.get_queryset().filter(number=int(number)).first()
        return Response(RuleSetSerializer(found(row, "such version of the rules")).data)

    @extend_schema(
        summary="Check rules without publishing them",
        request=CheckRulesSerializer,
        responses=RuleCheckSerializer,
    )
    @action(detail=False, methods=["post"])
    def check(self, request: Request) -> Response:
        given = CheckRulesSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        document = given.validated_data.get("document", queries.working().document)
        try:
            check_document(document)
        except Invalid as error:
            problems = [as_dict(problem) for problem in error.problems]
            return Response(_checked(problems=problems))
        known = FindingSerializer(gatekeeping.findings(document), many=True).data
        said = in_sentences(document)
        notes = remarks.remarks(document)
        return Response(_checked(ok=True, sentences=said, findings=known, remarks=notes))

    @extend_schema(
        summary="What differs between two versions, or a version and the draft",
        parameters=[OpenApiParameter("from", str, description=SIDE), OpenApiParameter("to", str)],
        responses={200: ComparisonSerializer, 404: ErrorSerializer},
    )
    @action(detail=False)
    def compare(self, request: Request) -> Response:
        before = request.query_params.get("from", "live")
        after = request.query_params.get("to", "draft")
        sides = [found(document_of(side), "such version of the rules") for side in (before, after)]
        changes = pages.changes(*sides)
        answer = {"before": before, "after": after, "changes": changes}
        return Response(ComparisonSerializer(answer).data)

    @extend_schema(
        summary="What a rule would have done in the last 30 days",
        request=AskEffectSerializer,
        responses={200: EffectSerializer, 400: ErrorSerializer},
    )
    @action(detail=False, methods=["post"])
    def effect(self, request: Request) -> Response:
        given = AskEffectSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        section = given.validated_data["section"]
        rule = {"id": "this", "name": "This rule", **given.validated_data["rule"]}
        document = queries.working().document
        names = queries_journeys.journey_names()
        seen = kinds.preview(section, rule, document, names, clock.now())
        if seen.effect is None:
            path = kinds.path_of(section, str(rule["id"]), document)
            raise_problems = tuple(relative(problem, path) for problem in seen.problems)
            with answering(code="invalid_rule", field="rule"):
                raise Invalid(raise_problems)
        answer = {
            name: getattr(seen.effect, name)
            for name in ("stopped", "sends", "touched", "people", "complete")
        }
        said = effect_words.effect(section, seen.effect)
        answer |= {"sentence": " ".join(seen.says), "effect": said}
        return Response(EffectSerializer(answer).data)

    @extend_schema(
        summary="Publish rules, or the draft: they hold from the next decision on",
        request=PublishRulesSerializer,
        responses={201: RuleSetSerializer, 400: ErrorSerializer, 409: ErrorSerializer},
    )
    @action(detail=False, methods=["post"])
    def publish(self, request: Request) -> Response:
        given = PublishRulesSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with refusing():
            if "document" in given.validated_data:
                version = _publish_document(request, **given.validated_data)
            else:
                version = _publish_draft(request, **given.validated_data)
        return Response(RuleSetSerializer(version).data, status=201)


def _publish_document(
    request: Request, *, document: dict[str, Any], note: str, anyway: bool, **_: Any
) -> RuleSetVersion:
    check_document(document)
    gatekeeping.must_pass(gatekeeping.findings(document), anyway=anyway)
    return operations.publish(document=document, note=note, by=request.user, now=clock.now())


def _publish_draft(
    request: Request,
    *,
    note: str,
    anyway: bool,
    revision: int | None = None,
    over: int | None = None,
) -> RuleSetVersion:
    if revision is None:
        remedy = "name the draft's revision that you saw, or give a document"
        raise one_problem("revision", "missing", remedy)
    if not note.strip():
        raise one_problem("note", "missing", "say what changes and why")
    gatekeeping.must_pass(gatekeeping.findings(queries.working().document), anyway=anyway)
    return operations.publish_draft(
        revision=revision, note=note.strip(), by=request.user, now=clock.now(), over=over
    )


def _checked(**told: Any) -> dict[str, Any]:
    return {"ok": False, "problems": [], "sentences": [], "findings": [], "remarks": [], **told}


def document_of(side: str) -> dict[str, Any] | None:
    """The document of a side of a comparison, or None where there is none."""
    if side == "draft":
        return queries.working().document
    if side == "live":
        return queries.current_document()
    is_number = side.isascii() and side.isdecimal() and len(side) < 9
    return queries.version_document(int(side)) if is_number else None


def current() -> RuleSetVersion:
    """The version that holds; before the first was published, what holds without one."""
    known = RuleSetVersion.objects.select_related("published_by").order_by("-number").first()
    return known or RuleSetVersion(number=0, document=documents.INITIAL)
