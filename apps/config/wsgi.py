"""The WSGI application: the intake on its own short path, everything else through Django."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apps.config.settings")

django = get_wsgi_application()

# Both need Django set up; Celery's application is imported for those who send wake-ups.
from apps.config import celery  # noqa: E402, F401
from apps.events import wsgi as intake  # noqa: E402


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"].startswith(intake.PREFIX):
        return intake.application(environ, start_response)
    return django(environ, start_response)
