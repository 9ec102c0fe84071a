"""Somebody who handles requests, and somebody who doesn't."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


@pytest.fixture
def officer(transactional_db: None) -> Client:
    user = User.objects.create_user("officer", is_staff=True)
    right = Permission.objects.get(codename="handle_requests", content_type__app_label="privacy")
    user.user_permissions.add(right)
    return client_of(user)


@pytest.fixture
def marketer(transactional_db: None) -> Client:
    return client_of(User.objects.create_user("marketer", is_staff=True))
