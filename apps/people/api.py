"""Identity and accounts in the management API."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, answering, found, one_problem
from apps.common.api_paging import NewestFirst
from apps.people import operations_identity as operations
from apps.people import queries_accounts
from apps.people import queries_identity as queries
from apps.people.identity_rules import INITIAL
from apps.people.models import Account, IdentityRules, LeftOff
from apps.people.queries_left_off import left_off, lines
from apps.people.serializers import (
    AccountPageSerializer,
    AccountSerializer,
    IdentityRulesSerializer,
    LeftOffSerializer,
    PublishIdentitySerializer,
)

MOST_PAGES = 100_000
TAG = ["identity"]


def text_of(request: Request, name: str) -> str:
    return str(request.query_params.get(name, "")).replace("\0", "").strip()[:512]


class IdentityApi(generics.GenericAPIView):
    """The identity rules: each change is a new version, for events that come in from then on."""

    queryset = IdentityRules.objects.select_related("published_by")
    serializer_class = IdentityRulesSerializer
    permission_classes = [DjangoModelPermissions]
    pagination_class = None

    @extend_schema(tags=TAG, summary="The identity rules that hold now", operation_id="identity")
    def get(self, request: Request) -> Response:
        latest = queries.latest() or IdentityRules(number=0, document=INITIAL)
        return Response(IdentityRulesSerializer(latest).data)

    @extend_schema(
        tags=TAG,
        summary="Publish identity rules: they hold for every event that comes in from now on",
        operation_id="identity_publish",
        request=PublishIdentitySerializer,
        responses={200: IdentityRulesSerializer, 400: ErrorSerializer},
    )
    def put(self, request: Request) -> Response:
        given = PublishIdentitySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        told = given.validated_data
        with answering(code="nothing_to_publish", field="document"):
            version = _publish(request, _document(told["document"]), told)
        return Response(IdentityRulesSerializer(version).data)


def _publish(request: Request, document: dict[str, Any], told: dict[str, Any]) -> IdentityRules:
    note, base = told["note"], told.get("base")
    try:
        return operations.publish(
            document=document, note=note, by=request.user, now=clock.now(), base=base
        )
    except operations.Moved as error:
        raise one_problem("base", "moved", str(error)) from error


def _document(told: dict[str, Any]) -> dict[str, Any]:
    """As it was read here: without what only explains it."""
    types = told.get("types")
    if not isinstance(types, list):
        return told
    plain = [
        {key: value for key, value in one.items() if key != "told_in"}
        if isinstance(one, dict)
        else one
        for one in types
    ]
    return told | {"types": plain}


class NewestVersion(NewestFirst):
    ordering = ("-number",)


@extend_schema(tags=TAG, summary="All versions of the identity rules, the newest first")
class IdentityVersionsApi(generics.ListAPIView):
    queryset = IdentityRules.objects.select_related("published_by")
    serializer_class = IdentityRulesSerializer
    permission_classes = [DjangoModelPermissions]
    pagination_class = NewestVersion


class LatestLeftOff(NewestFirst):
    ordering = ("-last_at", "-id")


@extend_schema(
    tags=TAG,
    summary="Identifiers that did not become somebody’s although an event said so",
    parameters=[
        OpenApiParameter("q", str, description="How a value begins, or type:value."),
        OpenApiParameter("because", str, enum=LeftOff.Because.values),
        OpenApiParameter("type", str, description="Such as email."),
    ],
)
class LeftOffApi(generics.ListAPIView):
    queryset = LeftOff.objects.all()
    serializer_class = LeftOffSerializer
    permission_classes = [DjangoModelPermissions]
    pagination_class = LatestLeftOff

    def get_queryset(self) -> QuerySet[LeftOff]:
        because = text_of(self.request, "because")
        if because and because not in LeftOff.Because.values:
            remedy = f"write one of {', '.join(LeftOff.Because.values)}"
            raise one_problem("because", "unknown_value", remedy)
        kind = text_of(self.request, "type")
        return left_off(search=text_of(self.request, "q"), because=because, kind=kind)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(LeftOffSerializer(lines(rows), many=True).data)


class NewestAccount(NewestFirst):
    ordering = ("-first_seen", "-id")


@extend_schema(
    tags=["accounts"],
    summary="The accounts that people belong to, the newest first",
    parameters=[OpenApiParameter("q", str, description="How the name or group’s id begins.")],
)
class AccountsApi(generics.ListAPIView):
    queryset = Account.objects.all()
    serializer_class = AccountSerializer
    permission_classes = [DjangoModelPermissions]
    pagination_class = NewestAccount

    def get_queryset(self) -> QuerySet[Account]:
        return queries_accounts.accounts(text_of(self.request, "q"))


class AccountApi(APIView):
    """One account."""

    @extend_schema(
        tags=["accounts"],
        summary="An account, and a page of its people",
        operation_id="account",
        parameters=[OpenApiParameter("page", int, description="From 1 on.")],
        responses={200: AccountPageSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, id: int) -> Response:
        account: Any = found(Account.objects.filter(id=id).first(), "account")
        page = _page(text_of(request, "page"))
        people = queries_accounts.members(account.pk, page=page)
        account.people = people[: queries_accounts.PAGE]
        account.next = page + 1 if len(people) > queries_accounts.PAGE else None
        return Response(AccountPageSerializer(account).data)


def _page(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= MOST_PAGES):
        raise one_problem("page", "invalid", f"write a whole number from 1 to {MOST_PAGES:,}")
    return int(text[:9])
