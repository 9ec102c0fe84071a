"""Whether the application is alive and ready; and its measurements."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django_prometheus.exports import ExportToDjangoView
from rest_framework.decorators import api_view
from rest_framework.request import Request

from apps.graph import queries_pages


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answers while the process serves."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Whether each store can be reached; 503 with the reason where one can't."""
    answers = {name: reached(ask) for name, ask in STORES.items()}
    well = all(answer == "ok" for answer in answers.values())
    return JsonResponse({"ready": well, "stores": answers}, status=200 if well else 503)


@api_view(["GET"])
def metrics(request: Request) -> HttpResponse:
    """Prometheus’ format, for a login or an API token."""
    answer: HttpResponse = ExportToDjangoView(request)
    return answer


def reached(ask: Callable[[], object]) -> str:
    """ "ok", or the kind of error; never an address or a password."""
    try:
        ask()
    except Exception as error:
        return f"not reachable ({type(error).__name__})"
    return "ok"


def _ask_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


STORES: dict[str, Callable[[], object]] = {
    "postgresql": _ask_postgres,
    "redis": lambda: cache.get("ready"),
    "graph": queries_pages.answers,
}
