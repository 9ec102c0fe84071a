"""By whose clock and which names a trial is told: those of the book, the draft's among them."""

from typing import Any

from apps.engine import person
from apps.engine.book import Book, Journey
from apps.engine.values import ProfileState
from apps.journeys.called import named
from apps.rules.told.telling import NodeName, Telling, VersionName


def telling(book: Book, state: ProfileState, who: str) -> Telling:
    """The names of everything in this book, by this person's clock."""
    return Telling(
        zone=person.zone(state, book.rules),
        who=who,
        journeys={journey.key: journey.name for journey in book.journeys.values()},
        versions={journey.version: _named(journey) for journey in book.journeys.values()},
        tiers={tier.key: tier.name for tier in book.rules.tiers},
        caps={cap.id: cap for cap in book.rules.caps},
        lifecycles={known.key: known for known in book.rules.lifecycles},
    )


def _named(journey: Journey) -> VersionName:
    nodes = {
        node.key: NodeName(node.key, named(node), node.type, _settings(node.settings))
        for node in journey.nodes.values()
    }
    return VersionName(journey.version, journey.key, 0, nodes=nodes)


def _settings(settings: Any) -> dict[str, Any]:
    event = getattr(settings, "event", "")
    return {"event": event} if event else {}
