from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrchestratorConfig(AppConfig):
    name = "apps.orchestrator"

    def ready(self) -> None:
        # Needs the models, which are there only now.
        from apps.delivery import operations as delivery
        from apps.journeys import settling, stopping
        from apps.orchestrator import lanes

        settling.register(lanes.let_batches_finish)
        stopping.register(delivery.withdraw_all_of)
        post_migrate.connect(_install_lanes, sender=self)


def _install_lanes(**kwargs: Any) -> None:
    from apps.orchestrator import lanes

    lanes.install()
