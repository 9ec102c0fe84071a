"""Puts together what is looked at: the subject of an analysis, and what is known of people."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from apps.delivery.models import Template
from apps.engine.book import Journey
from apps.events import queries_names
from apps.people import queries_known
from apps.simulate.conflicts.heard import asked_of_events
from apps.simulate.conflicts.template_traits import printed_traits
from apps.simulate.conflicts.world import Broken, World, messages_of
from apps.simulate.history.numbers import History
from apps.simulate.history.subject import Subject


def world_now(
    subject: Subject, *, names: Mapping[str, str] | None = None, history: History | None = None
) -> World:
    """The world of this subject. With a history, events are looked at in the history's window;
    without one, nothing is said of past events. Reads templates, traits and the event log."""
    called = dict(names or {})
    templates = _templates(subject.journeys.values())
    world = World(
        rules=subject.book.rules,
        journeys=subject.journeys,
        drafts=subject.drafts,
        broken=tuple(
            Broken(key, called.get(key, key), problems)
            for key, problems in sorted(subject.left_out.items())
        ),
        templates=templates,
        traits=queries_known.known_traits(t for traits in templates.values() for t in traits),
        names=called,
        history=history,
    )
    return _with_events(world, history.since, history.until) if history else world


def _with_events(world: World, since: datetime, until: datetime) -> World:
    asked = [
        pair
        for journey in world.journeys.values()
        for listener in journey.listeners
        for pair in asked_of_events(journey, listener)
    ]
    return replace(
        world,
        events=queries_names.received(since, until),
        properties=queries_names.came_with(asked, since, until),
    )


def _templates(journeys: Iterable[Journey]) -> dict[str, frozenset[str]]:
    used = {node.settings.template for journey in journeys for node in messages_of(journey)}
    found = Template.objects.filter(key__in=used)
    return {template.key: printed_traits(template.content()) for template in found}
