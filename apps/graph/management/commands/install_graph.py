from django.core.management.base import BaseCommand

from apps.graph import schema


class Command(BaseCommand):
    help = "Create the graph's constraints and indexes where they are missing."

    def handle(self, *args: object, **options: object) -> None:
        schema.install()
        self.stdout.write("The graph's constraints and indexes are in place.")
