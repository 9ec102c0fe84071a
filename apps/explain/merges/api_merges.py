"""Merges in the management API: the list to review, one of them, undoing it, finding it right."""

from typing import Any

from django.core.paginator import Paginator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common import clock
from apps.common.api import ErrorSerializer, found, one_problem
from apps.common.api_permissions import StaffOrPermitted
from apps.explain.api import asked, whole, with_query
from apps.explain.merges import merge_messages, merging, suspicion_words
from apps.explain.merges import serializers_merges as shapes
from apps.explain.merges.merge_list import listed
from apps.explain.merges.merge_page import MergePage, merge_page
from apps.orchestrator import unmerging
from apps.people import operations_merges, queries_merges
from apps.people.models import Merge

PER_PAGE = 50
MOST_PAGES = 100_000
PAGE = OpenApiParameter("page", int, description=f"Of {PER_PAGE} each.")


class CantUndo(APIException):
    status_code = 409
    default_code = "cant_undo"


class MergesApi(APIView):
    """Merges, the newest first."""

    @extend_schema(
        tags=["merges"],
        operation_id="merges_list",
        summary="Merges, those to review unless asked otherwise",
        parameters=[
            OpenApiParameter("show", str, enum=queries_merges.WHICH, description="Default: review"),
            OpenApiParameter("kind", str, enum=list(suspicion_words.TITLES)),
            OpenApiParameter("search", str, description="An identifier, or a profile's id."),
            PAGE,
        ],
        responses={200: shapes.MergesSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        which = _one_of(request, "show", queries_merges.WHICH) or queries_merges.TO_REVIEW
        kind = _one_of(request, "kind", tuple(suspicion_words.TITLES))
        rows = queries_merges.merges(which, kind=kind, search=asked(request, "search"))
        payload = _page(request, rows)
        payload["results"] = listed(payload["results"])
        return Response(shapes.MergesSerializer(payload).data)


class MergeApi(APIView):
    """One merge."""

    @extend_schema(
        tags=["merges"],
        summary="Who was joined with whom, both sides before it, and what came since",
        responses={200: shapes.MergeReviewSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, merge_id: int) -> Response:
        return Response(_told(_merge(merge_id)))


class MergeMessagesApi(APIView):
    """Messages since a merge."""

    @extend_schema(
        tags=["merges"],
        summary="Messages since, those because of the merge first",
        parameters=[PAGE],
        responses={200: shapes.MessagesSinceSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, merge_id: int) -> Response:
        review = merge_page(_merge(merge_id), clock.now(), whole=True)
        payload = _page(request, review.messages) | {
            "known": review.known,
            "because": merge_messages.counts(review.messages)["because"],
        }
        return Response(shapes.MessagesSinceSerializer(payload).data)


class MayChange(StaffOrPermitted):
    """A decision about a merge changes it: it asks for that right, not for the one to add."""

    perms_map = StaffOrPermitted.perms_map | {"POST": ["%(app_label)s.change_%(model_name)s"]}


class ChangingApi(APIView):
    """What only those may call who may change merges."""

    queryset = Merge.objects.all()
    permission_classes = [MayChange]


class MergeUndoApi(ChangingApi):
    """Two people again."""

    @extend_schema(
        tags=["merges"],
        summary="Undo a merge; the two are kept apart from then on",
        request=shapes.UndoSerializer,
        responses={
            202: shapes.MergeReviewSerializer,
            400: ErrorSerializer,
            404: ErrorSerializer,
            409: ErrorSerializer,
        },
    )
    def post(self, request: Request, merge_id: int) -> Response:
        given = shapes.UndoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        _merge(merge_id)
        because = given.validated_data["because"]
        try:
            merging.undo(merge_id=merge_id, by=request.user, because=because)
        except unmerging.CantUndo as error:
            raise CantUndo(str(error)) from error
        return Response(_told(_merge(merge_id)), status=202)


class MergeRightApi(ChangingApi):
    """One person indeed."""

    @extend_schema(
        tags=["merges"],
        summary="Say that a merge is right; it is not listed for review any more",
        request=None,
        responses={200: shapes.MergeReviewSerializer, 404: ErrorSerializer, 409: ErrorSerializer},
    )
    def post(self, request: Request, merge_id: int) -> Response:
        _merge(merge_id)
        if not operations_merges.find_right(merge_id=merge_id, by=request.user, now=clock.now()):
            raise CantUndo("This merge was undone; there is nothing to find right.", "undone")
        return Response(_told(_merge(merge_id)))


def _merge(id: int) -> Merge:
    rows = Merge.objects.select_related("undone_by", "reviewed_by")
    return found(rows.filter(id=id).first(), "merge")


def _told(merge: Merge) -> dict[str, Any]:
    review: MergePage = merge_page(merge, clock.now())
    payload = {
        "merge": merge,
        "called": review.one.called,
        "standing": review.one.standing,
        "suspicions": review.one.suspicions,
        "led": review.led,
        "zone": review.telling.zone.key,
        "sides": review.sections,
        "since": review.since,
        "messages": merge_messages.counts(review.messages),
        "why_not": review.why_not,
        "failed": review.failed,
        "kept_apart": review.apart is not None,
    }
    return dict(shapes.MergeReviewSerializer(payload).data)


def _one_of(request: Request, name: str, known: tuple[str, ...]) -> str:
    value = asked(request, name)
    if value and value not in known:
        raise one_problem(name, "unknown_value", f"“{value}” is none of {', '.join(known)}.")
    return value


def _page(request: Request, rows: Any) -> dict[str, Any]:
    number = whole(request, "page", 1, MOST_PAGES)
    pages: Paginator[Any] = Paginator(rows, PER_PAGE)
    page = pages.get_page(number) if number <= pages.num_pages else None
    more = page is not None and page.has_next()
    return {
        "count": pages.count,
        "next": with_query(request, page=number + 1) if more else None,
        "results": list(page) if page else [],
    }
