"""A browser without a window, logged in."""

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("mia", is_staff=True))
    return client
