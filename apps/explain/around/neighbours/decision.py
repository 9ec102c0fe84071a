"""What stands next to a decision: its candidates, who lost to whom, the rules, the messages."""

from collections.abc import Iterable

from apps.delivery.models import Delivery
from apps.engine.outcome import Considered, Decision
from apps.engine.reasons import Verdict
from apps.explain.around.neighbours import nodes
from apps.explain.around.neighbours.groups import events, itself
from apps.explain.around.neighbours.parts import Ask, Focus, Ground, Link, Near, listed
from apps.graph import queries_decisions, queries_people
from apps.graph.against import against
from apps.graph.queries_around import Chosen
from apps.graph.queries_decisions import Stored
from apps.rules.told import sentences, words

MOST_DECISIONS = 100


def decision(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A moment at which candidates were resolved."""
    stored = queries_decisions.get(uid)
    if stored is None or not ground.owns(stored.profile):
        return None
    made = stored.decision
    node = nodes.decision(ground, stored)
    candidates = [_candidate(ground, uid, one) for one in made.considered]
    return Focus(
        node,
        [
            events(ground, ask, [made.event_id] if made.event_id else [], "set off by"),
            listed("candidate", ask, candidates),
            listed("journey", ask, _journeys(ground, made.considered)),
            listed("rule", ask, _rules(ground, made.considered)),
            listed("message", ask, chosen_messages(ground, ask, sent_of(made), "chose")),
            itself(ground, ask, "about"),
        ],
        tuple(_links(ground, made)),
    )


def _candidate(ground: Ground, uid: str, one: Considered) -> Near:
    node = nodes.candidate(ground, uid, one)
    return Near(node, sentences.verdict(one).lower(), one.verdict.value)


def _journeys(ground: Ground, considered: Iterable[Considered]) -> list[Near]:
    """The journeys that competed, those that lost first, each with what became of it."""
    lost: dict[str, Near] = {}
    won: dict[str, Near] = {}
    other: dict[str, Near] = {}
    for one in considered:
        to = [] if one.verdict == Verdict.SENT else against(one.reason)
        node = nodes.journey(ground, one.journey)
        if to:
            named = words.listed([ground.telling.journey(key) for key in to])
            lost.setdefault(one.journey, Near(node, f"lost to {named}", one.verdict.value))
        elif one.verdict == Verdict.SENT:
            won[one.journey] = Near(node, "won", "sent")
        else:
            said = sentences.verdict(one).lower()
            other.setdefault(one.journey, Near(node, said, one.verdict.value))
        for key in to:
            # Of a cap: what it sent earlier took the place.
            other.setdefault(key, Near(nodes.journey(ground, key), "was preferred", "sent"))
    return list(_once(lost, won, other))


def _once(*parts: dict[str, Near]) -> Iterable[Near]:
    """The journeys of these, each told by the first that has it."""
    found: dict[str, Near] = {}
    for part in parts:
        found |= {key: near for key, near in part.items() if key not in found}
    return found.values()


def _rules(ground: Ground, considered: Iterable[Considered]) -> list[Near]:
    """The rules that decided a *no*, each once."""
    found: dict[str, Near] = {}
    for one in considered:
        if one.verdict != Verdict.SENT:
            node = nodes.rule(one.reason)
            found.setdefault(node.id, Near(node, "decided", one.verdict.value))
    return list(found.values())


def sent_of(made: Decision) -> list[Chosen]:
    return [
        Chosen(
            uid=one.message_id,
            at=made.at.timestamp(),
            profile=made.profile,
            enrollment=one.enrollment,
            journey=one.journey,
            node=one.node,
            channel=one.channel,
            version=one.version,
            decision=made.id,
        )
        for one in made.considered
        if one.verdict == Verdict.SENT
    ]


def chosen_messages(ground: Ground, ask: Ask, chosen: list[Chosen], says: str) -> list[Near]:
    if not chosen or not ask.wants("message"):
        return []
    rows = {str(row.pk): row for row in Delivery.objects.filter(id__in=[c.uid for c in chosen])}
    return [Near(nodes.message(ground, c, rows.get(c.uid)), says, "sent") for c in chosen]


def _links(ground: Ground, made: Decision) -> Iterable[Link]:
    for one in made.considered:
        candidate = f"candidate:{made.id}/{one.message_id}"
        yield Link(candidate, f"journey:{one.journey}", "of")
        if one.verdict == Verdict.SENT:
            yield Link(candidate, f"message:{one.message_id}", "became", "sent")
            continue
        yield Link(candidate, nodes.rule(one.reason).id, "stopped by", one.verdict.value)
        for winner in against(one.reason):
            yield Link(f"journey:{one.journey}", f"journey:{winner}", "lost to", one.verdict.value)


def candidate(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A message that wanted to go out at one decision, and what became of it."""
    of, _, message_id = uid.partition("/")
    stored = queries_decisions.get(of)
    if stored is None or not ground.owns(stored.profile):
        return None
    made = stored.decision
    one = next((one for one in made.considered if one.message_id == message_id), None)
    if one is None:
        return None
    ground.know({one.version})
    verdict, is_sent = one.verdict.value, one.verdict == Verdict.SENT
    winners = [] if is_sent else against(one.reason)
    own = Near(nodes.journey(ground, one.journey), "its journey")
    to = [Near(nodes.journey(ground, key), "lost to", verdict) for key in winners]
    rule = [] if is_sent else [Near(nodes.rule(one.reason), "stopped by", verdict)]
    sent = [c for c in sent_of(made) if c.uid == message_id]
    step = Near(nodes.step(ground, one.version, one.node), "the message")
    return Focus(
        nodes.candidate(ground, of, one),
        [
            listed("decision", ask, _asked(ground, ask, stored, one)),
            listed("enrollment", ask, the_runs(ground, ask, [one.enrollment], "of this run")),
            listed("journey", ask, [*to, own]),
            listed("rule", ask, rule),
            listed("node", ask, [step]),
            listed("message", ask, chosen_messages(ground, ask, sent, "became")),
        ],
    )


def _asked(ground: Ground, ask: Ask, stored: Stored, one: Considered) -> list[Near]:
    """The decision of this candidate, then the others at which the same message was asked."""
    own = Near(nodes.decision(ground, stored), "decided in", one.verdict.value)
    if not ask.wants("decision"):
        return [own]
    judged = queries_decisions.candidates(
        ground.ids, messages=[one.message_id], since=one.ready_at.timestamp()
    )
    ids = [other.decision for other in judged if other.decision != stored.uid][:MOST_DECISIONS]
    others = sorted(queries_decisions.by_id(ids), key=lambda other: other.at)
    return [own] + [
        Near(
            nodes.decision(ground, other), "asked before" if other.at < stored.at else "asked again"
        )
        for other in others
    ]


def the_runs(ground: Ground, ask: Ask, ids: list[str], says: str) -> list[Near]:
    found = list(queries_people.runs_by_id(ids).values()) if ask.wants("enrollment") else []
    ground.know(run.version for run in found)
    return [Near(nodes.run(ground, run), says) for run in found if ground.owns(run.profile)]
