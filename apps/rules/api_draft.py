"""The draft of the rules in the management API: whole, by section, and rule by rule.

Every change names the revision it has seen (`?revision=`); 409 says who was faster.
"""

from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, found, one_problem
from apps.rules import api_serializers as parts
from apps.rules import document as documents
from apps.rules import kinds, operations, queries
from apps.rules.api_answers import body_of, draft_answer, refusing, revision_of
from apps.rules.models import RuleSetDraft

REVISION = OpenApiParameter("revision", int, required=True, description="As it was seen.")
CHANGED: dict[int, Any] = {
    200: parts.DraftSerializer,
    400: ErrorSerializer,
    409: ErrorSerializer,
}
View = TypeVar("View", bound=type)


class DraftDoor(GenericAPIView):
    queryset = RuleSetDraft.objects.all()
    serializer_class = parts.DraftSerializer
    permission_classes = [DjangoModelPermissions]
    pagination_class = None

    def save(self, document: Any, path: str = "") -> Response:
        with refusing(path):
            operations.edit_draft(
                document=document,
                revision=revision_of(self.request),
                by=self.request.user,
                now=clock.now(),
            )
        return Response(draft_answer())


@extend_schema(tags=["rules"])
class DraftApi(DraftDoor):
    """The draft as a whole."""

    @extend_schema(summary="The draft, or the rules that hold", operation_id="rules_draft")
    def get(self, request: Request) -> Response:
        return Response(draft_answer())

    @extend_schema(
        summary="Make these rules the draft",
        operation_id="rules_draft_put",
        parameters=[REVISION],
        request=parts.PutDraftSerializer,
        responses=CHANGED,
    )
    def put(self, request: Request) -> Response:
        return self.save(body_of(request).get("document"))

    @extend_schema(
        summary="Change sections of the draft",
        operation_id="rules_draft_patch",
        parameters=[REVISION],
        request=parts.DocumentSerializer,
        responses=CHANGED,
    )
    def patch(self, request: Request) -> Response:
        changes = body_of(request)
        for unknown in changes.keys() - documents.INITIAL.keys():
            known = ", ".join(documents.INITIAL)
            raise one_problem(str(unknown), "unknown_section", f"one of {known}")
        return self.save({**queries.working().document, **changes})

    @extend_schema(
        summary="Discard the draft",
        operation_id="rules_draft_discard",
        parameters=[REVISION],
        responses={204: None, 409: ErrorSerializer},
    )
    def delete(self, request: Request) -> Response:
        with refusing():
            operations.discard_draft(
                revision=revision_of(request), by=self.request.user, now=clock.now()
            )
        return Response(status=204)


class ItemsApi(DraftDoor):
    """The rules of one section of the draft."""

    section = ""

    def get(self, request: Request) -> Response:
        return Response(documents.items(queries.working().document, self.section))

    def post(self, request: Request) -> Response:
        document, new = queries.working().document, body_of(request)
        name = documents.KEYS[self.section]
        if documents.item(document, self.section, str(new.get(name))):
            raise one_problem(name, "not_unique", "there is one of this key; change that one")
        path = kinds.path_of(self.section, str(new.get(name)), document)
        answer = self.save(documents.with_item(document, self.section, new), path)
        answer.status_code = 201
        return answer


class ItemApi(DraftDoor):
    """One rule of the draft."""

    section = ""

    def get(self, request: Request, key: str) -> Response:
        return Response(self.item(key))

    def put(self, request: Request, key: str) -> Response:
        self.item(key)
        document = queries.working().document
        new = {**body_of(request), documents.KEYS[self.section]: key}
        path = kinds.path_of(self.section, key, document)
        return self.save(documents.with_item(document, self.section, new), path)

    def delete(self, request: Request, key: str) -> Response:
        self.item(key)
        return self.save(documents.without_item(queries.working().document, self.section, key))

    def item(self, key: str) -> dict[str, Any]:
        known = documents.item(queries.working().document, self.section, key)
        return found(known, "such rule in the draft")


def doors(
    section: str, one: str, serializer: type[serializers.Serializer]
) -> tuple[type[ItemsApi], type[ItemApi]]:
    """The doors to the list of a section and to one of its rules, described for the schema."""
    name = "".join(part.title() for part in section.split("_"))
    several = type(f"{name}Api", (ItemsApi,), {"section": section})
    single = type(f"{name}ItemApi", (ItemApi,), {"section": section})
    prefix = f"rules_draft_{section}"
    wrong = {400: ErrorSerializer, 404: ErrorSerializer, 409: ErrorSerializer}

    def told(operation: str, summary: str, answer: Any, *, write: bool = True) -> Any:
        return extend_schema(
            tags=["rules"],
            operation_id=f"{prefix}_{operation}",
            summary=summary,
            parameters=[REVISION] if write else [],
            request=serializer if operation in ("add", "change") else None,
            responses=answer,
        )

    draft = parts.DraftSerializer
    all_of_it = serializer(many=True)
    extend_schema_view(
        get=told("list", f"The draft's {section.replace('_', ' ')}", all_of_it, write=False),
        post=told("add", f"Add {one}", {201: draft} | wrong),
    )(several)
    extend_schema_view(
        get=told("read", f"Read {one}", {200: serializer, 404: ErrorSerializer}, write=False),
        put=told("change", f"Change {one}", {200: draft} | wrong),
        delete=told("remove", f"Remove {one}", {200: draft} | wrong),
    )(single)
    return several, single
