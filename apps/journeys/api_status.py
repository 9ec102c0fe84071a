"""A journey's status, archive and owner in the management API."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common import clock
from apps.common.api import ErrorSerializer, answering
from apps.journeys import operations, tasks
from apps.journeys.models import Journey
from apps.journeys.operations_status import LEAVE, WAIT

GO_ON = "go_on"


class JourneySerializer(serializers.ModelSerializer):
    """A journey; `version` is the number of the latest published one, null for none.

    `draft` is the revision of its draft, null for none. While it is draining nobody enters, and it
    ends by itself with the last person inside. An archived one is left out of the list.
    """

    version = serializers.IntegerField(source="latest", allow_null=True, read_only=True)
    draft = serializers.IntegerField(source="draft.revision", default=None)
    owner = serializers.SlugRelatedField(slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = Journey
        fields = [
            "key",
            "name",
            "description",
            "status",
            "owner",
            "created_at",
            "archived_at",
            "version",
            "draft",
        ]


class UserNameField(serializers.SlugRelatedField):
    """A user by their name; one that no database can keep is nobody's."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or "\0" in data:
            self.fail("does_not_exist", slug_name=self.slug_field, value=repr(data)[:50])
        return super().to_internal_value(data)


class OwnerSerializer(serializers.Serializer):
    owner = UserNameField(
        slug_field="username",
        queryset=get_user_model().objects.filter(is_active=True),
        allow_null=True,
        help_text="The user name of whom to ask about it; null: nobody in particular.",
    )


class PauseSerializer(serializers.Serializer):
    people = serializers.ChoiceField(
        [(WAIT, "Wait"), (LEAVE, "Leave")],
        default=WAIT,
        help_text="Who is inside waits until it is resumed, or leaves now.",
    )


class EndSerializer(serializers.Serializer):
    people = serializers.ChoiceField(
        [(LEAVE, "Leave"), (GO_ON, "Go on")],
        default=LEAVE,
        help_text="Who is inside leaves now and gets nothing more, or goes on: then it is draining "
        "and ends by itself with the last of them.",
    )


REFUSED = {400: ErrorSerializer, 404: ErrorSerializer}
ANSWERS = {200: JourneySerializer} | REFUSED


class StatusActions:
    """The actions of the journeys' API that change what a journey is, not what it does."""

    get_object: Any

    @extend_schema(
        operation_id="journeys_partial_update",
        summary="Give the journey to another owner",
        request=OwnerSerializer,
        responses=ANSWERS,
    )
    def partial_update(self, request: Request, key: str) -> Response:
        journey, given = self.get_object(), _given(OwnerSerializer, request)
        operations.give_to(key=journey.key, **given, by=request.user, now=clock.now())
        return self._answer()

    @extend_schema(
        summary="Let nobody in, and send nothing, until it is resumed",
        request=PauseSerializer,
        responses=ANSWERS,
    )
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, key: str) -> Response:
        given = _given(PauseSerializer, request)
        return self._become(request, Journey.Status.PAUSED, given["people"])

    @extend_schema(summary="Go on after a pause", request=None, responses=ANSWERS)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, key: str) -> Response:
        return self._become(request, Journey.Status.LIVE)

    @extend_schema(
        summary="End it for good: nobody enters any more, and who is inside leaves, or goes on",
        request=EndSerializer,
        responses=ANSWERS,
    )
    @action(detail=True, methods=["post"])
    def end(self, request: Request, key: str) -> Response:
        drain = _given(EndSerializer, request)["people"] == GO_ON
        return self._become(request, Journey.Status.DRAINING if drain else Journey.Status.ENDED)

    @extend_schema(
        summary="Archive one that has ended or was never published",
        request=None,
        responses=ANSWERS,
    )
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, key: str) -> Response:
        journey = self.get_object()
        with answering(code="illegal_move", field="archived_at"):
            operations.archive(key=journey.key, by=request.user, now=clock.now())
        return self._answer()

    @extend_schema(summary="Take it out of the archive", request=None, responses=ANSWERS)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, key: str) -> Response:
        journey = self.get_object()
        operations.restore(key=journey.key, by=request.user, now=clock.now())
        return self._answer()

    def _become(self, request: Request, status: str, people: str = WAIT) -> Response:
        journey = self.get_object()
        with answering(code="illegal_move", field="status"):
            operations.set_status(
                key=journey.key, status=status, people=people, by=request.user, now=clock.now()
            )
        transaction.on_commit(tasks.wake)
        return self._answer()

    def _answer(self) -> Response:
        return Response(JourneySerializer(self.get_object()).data)


def _given(form: Any, request: Request) -> dict[str, Any]:
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
