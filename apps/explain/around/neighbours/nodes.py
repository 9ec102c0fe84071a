"""Every kind of thing in the picture around a person: its name, a few lines, its page."""

from datetime import datetime
from urllib.parse import urlencode

from apps.delivery.models import Delivery
from apps.engine.outcome import Considered
from apps.engine.reasons import Reason, Verdict
from apps.events.models import Event
from apps.explain import identifier_words
from apps.explain.addresses import known
from apps.explain.around.neighbours.parts import Ground, Node
from apps.explain.conflicts import costs, rule_words
from apps.explain.person.known import KnownIdentifier
from apps.explain.person.person_page import left_because
from apps.explain.timeline import session_words
from apps.explain.why import deliveries
from apps.explain.why.path import as_datetime
from apps.graph.queries_around import Chosen, Stay
from apps.graph.queries_decisions import Followed, Stored
from apps.graph.queries_people import Run
from apps.graph.queries_sessions import Session
from apps.journeys.models import Journey, JourneyVersion
from apps.people import shown
from apps.people.models import Identifier, Merge
from apps.rules.told import sentences, words

TONES = {"sent": "sent", "failed": "bad", "stopped": "bad", "in_doubt": "bad"}


def _cut(text: str, most: int = 240) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def person(ground: Ground, first_seen: datetime | None = None) -> Node:
    seen = (f"First seen {ground.telling.moment(first_seen)}",) if first_seen else ()
    href = known("person", ground.who.id)
    return Node("person", str(ground.who.id), ground.who.label, seen, href)


def somebody(id: str, label: str) -> Node:
    """Another person: their picture is one of its own."""
    named = label or f"Visitor {id[:8]}"
    return Node("person", id, named, (), known("person-around", id), elsewhere=True)


def kind_of(row: Identifier) -> str:
    """What an identifier's type is called."""
    return KnownIdentifier(row, None, None).kind


def identifier(ground: Ground, row: Identifier) -> Node:
    detail = (kind_of(row), f"Since {ground.telling.moment(row.since)}")
    value = shown.identifier(row.value)
    # Who may not see it goes on by its number.
    uid = f"{row.type}:{row.value}" if value == row.value else f"~{row.pk}"
    return Node("identifier", uid, value, detail, known("person", ground.who.id) + "#who")


def profile(ground: Ground, row: Merge) -> Node:
    led = identifier_words.led(row.rule)
    brought = (
        f"Brought {words.listed(identifier_words.several(row.identifiers[:4]))}"
        if row.identifiers
        else ""
    )
    detail = (f"Joined {ground.telling.moment(row.at)}: {led} led to both", brought)
    label = f"Profile {str(row.absorbed_id)[:8]}"
    return Node(
        "profile", str(row.absorbed_id), label, tuple(filter(None, detail)), known("merge", row.pk)
    )


def session(ground: Ground, one: Session, source: str) -> Node:
    said = session_words.session(one, source)
    began = ground.telling.moment(as_datetime(one.started_at))
    href = known("person", ground.who.id) + "?kind=session#timeline"
    label = f"Session of {ground.telling.short(as_datetime(one.started_at))}"
    return Node("session", one.uid, label, (said.title, f"From {began}"), href)


def stage(ground: Ground, stay: Stay) -> Node:
    telling = ground.telling
    lasted = f"Since {telling.moment(as_datetime(stay.since))}"
    if stay.until is not None:
        lasted = f"{lasted}, until {telling.moment(as_datetime(stay.until))}"
    return Node(
        "stage",
        stay.uid,
        telling.stage(stay.lifecycle, stay.stage),
        (telling.lifecycle(stay.lifecycle), lasted),
        known("lifecycle-flow", stay.lifecycle),
    )


def event(ground: Ground, row: Event) -> Node:
    detail = (ground.telling.moment(row.occurred_at), f"From {row.source.name}")
    name = sentences.event_name(row.type, row.name)
    return Node("event", str(row.pk), _cut(name, 80), detail, known("event", row.pk))


def run(ground: Ground, one: Run) -> Node:
    telling = ground.telling
    number = telling.version_number(one.version)
    begun = f"Entered {telling.moment(as_datetime(one.entered_at))}"
    if one.left_at is None:
        where = f"At “{telling.node(one.version, one.node).name}”" if one.node else "Under way"
        if one.since is not None:
            where += f" since {telling.moment(as_datetime(one.since))}"
    else:
        ended = telling.moment(as_datetime(one.left_at))
        where = f"Left {ended}: {left_because(one, telling)}".removesuffix(": ")
    reached = one.left_because == "goal" or one.converted_at is not None
    return Node(
        "enrollment",
        one.uid,
        telling.journey(one.journey),
        (f"Version {number}. {begun}" if number else begun, _cut(where)),
        known("person", ground.who.id) + "#now",
        "sent" if reached else "",
    )


def run_says(ground: Ground, one: Run) -> str:
    """Where a run stands or when it ended, in a few words."""
    if one.left_at is not None:
        return f"left {ground.telling.short(as_datetime(one.left_at))}"
    node = ground.telling.node(one.version, one.node).name if one.node else ""
    return f"at “{node}”" if node else "under way"


def decision(ground: Ground, stored: Stored) -> Node:
    made = stored.decision
    ground.know(one.version for one in made.considered)
    sent = sum(one.verdict == Verdict.SENT for one in made.considered)
    lines = [_cut(sentences.brief(one, ground.telling)) for one in made.considered[:3]]
    counted = f"{sent or 'None'} of {words.count_of(len(made.considered), 'candidate')} sent"
    first = made.considered[0].verdict.value if made.considered else ""
    return Node(
        "decision",
        made.id,
        f"Decision of {ground.telling.short(made.at)}",
        (counted, *lines),
        known("decision", made.id),
        "sent" if sent else first,
    )


def candidate(ground: Ground, decision: str, one: Considered) -> Node:
    href = f"{known('decision', decision)}#m-{one.message_id}"
    said = (sentences.verdict(one), _cut(sentences.candidate(one, ground.telling), 400))
    label = sentences.full_name(one, ground.telling)
    return Node("candidate", f"{decision}/{one.message_id}", label, said, href, one.verdict.value)


def message(ground: Ground, one: Chosen, row: Delivery | None) -> Node:
    telling = ground.telling
    ground.know([one.version])
    kind = words.channel(one.channel)
    sent = row.sent_at if row else None
    fate = deliveries.status_sentence(row) if row else "It is on its way to the outbox."
    return Node(
        "message",
        one.uid,
        f"“{telling.node(one.version, one.node).name}”",
        (
            f"{kind[0].upper()}{kind[1:]} of {telling.journey(one.journey)}",
            f"Sent {telling.moment(sent)}" if sent else fate,
        ),
        known("message-why", one.uid),
        TONES.get(row.status, "waits") if row else "waits",
    )


def delivery(row: Delivery) -> Chosen:
    """A row of the outbox as the graph would tell of it."""
    return Chosen(
        uid=str(row.pk),
        at=row.decided_at.timestamp(),
        profile=str(row.profile_id),
        enrollment=str(row.enrollment_id),
        journey=row.journey,
        node=row.node,
        channel=row.channel,
        version=row.version_id,
        decision=str(row.decision_id),
    )


def outcome(ground: Ground, one: Followed) -> Node:
    detail = (ground.telling.moment(as_datetime(one.at)), shown.text(one.detail).replace("_", " "))
    label = one.kind.replace("_", " ").capitalize()
    href = known("message-why", one.message)
    return Node("outcome", f"{one.message}:{one.kind}", label, tuple(filter(None, detail)), href)


def journey(ground: Ground, key: str, row: Journey | None = None) -> Node:
    detail = (f"{row.get_status_display()}",) if row else ()
    return Node("journey", key, ground.telling.journey(key), detail, known("journey", key))


def version(ground: Ground, row: JourneyVersion) -> Node:
    name = f"{ground.telling.journey(row.journey.key)}, version {row.number}"
    when = ground.telling.moment(row.published_at)
    by = f" by {row.published_by.get_username()}" if row.published_by else ""
    note = (_cut(row.note),) if row.note else ()
    href = known("journey-version", row.journey.key, row.number) or known(
        "journey-versions", row.journey.key
    )
    return Node("version", str(row.id), name, (f"Published {when}{by}", *note), href)


def step(ground: Ground, version: str, key: str) -> Node:
    """A node of a journey version."""
    ground.know([version])
    node, of = ground.telling.node(version, key), ground.telling.versions.get(version)
    number = f", version {of.number}" if of else ""
    detail = f"{node.type.replace('_', ' ').capitalize() or 'Node'} of " + (
        f"{ground.telling.journey(of.journey)}{number}" if of else "a journey"
    )
    href = known("journey-node", of.journey, key) if of else ""
    if of and href:
        href += "?" + urlencode({"version": of.number})
    return Node("node", f"{version}/{key}", f"“{node.name}”", (detail,), href)


def rule(given: Reason) -> Node:
    """The rule that a reason names."""
    code = given.code.value
    name = rule_words.name(code, given.rule, given.name)
    href = costs.href(code, given.rule)
    return Node("rule", f"{code}:{given.rule}", name, (rule_words.kind(code),), href)
