"""The first login of an installation, its API token and write key: generated, never default."""

import io
import json
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import transaction
from rest_framework.authtoken.models import Token

from apps.embedded.passwords import write_private

USERNAME = "admin"


def is_wanted(path: Path) -> bool:
    """Whether there is nobody yet who could log in, or the file names one who isn't there."""
    users = get_user_model().objects.filter(is_superuser=True)
    if path.exists():
        users = users.filter(username=json.loads(path.read_text())["username"])
    return not users.exists()


def new_write_key() -> str:
    """The key of a new source, as `create_source` prints it: the last word of what it says."""
    if "create_source" not in get_commands():
        return ""
    said = io.StringIO()
    call_command("create_source", "Local installation", stdout=said)
    return said.getvalue().split()[-1]


@transaction.atomic
def make_first_login(path: Path) -> None:
    """Creates the superuser and writes everything to `path` (mode 600), or neither of the two."""
    password = secrets.token_urlsafe(12)
    user, _ = get_user_model().objects.get_or_create(
        username=USERNAME, defaults={"is_staff": True, "is_superuser": True}
    )
    user.set_password(password)
    user.is_staff = user.is_superuser = True
    user.save()
    token, _ = Token.objects.get_or_create(user=user)
    credentials = {
        "username": USERNAME,
        "password": password,
        "api_token": token.key,
        "write_key": new_write_key(),
    }
    write_private(path, json.dumps(credentials, indent=1) + "\n")
