"""One worker as a process: `python -m tests.invariants.worker UNTIL BATCH [EVENTS]`.

With EVENTS it begins at once and goes on until so many have been told and all of them applied.
"""

import os
import sys
from datetime import datetime


def main(until: str, batch: str, events: str = "0") -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "apps.config.settings"
    import django

    django.setup()
    from tests.invariants.flow import drain

    drain(datetime.fromisoformat(until), int(batch), int(events))


if __name__ == "__main__":
    main(*sys.argv[1:])
