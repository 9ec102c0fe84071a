"""A browser without a window, logged in."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.pages import may_see


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(may_see(User.objects.create_user("mia", is_staff=True)))
    return client
