from collections.abc import Iterator

import pytest
from pytest_django import Settings

from apps.delivery.drain import version
from apps.delivery.providers import smtp
from tests.delivery.sink import Sink, running


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    version.cache_clear()
    yield
    while connection := smtp.POOL.take():
        connection.drop()


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with running() as (sink, url):
        settings.EMAIL_PROVIDER, settings.SMTP_URL = "smtp", url
        yield sink
