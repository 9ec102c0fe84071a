"""The rules of engagement in sentences, their history, and the form of a frequency cap."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.rules import operations, pages, queries, sentences
from apps.rules.forms import CapForm, initial
from apps.rules.models import RuleSetVersion


@require_GET
def rules_page(request: HttpRequest) -> HttpResponse:
    """What holds now, in sentences, and the versions there were."""
    versions = RuleSetVersion.objects.select_related("published_by").defer("document")
    page = Paginator(versions, 10).get_page(request.GET.get("page"))
    context = {
        "rules": pages.rules(queries.current_document()),
        "version": page.object_list[0] if page.number == 1 and page.object_list else None,
        "page": page,
    }
    return render(request, "rules/rules.html", context)


@require_GET
def version_page(request: HttpRequest, number: int) -> HttpResponse:
    """One version of the rules, as it was published."""
    version = get_object_or_404(RuleSetVersion, number=number)
    context = {"rules": pages.rules(version.document), "version": version}
    return render(request, "rules/version.html", context)


@require_http_methods(["GET", "POST"])
def cap_page(request: HttpRequest, cap_id: str = "") -> HttpResponse:
    """The form of a new cap or of one that is there; POST shows what would be published."""
    known = find_cap(cap_id) if cap_id else None
    if request.method == "GET":
        form = build_form(None, cap_id, initial(known) if known else None)
        return render(request, "rules/cap.html", {"form": form, "cap": known, **preview(None)})
    form = build_form(request.POST, cap_id)
    if not form.is_valid():
        context = {"form": form, "cap": known, **preview(form)}
        return render(request, "rules/cap.html", context, status=422)
    if "confirmed" in request.POST:
        cap = form.cap()
        version = operations.add_cap(cap=cap, by=request.user, now=clock.now())  # type: ignore[arg-type]
        messages.success(request, f"“{cap['name']}” holds now (version {version.number}).")
        return redirect("rules")
    if "edit" in request.POST:
        return render(request, "rules/cap.html", {"form": form, "cap": known, **preview(form)})
    context = {"form": form, "cap": known, "posted": posted(request), **preview(form)}
    return render(request, "rules/cap_confirm.html", context)


@require_GET
def cap_preview(request: HttpRequest) -> HttpResponse:
    """The sentence of the cap that the form says so far, and its likely effect."""
    form = build_form(request.GET, request.GET.get("id", ""))
    return render(request, "rules/_preview.html", preview(form))


@require_http_methods(["GET", "POST"])
def cap_remove(request: HttpRequest, cap_id: str) -> HttpResponse:
    """GET asks, POST publishes the rules without the cap."""
    cap = find_cap(cap_id)
    if request.method == "POST":
        operations.remove_cap(cap_id=cap_id, by=request.user, now=clock.now())  # type: ignore[arg-type]
        messages.success(request, f"“{cap['name']}” does not hold any more.")
        return redirect("rules")
    rule_set = pages.rules(queries.current_document()).rule_set
    says = sentences.cap(pages.cap_of(cap), pages.names_of(rule_set))
    return render(request, "rules/cap_remove.html", {"cap": cap, "says": says})


def find_cap(cap_id: str) -> dict[str, Any]:
    """The cap of this id in the rules that hold; 404 where there is none."""
    caps: list[dict[str, Any]] = queries.current_document()["caps"]
    found = next((cap for cap in caps if cap["id"] == cap_id), None)
    if found is None:
        raise Http404("There is no such cap.")
    return found


def build_form(data: Any, cap_id: str, values: dict[str, Any] | None = None) -> CapForm:
    document = queries.current_document()
    rule_set = pages.rules({**document, "caps": []}).rule_set
    names = pages.names_of(rule_set)
    taken = {cap["id"]: cap["name"] for cap in document["caps"]}
    return CapForm(
        data, initial=values, tiers=names.tiers, journeys=names.journeys, taken=taken, id=cap_id
    )


def preview(form: CapForm | None) -> dict[str, Any]:
    """The sentence and the effect of what the form says; nothing where it can't be read yet."""
    if form is None or (not form.is_valid() and set(form.errors) - {"name"}):
        return {"says": "", "errors": form.errors if form else {}}
    form.cleaned_data.setdefault("name", "this cap")
    cap = pages.cap_of(form.cap())
    rule_set = pages.rules({**queries.current_document(), "caps": []}).rule_set
    says = sentences.cap(cap, pages.names_of(rule_set))
    return {"says": says, "effect": pages.cap_effect(cap, clock.now()), "by_tag": bool(cap.tags)}


def posted(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be posted again by the page that asks for the confirmation."""
    left_out = {"csrfmiddlewaretoken", "confirmed"}
    return [(k, v) for k in request.POST if k not in left_out for v in request.POST.getlist(k)]
