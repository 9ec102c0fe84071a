"""What the journeys' own documents name: topics, tags and events, published or in a draft."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.journeys.models import JourneyDraft, JourneyVersion

# The documents that are read; an installation has some hundred journeys at most.
MOST_DOCUMENTS = 500
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Words:
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    events: tuple[str, ...]


def words() -> Words:
    """The topics and tags of messages, and the events that let people in or are waited for."""
    topics: set[str] = set()
    tags: set[str] = set()
    events: set[str] = set()
    for node in _nodes():
        settings = node.get("settings")
        if not isinstance(settings, Mapping):
            continue
        if node.get("type") == "message":
            topics.add(settings["topic"] if _is_text(settings.get("topic")) else "")
            given = settings.get("tags")
            tags |= {tag for tag in given if _is_text(tag)} if isinstance(given, list) else set()
        else:
            events.add(settings["event"] if _is_text(settings.get("event")) else "")
    return Words(_sorted(topics), _sorted(tags), _sorted(events))


def _nodes() -> Iterator[Mapping[str, Any]]:
    latest = JourneyVersion.objects.order_by("journey_id", "-number").distinct("journey_id")
    documents = [
        *latest.values_list("document", flat=True)[:MOST_DOCUMENTS],
        *JourneyDraft.objects.values_list("document", flat=True)[:MOST_DOCUMENTS],
    ]
    for document in documents:
        nodes = document.get("nodes") if isinstance(document, Mapping) else None
        for node in nodes if isinstance(nodes, list) else ():
            if isinstance(node, Mapping):
                yield node


def _is_text(given: Any) -> bool:
    return isinstance(given, str)


def _sorted(found: set[str]) -> tuple[str, ...]:
    return tuple(sorted(found - {""}))[:MOST_WORDS]
