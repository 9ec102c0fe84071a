"""Sources and their write keys."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common import clock
from apps.console import queries
from apps.console.forms import SourceForm
from apps.events import credentials, operations
from apps.events.models import Source, WriteKey


@require_GET
def source_list(request: HttpRequest) -> HttpResponse:
    """Every source with what it sent lately."""
    return render(request, "console/sources.html", {"sources": queries.sources(clock.now())})


@never_cache
@require_http_methods(["GET", "POST"])
def source_new(request: HttpRequest) -> HttpResponse:
    """The form; a good POST shows the write key, this once."""
    form = SourceForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "console/source_new.html", {"form": form}, status=status)
    source, key = operations.create_source(
        key=form.key,
        name=form.cleaned_data["name"],
        kind=form.cleaned_data["kind"],
        now=clock.now(),
    )
    return shown_once(request, source, key)


@require_GET
def source_page(request: HttpRequest, key: str) -> HttpResponse:
    """A source and its write keys."""
    source = get_object_or_404(Source, key=key)
    keys = source.write_keys.order_by("-created_at")
    return render(request, "console/source.html", {"source": source, "keys": keys})


@never_cache
@require_POST
def write_key_new(request: HttpRequest, key: str) -> HttpResponse:
    """A further write key, shown this once."""
    source = get_object_or_404(Source, key=key)
    return shown_once(request, source, operations.add_write_key(source=source, now=clock.now()))


@require_http_methods(["GET", "POST"])
def write_key_revoke(request: HttpRequest, key: str, id: int) -> HttpResponse:
    """GET asks, POST revokes."""
    found = WriteKey.objects.select_related("source").filter(source__key=key, revoked_at=None)
    write_key = get_object_or_404(found, pk=id)
    if request.method == "GET":
        return render(request, "console/write_key_revoke.html", {"write_key": write_key})
    write_key.revoked_at = clock.now()
    write_key.save(update_fields=["revoked_at"])
    credentials.forget()
    messages.success(request, f"The key {write_key} opens nothing any more.")
    return redirect("source", key)


def shown_once(request: HttpRequest, source: Source, key: str) -> HttpResponse:
    context = {"source": source, "write_key": key, "address": request.build_absolute_uri("/")}
    return render(request, "console/write_key.html", context)
