"""The intake as a Django view, for servers that start Django alone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from apps.events import wsgi


@csrf_exempt
def intake(request: HttpRequest) -> HttpResponse:
    answer = wsgi.answer_to(request.META)
    return HttpResponse(answer.body, status=answer.status, headers=dict(wsgi.headers_of(answer)))
