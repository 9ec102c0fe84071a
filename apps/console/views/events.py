"""The live debugger: events as they came in, and those that could not be taken or applied."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from apps.common.fragments import is_fragment
from apps.events import queries
from apps.events.models import Event, RejectedEvent
from apps.people import shown

TABS = ("latest", "rejected", "quarantined")
ASKED = ("source", "type", "name", "user")


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """The latest events, or those that match; refused and quarantined ones have their tab."""
    tab = request.GET.get("tab", "latest")
    asked = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in ASKED}
    before = request.GET.get("before", "")
    from_id = int(before) if before.isdecimal() and len(before) < 19 else None
    context = {
        "tab": tab if tab in TABS else "latest",
        "asked": asked,
        "searching": any(asked.values()),
        "before": from_id,
        "live": from_id is None,
        "types": Event.Type.choices,
        "refresh": request.get_full_path(),
    }
    if context["tab"] == "latest":
        found = queries.search(before=from_id, **asked)  # type: ignore[arg-type]
        context |= {"events": found.events, "older": found.before}
    elif context["tab"] == "rejected":
        rows = queries.rejected(source=asked["source"], before=from_id, size=queries.PAGE + 1)
        more = len(rows) > queries.PAGE
        context |= {"rows": rows[: queries.PAGE], "older": rows[-2].pk if more else None}
    else:
        context["rows"] = queries.quarantined()
    if is_fragment(request):
        return render(request, "console/_events.html", context)
    context["sources"] = queries.sources()
    return render(request, "console/events.html", context)


@require_GET
def event_page(request: HttpRequest, id: int) -> HttpResponse:
    """One event as it was received and normalised, with the way to its person."""
    event = get_object_or_404(Event.objects.select_related("source"), pk=id)
    payload = json.dumps(shown.payload(event.payload), indent=2, ensure_ascii=False)
    context = {"event": event, "payload": payload, "quarantined": event.quarantined.all()}
    return render(request, "console/event.html", context)


@require_GET
def rejected_page(request: HttpRequest, id: int) -> HttpResponse:
    """One refused event: what is wrong with it, and what was received."""
    row = get_object_or_404(RejectedEvent.objects.select_related("source"), pk=id)
    context = {"row": row, "body": pretty(shown.received(row.body))}
    return render(request, "console/rejected.html", context)


def pretty(body: str) -> str:
    """JSON with its lines indented; anything else as it is."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body
