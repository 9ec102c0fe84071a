"""What stands next to a run, to a message and to what followed it; and to a rule."""

from uuid import UUID

from apps.delivery.models import Delivery
from apps.explain.around.neighbours import nodes
from apps.explain.around.neighbours.decision import chosen_messages, the_runs
from apps.explain.around.neighbours.groups import events, itself
from apps.explain.around.neighbours.parts import Ask, Focus, Ground, Group, Near, listed
from apps.graph import queries_around, queries_decisions, queries_people
from apps.graph.queries_around import MOST_COUNTED
from apps.graph.queries_people import Run
from apps.journeys.models import JourneyVersion

MOST = 100


def enrollment(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A run through a journey: where it stands, what let it in, what was decided about it."""
    run = queries_people.runs_by_id([uid]).get(uid)
    if run is None or not ground.owns(run.profile):
        return None
    ground.know([run.version])
    rows = JourneyVersion.objects.filter(id=run.version).select_related("journey", "published_by")
    stands = [nodes.step(ground, run.version, run.node)] if run.node else []
    return Focus(
        nodes.run(ground, run),
        [
            events(ground, ask, [run.entry_event] if run.entry_event else [], "let in by"),
            listed("journey", ask, [Near(nodes.journey(ground, run.journey), "through")]),
            listed("version", ask, [Near(nodes.version(ground, row), "of") for row in rows]),
            listed("node", ask, [Near(node, "stands at") for node in stands]),
            _about(ground, ask, run),
            listed("message", ask, _written(ground, ask, run)),
            itself(ground, ask, "entered"),
        ],
    )


def _about(ground: Ground, ask: Ask, run: Run) -> Group | None:
    if not ask.wants("decision"):
        return None
    ids = queries_around.about_run(
        ground.ids, run.uid, run.journey, run.entered_at, ask.place, ask.limit + MOST_COUNTED
    )
    return _decisions(ground, ask, ids, "decided about it")


def _decisions(ground: Ground, ask: Ask, ids: list[str], says: str) -> Group | None:
    """The first of these decisions, while the rest is only counted."""
    shown = queries_around.latest(ids[: ask.limit])
    if not shown:
        return None
    more = len(ids) - len(shown)
    near = tuple(Near(nodes.decision(ground, stored), says) for stored in shown)
    last = shown[-1]
    return Group("decision", near, more, f"{last.at!r}~{last.uid}" if more else "")


def _written(ground: Ground, ask: Ask, run: Run) -> list[Near]:
    if not ask.wants("message"):
        return []
    # Along the index of a person's messages.
    rows = Delivery.objects.filter(profile_id__in=ground.who.ids, enrollment_id=run.uid)
    return [
        Near(nodes.message(ground, nodes.delivery(row), row), "wrote", "sent")
        for row in rows.order_by("-decided_at", "-id")[:MOST]
    ]


def message(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A message that was chosen, and what followed."""
    known = queries_around.chosen(uid)
    if known is None or not ground.owns(known.profile):
        return None
    row = Delivery.objects.filter(id=UUID(uid)).first()
    followed = queries_decisions.outcomes([uid])
    made = queries_decisions.by_id([known.decision])
    return Focus(
        nodes.message(ground, known, row),
        [
            listed("decision", ask, [Near(nodes.decision(ground, d), "chosen in") for d in made]),
            listed("enrollment", ask, the_runs(ground, ask, [known.enrollment], "of this run")),
            listed("journey", ask, [Near(nodes.journey(ground, known.journey), "its journey")]),
            listed("node", ask, [Near(nodes.step(ground, known.version, known.node), "sent by")]),
            listed("outcome", ask, [Near(nodes.outcome(ground, o), "followed") for o in followed]),
            itself(ground, ask, "written to"),
        ],
    )


def outcome(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """What followed a message."""
    of, _, kind = uid.partition(":")
    known = queries_around.chosen(of)
    found = next((o for o in queries_decisions.outcomes([of]) if o.kind == kind), None)
    if known is None or found is None or not ground.owns(known.profile):
        return None
    near = chosen_messages(ground, ask, [known], "followed")
    return Focus(
        nodes.outcome(ground, found), [listed("message", ask, near), itself(ground, ask, "of")]
    )


def rule(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A rule, and the decisions about this person in which it stopped or delayed a message."""
    reason, _, id = uid.partition(":")
    most = ask.limit + MOST_COUNTED
    ids = queries_around.stopped_by(ground.ids, reason, id, ask.place, most)
    first = queries_around.latest(ids[:1])
    if not first:
        return None
    given = next(
        one.reason
        for one in first[0].decision.considered
        if (one.reason.code.value, one.reason.rule) == (reason, id)
    )
    stopped = _decisions(ground, ask, ids, "it decided there") if ask.wants("decision") else None
    return Focus(nodes.rule(given), [stopped, itself(ground, ask, "about")])
