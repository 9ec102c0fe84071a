"""unknown_trait: a template prints a trait that nobody has, and says nothing in its place."""

from collections.abc import Iterator

from apps.engine.book import Journey, Node
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.world import World, messages_of
from apps.simulate.history.numbers import TEMPLATE

KIND = "unknown_trait"


def find(world: World) -> Iterator[Finding]:
    """Nothing where there are no people yet: then nobody has any trait."""
    if world.traits is None:
        return
    known = world.traits | _set_on_the_way(world)
    for template, used_by in sorted(_uses(world).items()):
        for trait in sorted(world.templates.get(template, frozenset()) - known):
            yield _finding(world, template, trait, used_by)


def _set_on_the_way(world: World) -> set[str]:
    return {
        node.settings.trait
        for journey in world.journeys.values()
        for node in journey.nodes.values()
        if node.type == "update_trait"
    }


def _uses(world: World) -> dict[str, list[tuple[Journey, Node]]]:
    found: dict[str, list[tuple[Journey, Node]]] = {}
    for journey in world.in_order():
        for node in messages_of(journey):
            found.setdefault(node.settings.template, []).append((journey, node))
    return found


def _finding(
    world: World, template: str, trait: str, used_by: list[tuple[Journey, Node]]
) -> Finding:
    journey, node = used_by[0]
    messages = words.joined([f"“{node.name}” of “{journey.name}”" for journey, node in used_by])
    proposed = people = None
    if world.history is not None:
        numbers = [world.history.messages.get((j.key, n.key)) for j, n in used_by]
        proposed = sum(known.proposed for known in numbers if known)
        people = world.history.wanted.get((TEMPLATE, template), 0)
    return Finding(
        kind=KIND,
        severity=WARNING,
        where=Place(journey=journey.key, node=node.key, template=template),
        title=f"The template “{template}” prints “{trait}”, which nobody has.",
        why=(
            f"It is sent by {messages}. Where the trait is missing the text has a gap there: no "
            "default is given, and no journey sets the trait.",
        ),
        journeys=tuple(dict.fromkeys(journey.key for journey, _ in used_by)),
        people=people,
        count=proposed,
        remedies=(
            Remedy("Give a default in the template, or mend the name", Place(template=template)),
            Remedy("Choose another template", Place(journey=journey.key, node=node.key)),
        ),
        about=trait,
    )
