"""What was deleted on purpose: an answer of its own, neither found nor unknown."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render


class Gone(Exception):
    """`sentence` says what was deleted, when and why; raised by whoever is asked for it."""

    def __init__(self, sentence: str, at: datetime) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at


class GonePages:
    """Answers with a page (410) that says so, whichever page looked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Gone):
            return None
        return render(request, "gone.html", {"gone": error}, status=410)
