"""Wakes the route stage after a commit: best effort, rarely, and never on a request's path.

What a lost wake-up missed is found by the sweep, so nothing here may slow or fail an append.
"""

import logging
import threading
import time

import redis
from celery import current_app
from django.conf import settings

TASK = "apps.orchestrator.tasks.route"
QUEUE = "route"
# Celery takes some 1,600 messages a second from all processes; one serves all rows before it.
PAUSE = 0.02
PAUSE_AFTER_FAILURE = 1.0

log = logging.getLogger(__name__)


class Waker:
    """One thread that sends a wake-up for any number of requests for one."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        self._asked.set()
        # A forked child has the object, but not its thread.
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="wake-route", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            time.sleep(PAUSE if _send() else PAUSE_AFTER_FAILURE)


def _send() -> bool:
    """Sends one wake-up, unless one waits already that will see all that is written by now."""
    if not (settings.REDIS_URL and current_app.conf.broker_url):
        return False
    try:
        if not _client().llen(QUEUE):
            current_app.send_task(TASK, queue=QUEUE, retry=False, ignore_result=True)
    except Exception as error:
        log.info("route was not woken, the sweep will find the rows: %s", error)
        return False
    return True


_clients: dict[str, redis.Redis] = {}


def _client() -> redis.Redis:
    url = settings.REDIS_URL
    if url not in _clients:
        _clients[url] = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
    return _clients[url]


_waker = Waker()


def route() -> None:
    """Asks for a wake-up of the route stage; returns at once."""
    _waker.ask()
