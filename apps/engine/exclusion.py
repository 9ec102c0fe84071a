"""Exclusion groups: a person is in at most one journey of a group.

A run that is held out takes no place from one that is not: what is really sent is not hindered by
what never was. The would-be path meets the groups as the treated one does.
"""

from apps.engine.book import Book, ExclusionGroup, Journey
from apps.engine.reasons import Code, Reason
from apps.engine.silence import is_silent
from apps.engine.values import Enrollment, ProfileState


def groups_of(book: Book, journey: str) -> tuple[ExclusionGroup, ...]:
    return tuple(group for group in book.rules.groups if journey in group.journeys)


def refuses(state: ProfileState, book: Book, journey: Journey) -> Reason | None:
    """Why the person may not enter the journey now, or None."""
    for group in groups_of(book, journey.key):
        for rival in _rivals(state, book, group, journey):
            if not (group.displace and _strength(book, journey) < _strength_of(book, rival)):
                return _reason(book, group, rival)
    return None


def displaced(
    state: ProfileState, book: Book, journey: Journey
) -> dict[str, tuple[Enrollment, Reason]]:
    """The runs, by id, whose place the journey takes; `refuses` has said that it may."""
    numbers = {"by": journey.key, "by_name": journey.name}
    silent = is_silent(state, book, journey)
    return {
        rival.id: (rival, Reason(Code.DISPLACED, group.id, group.name, numbers))
        for group in groups_of(book, journey.key)
        for rival in _rivals(state, book, group, journey)
        if not silent or is_silent(state, book, book.journeys[rival.version])
    }


def stops(state: ProfileState, book: Book, enrollment: Enrollment) -> Reason | None:
    """Why this run must be silent beside another one that is active; None where it needn't.

    Both can be in only if the group is younger than they are: the better of the two goes on.
    """
    journey = book.journeys[enrollment.version]
    for group in groups_of(book, journey.key):
        for rival in _rivals(state, book, group, journey):
            if _order(book, group, rival) < _order(book, group, enrollment):
                return _reason(book, group, rival)
    return None


def _rivals(
    state: ProfileState, book: Book, group: ExclusionGroup, journey: Journey
) -> list[Enrollment]:
    rivals = [
        known
        for known in state.enrollments
        if known.journey != journey.key and known.journey in group.journeys
    ]
    if not rivals or is_silent(state, book, journey):
        return rivals
    return [known for known in rivals if not is_silent(state, book, book.journeys[known.version])]


def _strength(book: Book, journey: Journey) -> tuple[int, int]:
    """Less is stronger."""
    return book.rules.tier_rank(journey.tier), -journey.priority


def _strength_of(book: Book, enrollment: Enrollment) -> tuple[int, int]:
    return _strength(book, book.journeys[enrollment.version])


def _order(book: Book, group: ExclusionGroup, one: Enrollment) -> tuple[object, ...]:
    strength = _strength_of(book, one) if group.displace else ()
    return (*strength, one.entered_at, one.journey, one.id)


def _reason(book: Book, group: ExclusionGroup, rival: Enrollment) -> Reason:
    numbers = {
        "inside": rival.journey,
        "inside_name": book.journeys[rival.version].name,
        "since": rival.entered_at,
    }
    return Reason(Code.EXCLUDED, group.id, group.name, numbers)
