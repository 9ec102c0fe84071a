"""The pages of holdouts: the list, a new one, what one has kept back, its start and its end."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.experiments import operations, queries, sentences
from apps.experiments.forms import HoldoutForm
from apps.experiments.models import Holdout


@require_GET
def holdout_list(request: HttpRequest) -> HttpResponse:
    """Every holdout with the sentence of what it does."""
    page = Paginator(Holdout.objects.all(), 25).get_page(request.GET.get("page"))
    known = queries.names()
    rows = [(holdout, status(holdout), queries.says(holdout, known)) for holdout in page]
    return render(request, "experiments/list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
def holdout_new(request: HttpRequest) -> HttpResponse:
    """The form; POST shows the sentence and asks, a confirmed POST creates."""
    form = build_form(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return render(request, "experiments/new.html", {"form": form})
    if not form.is_valid():
        return render(request, "experiments/new.html", {"form": form}, status=422)
    if "confirmed" in request.POST:
        return redirect("holdout", create(request, form).key)
    if "edit" in request.POST:
        return render(request, "experiments/new.html", {"form": form, **preview(form)})
    again = [(k, v) for k in request.POST for v in request.POST.getlist(k) if k[:4] != "csrf"]
    context = {"form": form, "posted": again, **preview(form)}
    return render(request, "experiments/confirm.html", context)


@require_GET
def holdout_preview(request: HttpRequest) -> HttpResponse:
    """What the holdout that the form says so far would do."""
    return render(request, "experiments/_preview.html", preview(build_form(request.GET)))


@require_GET
def holdout_page(request: HttpRequest, key: str) -> HttpResponse:
    """A holdout: what it does, and what it has kept back beside what was sent."""
    holdout = get_object_or_404(Holdout.objects.select_related("created_by"), key=key)
    context = {
        "holdout": holdout,
        "status": status(holdout),
        "says": queries.says(holdout, queries.names()),
        "counts": queries.counts(holdout),
    }
    return render(request, "experiments/holdout.html", context)


@require_http_methods(["GET", "POST"])
def holdout_start(request: HttpRequest, key: str) -> HttpResponse:
    return _move(request, key, "start")


@require_http_methods(["GET", "POST"])
def holdout_stop(request: HttpRequest, key: str) -> HttpResponse:
    return _move(request, key, "stop")


def _move(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """GET asks, POST does."""
    holdout = get_object_or_404(Holdout, key=key)
    if request.method == "GET":
        says = queries.says(holdout, queries.names())
        context = {"holdout": holdout, "move": move, "says": says}
        return render(request, "experiments/move.html", context)
    try:
        getattr(operations, move)(key=key, now=clock.now())
    except ValueError as error:
        messages.error(request, f"{error}.")
    else:
        done = "has started" if move == "start" else "has ended; its people may be written to again"
        messages.success(request, f"“{holdout.name}” {done}.")
    return redirect("holdout", key)


def create(request: HttpRequest, form: HoldoutForm) -> Holdout:
    data, now = form.cleaned_data, clock.now()
    holdout = operations.create(
        name=data["name"],
        share=data["share"] / 100,
        scope=data["scope"],
        values=form.values,
        by=request.user,  # type: ignore[arg-type]
        now=now,
    )
    if data["start"] == "now":
        holdout = operations.start(key=holdout.key, now=now)
    messages.success(request, f"“{holdout.name}” {status(holdout)[1].lower()}.")
    return holdout


def build_form(data: Any) -> HoldoutForm:
    known = queries.names()
    tiers = {t.key: t.name for t in queries.rule_set().tiers if not t.transactional}
    return HoldoutForm(data, tiers=tiers, journeys=known["journeys"])


def preview(form: HoldoutForm) -> dict[str, Any]:
    """The sentence of what the form says; nothing where it can't be read yet."""
    if not form.is_valid() and set(form.errors) - {"name"}:
        return {"says": ""}
    data = form.cleaned_data
    known = queries.names()[data["scope"]]
    since = "from now on" if data["start"] == "now" else "once it is started"
    says = sentences.holdout(data["share"] / 100, data["scope"], form.values, known, since=since)
    return {"says": says}


def status(holdout: Holdout) -> tuple[str, str]:
    """The status as a badge's kind and its word."""
    if holdout.ended_at:
        return "ended", "Ended"
    return ("running", "Runs") if holdout.started_at else ("planned", "Not started")
