"""What the management API says of a draft: as it is, that it moved on, that nothing is new."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common.api import ErrorSerializer, as_dict
from apps.engine.problems import Problem
from apps.journeys import checks, queries
from apps.journeys.models import Journey, JourneyDraft
from apps.journeys.refusals import Stale

# With `?stale=answer`, as a browser sends it, which writes every 4xx into its console.
IN_PLACE = "answer"


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


class DraftNowSerializer(serializers.Serializer):
    """What there is now: `draft` is null where it was published or discarded.

    `revision` is the one to save with; `version` is the number of the latest version, 0 for none.
    """

    draft = JourneyDraftSerializer(allow_null=True)
    revision = serializers.IntegerField()
    version = serializers.IntegerField()


class StaleSerializer(ErrorSerializer, DraftNowSerializer):
    """Somebody else saved since: nothing was written, and this is theirs."""


def now_there(key: str) -> dict[str, Any]:
    """What `DraftNowSerializer` says; for a journey that is gone there is nothing."""
    journey = Journey.objects.filter(key=key).first()
    draft = queries.draft(key)
    last = journey.versions.defer("document").first() if journey else None
    revision = draft.revision if draft else journey.draft_revision if journey else 0
    return {
        "draft": JourneyDraftSerializer(draft).data if draft else None,
        "revision": revision,
        "version": last.number if last else 0,
    }


def if_new(key: str, seen: str, *, opened: bool) -> Response:
    """204 where the draft is still the one that was seen, else what there is now."""
    draft = JourneyDraft.objects.filter(journey__key=key).values_list("revision").first()
    known = draft or Journey.objects.filter(key=key).values_list("draft_revision").first()
    if known == (_number(seen),) and bool(draft) == opened:
        return Response(status=204)
    return Response(now_there(key))


def stale(error: Stale, request: Request, key: str) -> Response:
    """The 409 of a save that came too late, with what is there instead."""
    problem = Problem("revision", "stale", str(error))
    in_place = request.query_params.get("stale") == IN_PLACE
    return Response(
        {"errors": [as_dict(problem)]} | now_there(key), status=200 if in_place else 409
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
