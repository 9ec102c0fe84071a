"""The sandbox's inbox, and the page where people unsubscribe."""

import uuid
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.delivery import operations, queries
from apps.delivery.links import Subscription, read_token
from apps.delivery.models import SandboxMessage
from apps.people import shown

PER_PAGE = 50
EVERYTHING, EVERY_CHANNEL = "everything", "all"
# What a template's author wrote runs no script, sends no form and reaches no address of ours.
MESSAGE_POLICY = (
    "sandbox; default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; "
    "form-action 'none'; frame-ancestors 'self'"
)
# Nor does looking at what was sent tell anybody that it was looked at: no picture is fetched.
AS_SENT_POLICY = MESSAGE_POLICY.replace("img-src https: data:", "img-src data:")


@require_GET
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What the sandbox provider kept, the latest first."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:200]
    page = Paginator(queries.inbox(search), PER_PAGE).get_page(request.GET.get("page"))
    fragment = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    name = "delivery/_inbox.html" if fragment else "delivery/inbox.html"
    return render(request, name, {"page": page, "search": search})


@require_GET
@login_required
def inbox_message(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """One message: as it looks, as text, its headers, and the way to why it was sent."""
    tab = request.GET.get("tab", "")
    message = get_object_or_404(SandboxMessage.objects.select_related("delivery"), pk=delivery_id)
    part = tab if tab in ("html", "text", "headers") else "html" if message.html else "text"
    return render(request, "delivery/inbox_message.html", {"message": message, "tab": part})


@require_GET
@login_required
def inbox_html(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """The HTML of one message, for the frame that holds it."""
    message = get_object_or_404(SandboxMessage, pk=delivery_id)
    return _letter(message.html, MESSAGE_POLICY)


@require_GET
@login_required
def as_sent_html(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """The HTML of a message as it was sent, for the frame that holds it: nothing is fetched."""
    found = queries.as_sent([str(delivery_id)]).get(str(delivery_id))
    if found is None or not found.html:
        raise Http404("What this message said was not kept.")
    return _letter(found.html, AS_SENT_POLICY)


def _letter(html: str, policy: str) -> HttpResponse:
    return HttpResponse(shown.content(html), headers={"Content-Security-Policy": policy})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, and changes nothing: scanners fetch links. POST unsubscribes at once (RFC 8058)."""
    try:
        subscription = read_token(token)
    except (BadSignature, ValueError):
        return render(request, "delivery/unsubscribe.html", {"unknown": True}, status=404)
    if request.method == "POST":
        subscription = _wanted(subscription, request.POST.get("scope", ""))
    context = {"subscription": subscription, "topic": words(subscription.topic)}
    if request.method == "POST":
        operations.unsubscribe(subscription=subscription, now=clock.now())
        context["done"] = True
    return render(request, "delivery/unsubscribe.html", context)


def _wanted(subscription: Subscription, scope: str) -> Subscription:
    """What the person unsubscribes from: the link's topic, its channel, or everything."""
    if scope == EVERYTHING:
        return replace(subscription, channel=EVERY_CHANNEL, topic="")
    if scope == "all":
        return replace(subscription, topic="")
    return subscription


def words(topic: str) -> str:
    """A topic's slug as people read it."""
    return topic.replace("-", " ").replace("_", " ")
