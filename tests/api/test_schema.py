"""The schema of the management API."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client


def test_it_is_generated_without_a_warning() -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=io.StringIO())


@pytest.mark.django_db
def test_its_pages_ask_for_a_login_and_come_from_this_installation() -> None:
    assert Client().get("/api/schema/").status_code == 401
    client = Client()
    client.force_login(User.objects.create_user("ann"))
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert b"https://" not in page.content.replace(b"https://github.com", b"")
    scripts = page["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    assert "unsafe" not in scripts
    assert client.get("/api/schema/?format=json").json()["paths"]["/api/people/"]
