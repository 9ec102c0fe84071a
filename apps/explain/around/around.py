"""The graph around a person, one step at a time: what stands next to the focus.

A focus is "kind:uid". Whatever kind it is, an answer costs a fixed number of reads, each bounded,
and holds at most `limit` neighbours of each kind; further ones are counted and follow by cursor.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.explain.around.neighbours import decision, journey, known, person, run
from apps.explain.around.neighbours.parts import (
    KINDS,
    Ask,
    Focus,
    Ground,
    Group,
    Link,
    Look,
    Node,
    ground,
)
from apps.explain.who import Who

LIMIT, MOST = 6, 50
# How each kind of focus is looked at; the key is the kind.
LOOKS: dict[str, Look] = {
    "person": person.person,
    "identifier": known.identifier,
    "profile": known.profile,
    "session": known.session,
    "stage": known.stage,
    "event": known.event,
    "enrollment": run.enrollment,
    "decision": decision.decision,
    "candidate": decision.candidate,
    "message": run.message,
    "outcome": run.outcome,
    "rule": run.rule,
    "journey": journey.journey,
    "version": journey.version,
    "node": journey.step,
}
# Whose uid is a UUID.
BY_UUID = {"person", "profile", "enrollment", "decision", "message", "version"}


class NoSuchFocus(LookupError):
    """Nothing of this person's is called so; the message says what can be."""


@dataclass(frozen=True, slots=True)
class Around:
    """The focus, its neighbours by kind, and what those have to do with each other."""

    who: Who
    zone: str
    focus: Node
    groups: tuple[Group, ...]
    links: tuple[Link, ...]

    @property
    def nodes(self) -> list[Node]:
        return [self.focus, *(near.node for group in self.groups for near in group.near)]


def around(profile_id: UUID, focus: str, ask: Ask, *, now: datetime) -> Around | None:
    """What stands next to this focus ("": the person), or None where there is no such person.

    Raises NoSuchFocus for one that is unknown, or that isn't this person's.
    """
    here = ground(profile_id, now)
    if here is None:
        return None
    kind, _, uid = (focus or f"person:{here.who.id}").partition(":")
    seen = look(here, kind, uid, ask)
    groups = tuple(group for group in seen.groups if group is not None)
    shown = {near.node.id for group in groups for near in group.near}
    links = tuple(link for link in seen.links if {link.source, link.target} <= shown)
    return Around(here.who, here.telling.zone.key, seen.node, groups, links)


def look(here: Ground, kind: str, uid: str, ask: Ask) -> Focus:
    """The focus with its neighbours; NoSuchFocus where there is none."""
    if kind not in LOOKS:
        there = ", ".join(key for key in KINDS if key in LOOKS)
        raise NoSuchFocus(f"“{kind}” is no kind of thing in this picture; there are {there}.")
    seen = LOOKS[kind](here, uid, ask) if kind not in BY_UUID or _is_uuid(uid) else None
    if seen is None:
        raise NoSuchFocus(
            f"Around {here.who.label} there is no {kind} “{uid[:80]}”. It may be somebody else’s, "
            "or have been removed since."
        )
    return seen


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
