"""The Celery application: four queues, one per stage, and the beat that looks after lost messages.

A task is a wake-up and nothing more: what there is to do stands in rows. So a task that is lost,
doubled or late changes nothing but the moment.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apps.config.settings")

from django.conf import settings

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
    task_queues={"route": {}, "advance": {}, "deliver": {}, "sweep": {}},
    task_routes={
        "apps.orchestrator.tasks.route": {"queue": "route"},
        "apps.orchestrator.tasks.advance": {"queue": "advance"},
        "apps.orchestrator.tasks.sweep": {"queue": "sweep"},
        "apps.delivery.tasks.deliver": {"queue": "deliver"},
    },
    beat_schedule={
        "sweep": {
            "task": "apps.orchestrator.tasks.sweep",
            "schedule": settings.SWEEP_SECONDS,
            "options": {"expires": 5},
        },
    },
)
app.autodiscover_tasks()
