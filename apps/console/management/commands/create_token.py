"""Prints the API token of a login."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.authtoken.models import Token


class Command(BaseCommand):
    help = "Prints the API token of USER, creating it at the first call."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="the name somebody logs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(
                f"There is no login {options['user']!r}; `manage.py createsuperuser` makes one."
            )
        token, _ = Token.objects.get_or_create(user=user)
        self.stdout.write(token.key)
