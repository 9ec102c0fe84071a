from django.apps import AppConfig


class SimulateConfig(AppConfig):
    name = "apps.simulate"

    def ready(self) -> None:
        # Needs the models, which are there only now.
        from apps.rules import gatekeeping
        from apps.simulate import queries
        from apps.simulate.conflicts import gate

        gatekeeping.register(gate.rules_check)
        gatekeeping.register_journey(gate.journey_check)
        gatekeeping.register_conflicts(queries.conflicts_by_journey)
