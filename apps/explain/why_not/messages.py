"""The messages of a journey that may be asked about: those of its versions, the latest first."""

from dataclasses import dataclass

from apps.explain import names
from apps.journeys.models import JourneyVersion

MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class Message:
    """`versions` are the ids of those that have it; `latest`: the newest one does."""

    key: str
    name: str
    latest: bool
    versions: tuple[str, ...]


def messages_of(journey: str) -> list[Message]:
    """The messages of a journey, those that only earlier versions had at the end."""
    rows = JourneyVersion.objects.filter(journey__key=journey).order_by("-number")
    ids = [str(id) for id in rows.values_list("id", flat=True)[:MOST_VERSIONS]]
    named = names.version_names(ids)
    found: dict[str, Message] = {}
    for place, id in enumerate(ids):
        for node in named[id].nodes.values() if id in named else ():
            if node.type == "message":
                known = found.get(node.key) or Message(node.key, node.name, place == 0, ())
                found[node.key] = Message(
                    known.key, known.name, known.latest, (*known.versions, id)
                )
    return list(found.values())
