"""What stands next to a person."""

from apps.events.models import Source
from apps.explain.around.neighbours import nodes
from apps.explain.around.neighbours.groups import decisions, joined_profiles, messages, runs
from apps.explain.around.neighbours.parts import (
    Ask,
    Focus,
    Ground,
    Group,
    Near,
    identifiers_of,
    listed,
    paged,
)
from apps.explain.why.path import as_datetime
from apps.graph import queries_around, queries_sessions
from apps.graph.queries_around import Stay
from apps.graph.queries_sessions import Session
from apps.people import queries as people
from apps.people.models import Identifier, Merge
from apps.rules.told import words

# Stays in stages that are looked at; identifiers and merges are bounded where they are read.
MOST_STAYS = 100


def person(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """The middle of it all. The id of a joined profile leads to the one that goes on."""
    if not ground.owns(uid):
        return None
    known = [_identifier(ground, one) for one in identifiers_of(ground)]
    joined = joined_profiles(ground) if ask.wants("profile") else []
    return Focus(
        nodes.person(ground, people.created_at(ground.who.id)),
        [
            listed("identifier", ask, known),
            listed("profile", ask, [_joined(ground, one) for one in joined]),
            _sessions(ground, ask),
            _stages(ground, ask),
            runs(ground, ask, ground.ids),
            decisions(ground, ask, ground.ids),
            messages(ground, ask, ground.who.ids),
        ],
    )


def _identifier(ground: Ground, row: Identifier) -> Near:
    return Near(nodes.identifier(ground, row), nodes.kind_of(row))


def _joined(ground: Ground, row: Merge) -> Near:
    return Near(nodes.profile(ground, row), f"joined {ground.telling.short(row.at)}")


def _sessions(ground: Ground, ask: Ask) -> Group | None:
    called = dict(Source.objects.values_list("key", "name")) if ask.wants("session") else {}

    def tell(one: Session) -> Near:
        node = nodes.session(ground, one, called.get(one.source, ""))
        return Near(node, words.count_of(one.events, "event"))

    return paged(
        "session",
        ask,
        lambda place, limit: queries_sessions.of_person(ground.ids, *place, limit),
        tell,
        lambda one: (one.started_at, one.uid),
        lambda place: queries_around.further_sessions(ground.ids, place),
    )


def _stages(ground: Ground, ask: Ask) -> Group | None:
    if not ask.wants("stage"):
        return None
    latest: dict[str, Stay] = {}
    for stay in queries_around.stays(ground.ids, MOST_STAYS):
        latest.setdefault(stay.uid, stay)
    near = [
        Near(nodes.stage(ground, stay), _stayed(ground, stay))
        for stay in sorted(latest.values(), key=lambda stay: stay.until is not None)
    ]
    return listed("stage", ask, near)


def _stayed(ground: Ground, stay: Stay) -> str:
    if stay.until is None:
        return f"since {ground.telling.short(as_datetime(stay.since))}"
    return f"until {ground.telling.short(as_datetime(stay.until))}"
