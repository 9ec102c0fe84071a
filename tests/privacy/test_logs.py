"""No line of a log names a person, with the logging configuration of every process."""

import logging
import logging.config
import threading
from collections.abc import Iterator
from io import StringIO

import pytest
from celery.utils.log import get_task_logger
from django.conf import settings
from django.db import Error, connection
from django.test import Client

from apps.common import masking
from tests.privacy.worlds import ANONYMOUS, EMAIL, PHONE, PROPERTY, TRAIT, USER

NAMES = (USER, EMAIL, PHONE, ANONYMOUS, TRAIT, PROPERTY)


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What the configuration of the settings writes on standard error."""
    root, written = logging.getLogger(), StringIO()
    before, level = list(root.handlers), root.level
    logging.config.dictConfig(settings.LOGGING)
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    root.setLevel(logging.DEBUG)
    yield written
    root.handlers[:] = before
    root.setLevel(level)


def quiet(lines: StringIO) -> bool:
    text = lines.getvalue()
    assert text
    return [name for name in NAMES if name.lower() in text.lower()] == []


SAID = [
    f"sent to {EMAIL}",
    f"sent to {EMAIL.replace('@', '%40').upper()}",
    f"called {PHONE} and 0049 151 123 456 78",
    f"{{'email': '{EMAIL}', 'traits': {{'planet': '{TRAIT}'}}, 'n': 1}}",
    f'{{"userId": "{USER}", "anonymousId":"{ANONYMOUS}", "properties": {{"a": ["{PROPERTY}"]}}}}',
    f"user_id={USER} anonymous_id={ANONYMOUS}",
    f"GET /people/?q={USER}&page=2 HTTP/1.1 200",
    f"GET /api/people/?identifier=user_id:{USER} HTTP/1.1",
    f"Not Found: /people/{USER}/",
    f"Key (type, value)=(user_id, {USER}) already exists.",
    f"DETAIL:  Failing row contains (1, {USER}, {TRAIT}).",
    f'invalid input syntax for type uuid: "{USER}"',
    f"Duplicated key [user_id:{USER}] found on index 'Identifier[uid]'",
    f"payload={{'x': '{PROPERTY} \\\\' }}', 'y': {{}}}} after",
]


@pytest.mark.parametrize("said", SAID)
def test_it_is_hidden_in_whatever_way_it_is_said(lines: StringIO, said: str) -> None:
    logging.getLogger("apps.anything").warning("%s", said)
    assert quiet(lines)


def test_what_is_no_name_stays() -> None:
    for text in (
        "2026-11-23 07:02:14,634 WARNING took 0.1 s for 12345678 rows",
        "no wake-up: Error 111 connecting to 127.0.0.1:6379",
        "lane 12: the graph is at commit 5, PostgreSQL at 7",
        "Internal Server Error: /people/525eeb66-f6b3-54cb-aa65-f95e68ad9075/",
        'KeyError: "timezone"',
    ):
        assert masking.masked(text) == text


def test_exceptions_with_their_causes_are_hidden(lines: StringIO) -> None:
    try:
        try:
            raise ValueError(f"no mailbox {EMAIL}")
        except ValueError as error:
            raise RuntimeError({"user_id": USER}) from error
    except RuntimeError:
        logging.getLogger("apps.x").exception("it failed for %s", EMAIL)
    assert quiet(lines) and "RuntimeError" in lines.getvalue()


@pytest.mark.django_db
def test_what_the_database_quotes_is_hidden(lines: StringIO) -> None:
    asked = "INSERT INTO people_erasedidentifier (digest, type, at) VALUES (NULL, %s, now())"
    for statement, value in ((asked, USER), ("SELECT %s::uuid", USER), ("SELECT %s::jsonb", TRAIT)):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SAVEPOINT x")
                cursor.execute(statement, [value])
        except Error:
            logging.getLogger("apps.x").exception("refused")
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK TO SAVEPOINT x")
    assert quiet(lines)


def test_arguments_of_tasks_are_hidden(lines: StringIO) -> None:
    from celery.app.trace import logger

    context = {"id": "1", "name": "x", "args": (EMAIL,), "kwargs": {"user_id": USER}, "exc": EMAIL}
    logger.error("Task %(name)s[%(id)s] raised: %(exc)s %(args)s %(kwargs)s", context)
    get_task_logger("apps.tasks").error("Received %r", {"payload": {"x": PROPERTY}})
    assert quiet(lines)


def test_celery_leaves_the_configuration_as_it_is(lines: StringIO) -> None:
    from apps.config.celery import app

    app.log.already_setup = False
    app.log.setup_logging_subsystem(loglevel="WARNING")
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler.formatter, masking.Masking)


@pytest.mark.django_db
def test_requests_are_hidden(lines: StringIO, client: Client) -> None:
    client.get(f"/nowhere/{USER}/", {"email": EMAIL})
    logging.getLogger("django.server").warning('"GET /people/?q=%s HTTP/1.1" 200', EMAIL)
    logging.getLogger("granian.access").warning('[x] - "GET /people/?q=%s" 200 1.0', EMAIL)
    assert quiet(lines)


def test_what_a_thread_raises_goes_through_the_log(lines: StringIO) -> None:
    def fails() -> None:
        raise ValueError(EMAIL)

    before = threading.excepthook
    masking.log_what_a_thread_raises()
    try:
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
    finally:
        threading.excepthook = before
    assert quiet(lines)
