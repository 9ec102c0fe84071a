"""One worker as a process: `python -m tests.invariants.worker UNTIL BATCH`."""

import os
import sys
from datetime import datetime


def main(until: str, batch: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "apps.config.settings"
    import django

    django.setup()
    from tests.invariants.flow import drain

    drain(datetime.fromisoformat(until), int(batch))


if __name__ == "__main__":
    main(*sys.argv[1:])
