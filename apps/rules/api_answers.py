"""What the doors of the rules' API share: the draft as an answer, and refusals as such."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.request import Request

from apps.common.api import one_problem, refused
from apps.engine.problems import Invalid, Problem
from apps.rules import pages, queries
from apps.rules.api_serializers import DraftSerializer, in_sentences
from apps.rules.gatekeeping import Refused
from apps.rules.refusals import BaseMoved, NothingToPublish, Stale

CODES = {Stale: "stale", BaseMoved: "base_moved", NothingToPublish: "nothing_to_publish"}


class Conflict(APIException):
    """409: somebody was faster; `problem` says who."""

    status_code = 409

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.detail = {"problems": [problem]}


@contextmanager
def refusing(path: str = "") -> Iterator[None]:
    """Refusals of the operations become answers; fields are told relative to `path`."""
    try:
        yield
    except (Stale, BaseMoved, NothingToPublish) as error:
        field = "over" if isinstance(error, BaseMoved) else "revision"
        raise Conflict(Problem(field, CODES[type(error)], str(error))) from error
    except Refused as error:
        found = [Problem("anyway", one.severity, one.title) for one in error.findings]
        raise refused(tuple(found)) from error
    except Invalid as error:
        raise refused(tuple(relative(problem, path) for problem in error.problems)) from error


def relative(problem: Problem, path: str) -> Problem:
    inner = problem.field.removeprefix(f"{path}.") if path else problem.field
    return Problem(inner, problem.code, problem.remedy)


def revision_of(request: Request) -> int:
    """The revision that the caller has seen, which every change of the draft names."""
    text = request.query_params.get("revision", "")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise one_problem(
            "revision", "missing", "name the draft's revision that you saw: ?revision=3"
        )
    return int(text)


def body_of(request: Request) -> dict[str, Any]:
    """The object that was sent."""
    if not isinstance(request.data, Mapping):
        raise one_problem("", "not_an_object", "send an object")
    return dict(request.data)


def draft_answer() -> dict[str, Any]:
    """The draft, or what holds, as the API tells it."""
    working = queries.working()
    draft = working.draft
    answer = {
        "open": draft is not None,
        "revision": working.revision,
        "base": draft.base if draft else None,
        "updated_at": draft.updated_at if draft else None,
        "updated_by": draft.updated_by.get_username() if draft and draft.updated_by else None,
        "document": working.document,
        "sentences": in_sentences(working.document),
        "changes": pages.changes(queries.current_document(), working.document),
    }
    # The document goes out as it is stored: a section that is absent in a rule stays absent.
    return {**DraftSerializer({**answer, "document": {}}).data, "document": working.document}
