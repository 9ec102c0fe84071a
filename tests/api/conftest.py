"""The management API as a program calls it: with a token."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient


@pytest.fixture
def api(db: None) -> APIClient:
    user = User.objects.create_superuser("robot")
    return client_of(user)


def client_of(user: User) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user).key}")
    return client


@pytest.fixture
def reader(db: None) -> APIClient:
    """Somebody without any right to change something."""
    return client_of(User.objects.create_user("reader"))


Get = Callable[..., Any]


@pytest.fixture
def get(api: APIClient) -> Get:
    def get(path: str, expected: int = 200, **query: Any) -> Any:
        answer = api.get(path, query)
        assert answer.status_code == expected, answer.content
        return answer.json()

    return get


@pytest.fixture
def post(api: APIClient) -> Get:
    def post(path: str, expected: int = 200, **body: Any) -> Any:
        answer = api.post(path, body, format="json")
        assert answer.status_code == expected, answer.content
        return answer.json()

    return post
