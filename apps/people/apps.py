from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "apps.people"

    def ready(self) -> None:
        # Needs the models, which are there only now.
        from apps.events import refusing
        from apps.people import erased

        refusing.register(erased.is_refused, erased.without_device)
