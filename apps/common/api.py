"""What every door of the management API shares: errors that name field, code and remedy."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from apps.common.gone import Gone
from apps.engine.problems import Invalid, Problem

T = TypeVar("T")


class ProblemSerializer(serializers.Serializer):
    """One thing that is wrong: where, which kind, and what would mend it."""

    field = serializers.CharField(help_text="The path in what was sent; empty: all of it.")
    code = serializers.CharField(help_text="Stable, for machines.")
    remedy = serializers.CharField(help_text="A sentence for people.")
    node = serializers.CharField(help_text="The journey's node, where it is about one.")


class ErrorSerializer(serializers.Serializer):
    """What every refused request is answered with."""

    errors: Any = ProblemSerializer(many=True)


class Deleted(APIException):
    status_code = 410
    default_code = "deleted"


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Any refusal as `{"errors": [{"field", "code", "remedy", "node"}]}`."""
    if isinstance(error, Http404):
        error = NotFound()
    elif isinstance(error, DjangoPermissionDenied):
        error = PermissionDenied()
    elif isinstance(error, Invalid):
        error = refused(error.problems)
    elif isinstance(error, Gone):
        error = Deleted(error.sentence)
    response = exception_handler(error, dict(context))
    if response is not None and isinstance(error, APIException):
        response.data = {"errors": [as_dict(p) for p in _problems(error)]}
    return response


def as_dict(problem: Problem) -> dict[str, str]:
    return {
        "field": problem.field,
        "code": problem.code,
        "remedy": problem.remedy,
        "node": problem.node,
    }


def refused(problems: tuple[Problem, ...]) -> ValidationError:
    """A 400 that carries these problems."""
    error = ValidationError()
    error.detail = {"problems": list(problems)}
    return error


def one_problem(field: str, code: str, remedy: str) -> ValidationError:
    return refused((Problem(field, code, remedy),))


@contextmanager
def answering(*, code: str, field: str = "") -> Iterator[None]:
    """A ValueError of an operation becomes a 400 with this code."""
    try:
        yield
    except Invalid as error:
        raise refused(error.problems) from error
    except DjangoValidationError as error:
        raise refused(tuple(_of_django(error))) from error
    except ValueError as error:
        raise one_problem(field, code, str(error)) from error


def _of_django(error: DjangoValidationError) -> Iterator[Problem]:
    if hasattr(error, "error_dict"):
        for field, several in error.error_dict.items():
            for one in several:
                yield Problem(field, one.code or "invalid", " ".join(one.messages))
    else:
        yield Problem("", error.code or "invalid", " ".join(error.messages))


def _problems(error: APIException) -> Iterator[Problem]:
    detail: Any = error.detail
    if isinstance(detail, dict) and "problems" in detail:
        yield from detail["problems"]
    else:
        yield from _flat("", detail)


def _flat(field: str, detail: Any) -> Iterator[Problem]:
    if isinstance(detail, dict):
        for key, inner in detail.items():
            path = "" if key in ("non_field_errors", "detail") else str(key)
            yield from _flat(f"{field}.{path}".strip("."), inner)
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            path = f"{field}.{index}" if isinstance(inner, dict) else field
            yield from _flat(path, inner)
    else:
        yield Problem(field, getattr(detail, "code", "invalid"), str(detail))


def found(value: T | None, what: str) -> T:
    """The value; a 404 that says what there is none of."""
    if value is None:
        raise NotFound(f"There is no {what} here. Check the id in the address.")
    return value
