"""The Celery application: a queue for each stage, one for analyses, and the beat that looks after
lost messages.

A task is a wake-up and nothing more: what there is to do stands in rows. So a task that is lost,
doubled or late changes nothing but the moment.
"""

import logging.config
import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apps.config.settings")

from django.conf import settings
from django.db import close_old_connections

app = Celery("throughline")
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    # Redis may vanish at any time; a worker keeps trying to come back, for ever.
    broker_connection_max_retries=None,
    broker_channel_error_retry=True,
    broker_transport_options={
        "visibility_timeout": 60,
        # kombu looks for unacknowledged messages every interval × throttle seconds.
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    },
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    task_default_queue="advance",
    task_queues={"route": {}, "advance": {}, "deliver": {}, "sweep": {}, "analyse": {}},
    task_routes={
        "apps.orchestrator.tasks.route": {"queue": "route"},
        "apps.orchestrator.tasks.advance": {"queue": "advance"},
        "apps.orchestrator.tasks.sweep": {"queue": "sweep"},
        "apps.delivery.tasks.deliver": {"queue": "deliver"},
        "apps.simulate.tasks.analyse": {"queue": "analyse"},
        "apps.simulate.tasks.sweep": {"queue": "sweep"},
        # What people ask about their data takes its time, too, and may wait for an analysis.
        "apps.privacy.tasks.work": {"queue": "analyse"},
        "apps.privacy.tasks.sweep": {"queue": "sweep"},
        "apps.privacy.tasks.nightly": {"queue": "analyse"},
        # A move goes in short turns, so it may share the worker that looks after the rows.
        "apps.journeys.tasks.move": {"queue": "sweep"},
        "apps.journeys.tasks.sweep": {"queue": "sweep"},
        "apps.explain.tasks.sweep": {"queue": "sweep"},
    },
    beat_schedule={
        "sweep": {
            "task": "apps.orchestrator.tasks.sweep",
            "schedule": settings.SWEEP_SECONDS,
            "options": {"expires": 5},
        },
        "sweep-analyses": {
            "task": "apps.simulate.tasks.sweep",
            "schedule": 5.0,
            "options": {"expires": 5},
        },
        "sweep-privacy": {
            "task": "apps.privacy.tasks.sweep",
            "schedule": 5.0,
            "options": {"expires": 5},
        },
        "nightly-privacy": {
            "task": "apps.privacy.tasks.nightly",
            "schedule": crontab(hour=3, minute=10),
        },
        "sweep-merges": {
            "task": "apps.explain.tasks.sweep",
            "schedule": 5.0,
            "options": {"expires": 5},
        },
        "sweep-moves": {
            "task": "apps.journeys.tasks.sweep",
            "schedule": 5.0,
            "options": {"expires": 5},
        },
    },
)
# Celery closes the database connection around every task; a new one costs more than most tasks.
app.conf["CELERY_DB_REUSE_MAX"] = 2**62
app.autodiscover_tasks()


def configure_logging(**_: object) -> None:
    """As every other process: Celery would put handlers of its own beside ours."""
    logging.config.dictConfig(settings.LOGGING)


setup_logging.connect(configure_logging)


def check_connections(**_: object) -> None:
    """Close a connection that a restart of PostgreSQL has broken; a good one is used again."""
    close_old_connections()


task_prerun.connect(check_connections)
