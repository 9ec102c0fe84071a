"""The pages of the draft: everything in it with what changed, its end, its publication."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.engine.problems import Invalid
from apps.rules import editing, gatekeeping, operations, pages, queries, remarks
from apps.rules.forms_base import sentence
from apps.rules.gatekeeping import Refused
from apps.rules.refusals import BaseMoved, NothingToPublish, Stale

LONGEST_NOTE = 255


@require_GET
def draft_page(request: HttpRequest) -> HttpResponse:
    """All sections with their forms; without a draft, what holds, from which one is opened."""
    working = queries.working()
    found = pages.changes(queries.current_document(), working.document)
    context = {
        "book": pages.book(working.document, found),
        "working": working,
        "changes": found,
        "moved": moved(working),
        "remarks": remarks.remarks(working.document),
    }
    return render(request, "rules/draft.html", context)


@require_http_methods(["GET", "POST"])
def discard_page(request: HttpRequest) -> HttpResponse:
    """GET asks, POST drops the draft."""
    working = queries.working()
    if working.draft is None:
        messages.info(request, "There is no draft of the rules.")
        return redirect("rules")
    if request.method == "POST":
        try:
            operations.discard_draft(
                revision=editing.seen(request, working),
                by=request.user,  # type: ignore[arg-type]
                now=clock.now(),
            )
        except Stale as error:
            messages.error(request, str(error))
            return redirect("rules-draft")
        messages.success(request, "The draft is gone; the rules that hold stay as they are.")
        return redirect("rules")
    found = pages.changes(queries.current_document(), working.document)
    return render(request, "rules/discard.html", {"working": working, "changes": found})


@require_http_methods(["GET", "POST"])
def publish_page(request: HttpRequest) -> HttpResponse:
    """What would change, what speaks against it, a note; a confirmed POST publishes."""
    working = queries.working()
    if working.draft is None:
        messages.info(request, "There is no draft of the rules to publish.")
        return redirect("rules")
    found = gatekeeping.findings(working.document)
    revision = editing.seen(request, working)
    if request.method == "GET":
        return publishing(request, working, revision, found)
    note = request.POST.get("note", "").replace("\0", "").strip()
    if not note or len(note) > LONGEST_NOTE:
        wrong = f"Say in a note what changes and why, in up to {LONGEST_NOTE} characters."
        return publishing(request, working, revision, found, wrong=[wrong], status=422)
    try:
        gatekeeping.must_pass(found, anyway="anyway" in request.POST)
        version = operations.publish_draft(
            revision=revision,
            note=note,
            by=request.user,  # type: ignore[arg-type]
            now=clock.now(),
            over=number(request.POST.get("over", "")),
        )
    except (Refused, BaseMoved, NothingToPublish, Invalid) as error:
        return publishing(request, working, revision, found, wrong=told(error), status=409)
    except Stale as error:
        # What is there now has to be looked at before it is published.
        messages.error(request, str(error))
        return redirect("rules-publish")
    messages.success(request, f"Version {version.number} holds from the next decision on.")
    return redirect("rules")


def publishing(
    request: HttpRequest,
    working: queries.Working,
    revision: int,
    found: list[gatekeeping.Finding],
    *,
    wrong: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "working": working,
        "revision": revision,
        "changes": pages.changes(queries.current_document(), working.document),
        "moved": moved(working),
        "errors": [one for one in found if one.severity == gatekeeping.ERROR],
        "warnings": [one for one in found if one.severity != gatekeeping.ERROR],
        "remarks": remarks.remarks(working.document),
        "wrong": wrong,
        "note": request.POST.get("note", ""),
    }
    return render(request, "rules/publish.html", context, status=status)


def moved(working: queries.Working) -> dict[str, Any] | None:
    """What changed in the rules that hold since the draft was begun; None for nothing."""
    last = queries.latest()
    live = last.number if last else 0
    if working.draft is None or working.draft.base == live:
        return None
    began = queries.version_document(working.draft.base) or queries.INITIAL
    return {
        "base": working.draft.base,
        "live": live,
        "version": last,
        "changes": pages.changes(began, queries.current_document()),
    }


def told(error: Exception) -> list[str]:
    if isinstance(error, Invalid):
        return [f"{sentence(one.remedy)} ({one.field})" for one in error.problems]
    if isinstance(error, Refused):
        if any(one.severity == gatekeeping.ERROR for one in error.findings):
            return ["Mend what blocks the publication first."]
        return ["Look at the warnings; tick “Publish anyway” if they are meant."]
    return [str(error)]


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None
