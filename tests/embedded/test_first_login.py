"""The first login, and tokens for the others."""

import io
import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from rest_framework.authtoken.models import Token

from apps.embedded.first_login import is_wanted, make_first_login


@pytest.mark.django_db
def test_it_is_made_once_with_everything_in_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    assert is_wanted(path)
    make_first_login(path)
    assert not is_wanted(path)
    kept = json.loads(path.read_text())
    request = RequestFactory().post("/")
    user = authenticate(request, username=kept["username"], password=kept["password"])
    assert user is not None and user.is_superuser
    assert Token.objects.get(user=user).key == kept["api_token"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.django_db
def test_it_is_not_made_where_somebody_can_log_in(tmp_path: Path) -> None:
    get_user_model().objects.create_superuser("ada", password="x")
    assert not is_wanted(tmp_path / "credentials.json")


@pytest.mark.django_db
def test_it_is_made_again_when_the_database_is_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    make_first_login(path)
    get_user_model().objects.all().delete()
    assert is_wanted(path)


@pytest.mark.django_db
def test_create_token_prints_the_same_token_each_time() -> None:
    get_user_model().objects.create_user("ada")
    said = [io.StringIO(), io.StringIO()]
    for each in said:
        call_command("create_token", "ada", stdout=each)
    assert said[0].getvalue() == said[1].getvalue()
    assert Token.objects.get(user__username="ada").key == said[0].getvalue().strip()


@pytest.mark.django_db
def test_create_token_says_how_to_make_a_login() -> None:
    with pytest.raises(CommandError, match="createsuperuser"):
        call_command("create_token", "nobody")
