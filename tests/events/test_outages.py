"""What the intake answers while a store is away."""

import time

import pytest
import requests

from apps.embedded.stores import Stores
from apps.events.models import Event, Source
from tests.events.conftest import basic, track


def send(server: str, key: str, message_id: str) -> requests.Response:
    headers = {"Authorization": basic(key)}
    return requests.post(f"{server}/v1/track", json=track(messageId=message_id), headers=headers)


@pytest.mark.django_db(transaction=True)
def test_without_postgres_the_sender_is_asked_to_come_again(
    stores: Stores, server: str, shop: tuple[Source, str]
) -> None:
    _, key = shop
    assert send(server, key, "1").status_code == 200
    stores.kill("postgres")
    for message_id in ("2", "3"):
        answer = send(server, key, message_id)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
    stores.start("postgres")
    while send(server, key, "2").status_code != 200:
        time.sleep(0.1)
    from django.db import connection

    connection.close()
    assert sorted(Event.objects.values_list("message_id", flat=True)) == ["1", "2"]


@pytest.mark.django_db(transaction=True)
def test_without_redis_events_are_taken(
    stores: Stores, server: str, shop: tuple[Source, str]
) -> None:
    stores.kill("redis")
    answers = [send(server, shop[1], str(n)) for n in range(20)]
    assert {answer.status_code for answer in answers} == {200}
    assert Event.objects.count() == 20
