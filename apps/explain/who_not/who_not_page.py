"""What the page and the API show of who did not get a message: groups in words, and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.explain.who_not.who_not import Person, WhoNot
from apps.explain.who_not.who_not_groups import Group
from apps.explain.why_not import why_not_labels
from apps.explain.why_not.messages import Message, messages_of
from apps.explain.why_not.reasoning.cause import Kind
from apps.journeys.models import Journey
from apps.people import queries as people
from apps.people import queries_sets
from apps.people.labels import labels

MOST_FOUND = 50
# Kinds in the order of a person's way.
ORDER = [kind.value for kind in Kind]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group in words. `key` stands for it in an address."""

    key: str
    kind: str
    kind_label: str
    code: str
    label: str
    where: str
    where_name: str
    detail: str
    people: int


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody of a group; `person` is who the profile is by now."""

    profile: str
    person: str
    label: str
    at: datetime
    run: str
    decision: str
    message: str


def chosen(journey: Journey, node: str) -> tuple[Message | None, list[Message]]:
    """The message that is asked about, the first where none is named; and all of them."""
    found = messages_of(journey.key)
    if not node:
        return next(iter(found), None), found
    return next((one for one in found if one.key == node), None), found


def groups(found: WhoNot, names: Mapping[str, str]) -> list[GroupView]:
    """The groups by their kind, in the order of the way, the largest first. `names` of nodes."""
    views = [_view(group, count, names) for group, count in found.groups.items()]
    return sorted(views, key=lambda one: (ORDER.index(one.kind), -one.people, one.key))


def _view(group: Group, count: int, names: Mapping[str, str]) -> GroupView:
    return GroupView(
        key=group.key,
        kind=group.kind,
        kind_label=why_not_labels.kind(group.kind),
        code=group.code,
        label=why_not_labels.code(group.code),
        where=group.where,
        where_name=names.get(group.where, group.where),
        detail=group.detail.replace("_", " ") if group.kind == Kind.DELIVERY else group.detail,
        people=count,
    )


def members(found: WhoNot, group: Group, search: str = "") -> Sequence[Person]:
    """The people of a group; of those, the ones that the search finds."""
    of_group = found.members.get(group, ())
    if not search:
        return of_group
    hits: list[UUID] = [one.id for one in people.search(search, size=MOST_FOUND)[:MOST_FOUND]]
    ids = {str(id) for hit in hits for id in people.all_of(hit)}
    return [one for one in of_group if one.profile in ids]


def named(page: Sequence[Person]) -> list[PersonView]:
    """These people with what they are called by now."""
    ids = {one.profile for one in page}
    now = queries_sets.survivors(ids)
    called = labels({now.get(id, id) for id in ids})
    return [
        PersonView(
            profile=one.profile,
            person=now.get(one.profile, one.profile),
            label=called.get(now.get(one.profile, one.profile)) or f"Visitor {one.profile[:8]}",
            at=one.at,
            run=one.run,
            decision=one.decision,
            message=one.message,
        )
        for one in page
    ]
