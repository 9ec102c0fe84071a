from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "apps.rules"

    def ready(self) -> None:
        # Needs the models, which are there only now.
        from apps.rules import gatekeeping, remarks

        gatekeeping.register(remarks.unknown_tiers)
