from django.apps import AppConfig

from apps.common import masking


class CommonConfig(AppConfig):
    name = "apps.common"

    def ready(self) -> None:
        masking.log_what_a_thread_raises()
