"""Brings the stores to what this version needs. Repeating it changes nothing."""

import json
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from apps.embedded.first_login import is_wanted, make_first_login

# What loads the demonstration and keeps it alive.
DEMONSTRATION = ("load_demo", "analyse_conflicts", "trickle_demo")


def is_empty() -> bool:
    """Whether no event was ever accepted."""
    return not apps.get_model("events", "Event").objects.exists()


class Command(BaseCommand):
    help = "Migrates, installs the graph's schema and creates the first login; reports in JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        commands = get_commands()
        if "install_graph" in commands:
            call_command("install_graph", verbosity=0, stdout=self.stderr)
        path = settings.DATA_DIR / "credentials.json"
        if is_wanted(path):
            make_first_login(path)
        demonstration = [name for name in DEMONSTRATION if name in commands]
        self.stdout.write(json.dumps({"empty": is_empty(), "commands": demonstration}))
