"""Who has no right to change something can't, at any address of the management API."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver
from rest_framework.test import APIClient

from apps.config import api as management

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
WRITES = ("post", "put", "patch", "delete")
# They work something out and keep nothing.
ASK = {"api-replay", "api-try", "api-audience"}
ID = str(UUID(int=1))
# What stands in an address for somebody, in the order in which it is looked for.
FILLED = (
    (r"<uuid:[^>]+>", ID),
    (r"<int:[^>]+>", "1"),
    (r"<(str|slug):[^>]+>", "x"),
    (r"\(\?P<[^>]+>\[0-9a-f-\]\{36\}\)", ID),
    (r"\(\?P<[^>]+>\\d\{1,9\}\)", "1"),
    (r"\(\?P<[^>]+>[^)]+\)", "x"),
    (r"[\^$]|\\Z", ""),
)


def addresses(patterns: Any, begin: str) -> Iterator[tuple[str, str]]:
    """Every address, filled in, with its name."""
    for one in patterns:
        way = begin + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, way)
        elif isinstance(one, URLPattern):
            for what, by in FILLED:
                way = re.sub(what, by.replace("\\", r"\\"), way)
            yield way, str(one.name)


EVERY = list(addresses(management.urlpatterns, "/api/"))


def test_a_token_without_rights_changes_nothing_anywhere(reader: APIClient) -> None:
    allowed = []
    for path, name in EVERY:
        for method in WRITES if name not in ASK | {"api-docs"} else ():
            answer = getattr(reader, method)(path, {}, format="json")
            if answer.status_code not in (403, 405):
                allowed.append((method, path, name, answer.status_code))
    assert allowed == []


def test_nothing_is_written_by_reading(api: APIClient) -> None:
    written = []
    statements: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql.lstrip().split(" ", 1)[0].upper())
        return execute(sql, params, many, context)

    for path, _ in EVERY:
        with connection.execute_wrapper(look):
            api.get(path)
        written += [(path, one) for one in statements if one in ("INSERT", "UPDATE", "DELETE")]
        statements.clear()
    assert written == []
