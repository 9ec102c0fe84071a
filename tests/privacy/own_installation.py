"""Run in a process of its own, over an installation's stores: what its authors have published."""

import django

django.setup()

from apps.delivery.models import Template  # noqa: E402
from tests.privacy.worlds import LIFECYCLE, course  # noqa: E402
from tests.scenario import message_on, publish, rule_set  # noqa: E402


def main() -> None:
    Template.objects.create(
        key="hello", name="hello", channel="email", subject="Hi {{ person.planet }}", text="Hi"
    )
    Template.objects.create(
        key="broken", name="broken", channel="email", subject="{{ person.planet | date: 1 }}"
    )
    rule_set(lifecycles=[LIFECYCLE], arbitration_window_minutes=0)
    publish("welcome", message_on("Signed Up", again="once"))
    publish("failing", message_on("Failed", template="broken", again="once"))
    publish("course", course())


if __name__ == "__main__":
    main()
