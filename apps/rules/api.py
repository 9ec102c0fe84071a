"""The rules of engagement in the management API."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, ProblemSerializer, answering, as_dict, found
from apps.engine import compile
from apps.engine.problems import Invalid
from apps.rules import operations, queries, sentences
from apps.rules.checks import check_document
from apps.rules.models import RuleSetVersion


class RuleSetSerializer(serializers.ModelSerializer):
    """A published version of all rules, with each rule in a sentence."""

    published_by = serializers.StringRelatedField()
    sentences = serializers.SerializerMethodField()

    class Meta:
        model = RuleSetVersion
        fields = ["id", "number", "published_at", "published_by", "note", "document", "sentences"]

    def get_sentences(self, version: RuleSetVersion) -> list[str]:
        return in_sentences(version.document)


class PublishRulesSerializer(serializers.Serializer):
    document = serializers.DictField(help_text="All rules, as the current version has them.")
    note = serializers.CharField(max_length=255, required=False, default="", allow_blank=True)


class RuleCheckSerializer(serializers.Serializer):
    ok = serializers.BooleanField()
    problems = ProblemSerializer(many=True)
    sentences = serializers.ListField(child=serializers.CharField())


def in_sentences(document: dict[str, Any]) -> list[str]:
    """What these rules say."""
    rules = compile.rule_set(document, id="", number=0)
    return [
        sentences.ARBITRATION,
        sentences.arbitration_window(rules),
        *(sentences.cap(cap) for cap in rules.caps),
        *(sentences.quiet_hours(quiet) for quiet in rules.quiet_hours),
        *(sentences.consent(channel, model) for channel, model in rules.consent.items()),
    ]


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
        request=PublishRulesSerializer,
        responses=RuleCheckSerializer,
    )
    @action(detail=False, methods=["post"])
    def check(self, request: Request) -> Response:
        given = PublishRulesSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        document = given.validated_data["document"]
        try:
            check_document(document)
            said = in_sentences(document)
        except Invalid as error:
            problems = [as_dict(problem) for problem in error.problems]
            return Response({"ok": False, "problems": problems, "sentences": []})
        return Response({"ok": True, "problems": [], "sentences": said})

    @extend_schema(
        summary="Publish rules: they hold from the next decision on",
        request=PublishRulesSerializer,
        responses={201: RuleSetSerializer, 400: ErrorSerializer},
    )
    @action(detail=False, methods=["post"])
    def publish(self, request: Request) -> Response:
        given = PublishRulesSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with answering(code="invalid_rules", field="document"):
            version = operations.publish(**given.validated_data, by=request.user, now=clock.now())
        return Response(RuleSetSerializer(version).data, status=201)


def current() -> RuleSetVersion:
    """The version that holds; before the first was published, what holds without one."""
    known = RuleSetVersion.objects.select_related("published_by").order_by("-number").first()
    return known or RuleSetVersion(number=0, document=queries.INITIAL)
