"""Every queue has somebody who works it, embedded and with containers."""

from pathlib import Path

import yaml

from apps.config.celery import app
from apps.embedded import programs

ROOT = Path(__file__).parents[2]


def test_every_queue_has_a_worker_of_its_own_in_the_containers() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    worked = [
        service["environment"]["QUEUE"]
        for service in services.values()
        if "QUEUE" in service.get("environment", {})
    ]
    assert sorted(worked) == sorted(app.conf.task_queues)


def test_every_queue_has_a_worker_here() -> None:
    source = Path(programs.__file__).read_text()
    assert [queue for queue in app.conf.task_queues if f'"{queue}"' not in source] == []
