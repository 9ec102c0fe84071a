"""Alive, ready, measured."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.authtoken.models import Token

from apps.embedded.stores import Stores

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_alive(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_it_is_ready_when_each_store_answers(client: Client, graph: object) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["stores"] == {"postgresql": "ok", "redis": "ok", "graph": "ok"}


def test_it_names_the_store_that_does_not(client: Client, graph: object, stores: Stores) -> None:
    if "redis" not in stores.own:
        pytest.skip("Redis is not ours to stop")
    stores.stop("redis")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["stores"]["redis"].startswith("not reachable")
    assert response.json()["stores"]["postgresql"] == "ok"


def test_measurements_are_for_those_who_log_in_or_have_a_token(client: Client) -> None:
    assert client.get("/metrics").status_code in (401, 403)
    token = Token.objects.create(user=User.objects.create_user("prometheus"))
    response = client.get("/metrics", headers={"Authorization": f"Token {token.key}"})
    assert response.status_code == 200 and b"python_info" in response.content
