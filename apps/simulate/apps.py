from django.apps import AppConfig


class SimulateConfig(AppConfig):
    name = "apps.simulate"
