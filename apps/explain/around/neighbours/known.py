"""What stands next to what a person is known by and to what they did."""

from apps.events.models import Event, Source
from apps.explain.around.neighbours import nodes
from apps.explain.around.neighbours.groups import (
    decisions,
    events,
    itself,
    joined_profiles,
    messages,
    runs,
    uuid,
)
from apps.explain.around.neighbours.parts import Ask, Focus, Ground, Near, identifiers_of, listed
from apps.graph import queries_around, queries_people
from apps.people.models import Identifier, Merge

# Stays in stages that are looked at.
MOST_STAYS = 100


def identifier(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """One of the values that lead to the person, and the event that brought it."""
    kind, _, value = uid.partition(":")
    rows = Identifier.objects.filter(profile_id__in=ground.who.ids)
    number = uid[1:] if uid.startswith("~") and uid[1:].isdecimal() and len(uid) < 20 else ""
    row = (rows.filter(id=number) if number else rows.filter(type=kind, value=value)).first()
    if row is None:
        return None
    moved = [one for one in joined_profiles(ground) if str(row) in one.identifiers]
    return Focus(
        nodes.identifier(ground, row),
        [
            events(ground, ask, [row.event_id], "brought by"),
            listed(
                "profile", ask, [Near(nodes.profile(ground, one), "came with") for one in moved]
            ),
            itself(ground, ask, "leads to"),
        ],
    )


def profile(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A profile that turned out to be this person: what it brought, and what joined it."""
    rows = Merge.objects.filter(undone_at__isnull=True, survivor_id__in=ground.who.ids)
    row = rows.filter(absorbed_id=uuid(uid)).first()
    if row is None:
        return None
    brought = [
        Near(nodes.identifier(ground, one), "brought")
        for one in identifiers_of(ground)
        if f"{one.type}:{one.value}" in row.identifiers
    ]
    return Focus(
        nodes.profile(ground, row),
        [
            events(ground, ask, [row.event_id], "joined by"),
            listed("identifier", ask, brought),
            runs(ground, ask, [uid]),
            decisions(ground, ask, [uid]),
            messages(ground, ask, [row.absorbed_id]),
            itself(ground, ask, "joined into"),
        ],
    )


def session(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """What the person did at one source without a long silence, and the event that began it."""
    one = queries_around.session(uid)
    if one is None or not ground.owns(one.profile):
        return None
    source = Source.objects.filter(key=one.source).values_list("name", flat=True).first()
    return Focus(
        nodes.session(ground, one, source or ""),
        [events(ground, ask, [one.event], "began it"), itself(ground, ask, "whose it is")],
    )


def stage(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A stage of a lifecycle: what brought the person there."""
    found = queries_around.stays(ground.ids, MOST_STAYS, uid)
    if not found:
        return None
    return Focus(
        nodes.stage(ground, found[0]),
        [
            events(ground, ask, [stay.event for stay in found], "brought them there"),
            itself(ground, ask, "is in it" if found[0].until is None else "was in it"),
        ],
    )


def event(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """Something that the person did or told, and what it set off."""
    row = Event.objects.filter(pk=_number(uid)).select_related("source").first()
    if row is None or not ground.owns(row.profile_id):
        return None
    begun = queries_around.let_in_by(ground.ids, row.pk, ask.offset + 100)
    started = list(queries_people.runs_by_id(begun).values())
    ground.know(run.version for run in started)
    made = queries_around.latest(queries_around.brought_by(ground.ids, row.pk, 100))
    known = [one for one in identifiers_of(ground) if one.event_id == row.pk]
    return Focus(
        nodes.event(ground, row),
        [
            listed(
                "identifier", ask, [Near(nodes.identifier(ground, i), "brought") for i in known]
            ),
            listed("enrollment", ask, [Near(nodes.run(ground, one), "let in") for one in started]),
            listed("decision", ask, [Near(nodes.decision(ground, one), "set off") for one in made]),
            itself(ground, ask, "did or told it"),
        ],
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
