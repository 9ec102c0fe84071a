"""The identity rules: what holds, its history, and their editing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.engine.problems import Invalid, Problem
from apps.people import identity_editing as editing
from apps.people import operations_identity as operations
from apps.people import queries_identity as queries
from apps.people.identity_checks import check
from apps.people.identity_preview import preview
from apps.people.identity_types import OF_KEY, REQUIRED, USER_ID, told_in
from apps.people.identity_words import changes
from apps.people.models import IdentityRules

PER_PAGE = 25
LATEST = 5


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A type as a page shows it."""

    key: str
    name: str
    limit: Any
    blocked: Sequence[str]
    first: bool = False
    last: bool = False
    held: queries.Held | None = None
    problems: Sequence[Problem] = ()

    @property
    def told_in(self) -> str:
        return told_in(self.key)

    @property
    def fixed(self) -> bool:
        """Whether its limit and place can't be changed."""
        return self.key == USER_ID

    @property
    def removable(self) -> bool:
        return self.key not in REQUIRED

    @property
    def built_in(self) -> bool:
        return self.key in OF_KEY


@require_GET
def identity_page(request: HttpRequest) -> HttpResponse:
    """What holds, with how much there is of each type."""
    document = queries.current_document()
    kinds = [one["key"] for one in document["types"]]
    context = {
        "document": document,
        "types": _lines(document, held=queries.held(kinds, clock.now())),
        "version": queries.latest(),
        "latest": queries.versions()[:LATEST],
        "most": queries.MOST_COUNTED,
    }
    return render(request, "people/identity.html", context)


@require_GET
def history_page(request: HttpRequest) -> HttpResponse:
    """The versions there were."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    page = Paginator(queries.versions(search), PER_PAGE).get_page(request.GET.get("page"))
    latest = queries.latest()
    context = {"page": page, "search": search, "live": latest.number if latest else 0}
    name = (
        "people/_identity_history.html" if is_fragment(request) else "people/identity_history.html"
    )
    return render(request, name, context)


@require_GET
def version_page(request: HttpRequest, number: int) -> HttpResponse:
    """One version as it was published, and what it changed."""
    document = _document(number)
    version = IdentityRules.objects.select_related("published_by").filter(number=number).first()
    latest = queries.latest()
    before = queries.version_document(number - 1) if number else None
    context = {
        "number": number,
        "version": version,
        "live": latest.number if latest else 0,
        "document": document,
        "types": _lines(document),
        "changes": changes(before, document) if before else [],
    }
    return render(request, "people/identity_version.html", context)


@require_http_methods(["GET", "POST"])
def edit_page(request: HttpRequest) -> HttpResponse:
    """The form. Each button sends all of it: to be arranged, looked at, or published."""
    if request.method == "GET":
        latest = queries.latest()
        asked = request.GET.get("from", "")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else None
        document = queries.current_document() if number is None else _document(number)
        return _form(request, document, base=latest.number if latest else 0)
    document = editing.read(request.POST)
    action, _, key = request.POST.get("do", editing.REVIEW).partition(":")
    if action == editing.ASK:
        return _ask(request, document, key)
    if action in (editing.UP, editing.DOWN):
        by = -1 if action == editing.UP else 1
        document["types"] = editing.moved(_types(document), key, by)
        return _form(request, document, focus=f"{action}:{key}")
    if action == editing.REMOVE:
        document["types"] = editing.removed(_types(document), key)
        return _form(request, document, focus="add")
    if action == editing.ADD:
        return _add(request, document)
    if action == "edit":
        return _form(request, document)
    return _review(request, document, publish=action == editing.PUBLISH)


def _add(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    before = _types(document)
    longer = document | {"types": editing.added(before, request.POST)}
    place = len(before) - 1
    wrong = [p for p in _problems(longer) if p.field.startswith(f"types.{place}.")]
    if wrong:
        return _form(request, document, adding=wrong, status=422)
    return _form(request, longer, focus=f"limit:{longer['types'][place]['key']}")


def _ask(request: HttpRequest, document: dict[str, Any], key: str) -> HttpResponse:
    line = next((one for one in _lines(document) if one.key == key), None)
    if line is None or not line.removable:
        return _form(request, document)
    context = {
        "line": line,
        "held": queries.held([key], clock.now())[key],
        "document": editing.encoded(document),
        "base": request.POST.get("base", ""),
    }
    return render(request, "people/identity_remove.html", context)


def _review(request: HttpRequest, document: dict[str, Any], *, publish: bool) -> HttpResponse:
    """What would change, and a form that asks; or the publication."""
    if wrong := _problems(document):
        return _form(request, document, problems=wrong, status=422)
    current, note = queries.current_document(), request.POST.get("note", "").strip()
    refusal = ""
    if publish and not note:
        refusal = "Say in the note what changes and why."
    elif publish:
        try:
            version = operations.publish(
                document=document,
                note=note,
                by=request.user,  # type: ignore[arg-type]
                now=clock.now(),
                base=_number(request.POST.get("base", "")),
            )
        except (operations.Moved, operations.NothingToPublish) as error:
            refusal = str(error)
        else:
            told = f"Version {version.number} holds for every event that comes in from now on."
            messages.success(request, told)
            return redirect("identity")
    latest = queries.latest()
    context = {
        "effects": preview(current, document, clock.now()),
        "document": editing.encoded(document),
        # Who has seen what another version changed may publish over it.
        "base": latest.number if latest else 0,
        "note": note,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "people/identity_publish.html", context, status=status)


def _form(
    request: HttpRequest,
    document: Mapping[str, Any],
    *,
    base: int | None = None,
    problems: Sequence[Problem] = (),
    adding: Sequence[Problem] = (),
    focus: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "document": document,
        "types": _lines(document, problems=problems),
        "problems": [p for p in problems if not p.field.startswith("types.")],
        "any_problem": bool(problems),
        "adding": adding,
        "new": {
            part: request.POST.get(f"new-{part}", "") if adding else ""
            for part in ("key", "name", "limit")
        },
        "unused": [one for key, one in OF_KEY.items() if key not in _keys(document)],
        "base": request.POST.get("base", base),
        "focus": focus,
    }
    return render(request, "people/identity_edit.html", context, status=status)


def _lines(
    document: Mapping[str, Any],
    *,
    held: Mapping[str, queries.Held] | None = None,
    problems: Sequence[Problem] = (),
) -> list[TypeLine]:
    types = _types(document)
    return [
        TypeLine(
            key=one["key"],
            name=one["name"],
            limit=one["limit"],
            blocked=one["blocked"],
            # The user id is fixed above all others.
            first=place <= 1,
            last=place == len(types) - 1,
            held=held.get(one["key"]) if held else None,
            problems=[p for p in problems if p.field.startswith(f"types.{place}.")],
        )
        for place, one in enumerate(types)
    ]


def _types(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The types of a document that came from a browser, as far as they are any."""
    types = document.get("types")
    whole = {"key", "name", "limit", "blocked"}
    found = types if isinstance(types, list) else []
    return [one for one in found if isinstance(one, dict) and whole <= one.keys()]


def _keys(document: Mapping[str, Any]) -> set[str]:
    return {str(one["key"]) for one in _types(document)}


def _problems(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    try:
        check(document)
    except Invalid as error:
        return error.problems
    return ()


def _document(number: int) -> dict[str, Any]:
    found = queries.version_document(number)
    if found is None:
        raise Http404("There is no such version of the identity rules.")
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None
