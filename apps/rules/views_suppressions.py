"""The pages of the suppression list: search, add, remove."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.people import shown
from apps.people.models import Suppression
from apps.people.queries_suppressions import suppressed
from apps.rules import operations_suppressions as operations
from apps.rules.forms_suppressions import CHANNELS, SuppressionForm

PER_PAGE = 25


@require_GET
def suppression_list(request: HttpRequest) -> HttpResponse:
    """The addresses that nothing is sent to."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    channel = request.GET.get("channel", "")
    found = suppressed(search=search, channel=channel)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "search": search,
        "channel": channel,
        "channels": CHANNELS,
        "any": bool(page.paginator.count or search or channel),
    }
    name = "rules/_suppressions.html" if is_fragment(request) else "rules/suppressions.html"
    return render(request, name, context)


@require_http_methods(["GET", "POST"])
def suppression_new(request: HttpRequest) -> HttpResponse:
    """The form of a new address."""
    form = SuppressionForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "rules/suppression_new.html", {"form": form}, status=status)
    try:
        row = operations.suppress(**form.cleaned_data, by=request.user, now=clock.now())  # type: ignore[arg-type]
    except operations.AlreadySuppressed as error:
        form.add_error("address", str(error))
        return render(request, "rules/suppression_new.html", {"form": form}, status=422)
    messages.success(request, f"Nothing is sent to {shown.identifier(row.address)} any more.")
    return redirect("suppressions")


@require_http_methods(["GET", "POST"])
def suppression_remove(request: HttpRequest, id: int) -> HttpResponse:
    """GET asks, POST takes the address off the list."""
    row = get_object_or_404(Suppression, id=id)
    if request.method == "GET":
        return render(request, "rules/suppression_remove.html", {"row": row})
    try:
        operations.release(id=id, by=request.user, now=clock.now())  # type: ignore[arg-type]
    except Suppression.DoesNotExist:
        messages.info(request, f"{shown.identifier(row.address)} was taken off the list already.")
    else:
        messages.success(request, f"{shown.identifier(row.address)} may be written to again.")
    return redirect("suppressions")
