"""Generated histories of merges and undoings: whatever comes, the stores agree about everybody."""

import random
from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from apps.delivery.models import Delivery
from apps.engine.values import ProfileState
from apps.events.models import Event, QuarantinedEvent
from apps.graph import loads, store
from apps.orchestrator import advance, unmerging
from apps.orchestrator.models import Lane, LaneTail, PoisonedProfile
from apps.orchestrator.route import route_batch
from apps.people.models import Consent, Identifier, KeptApart, Merge, Profile, Trait
from tests.scenario import at, message_on, node, path, publish, rule_set, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
BATCHES = (1, 3, 500)
NAMES = ("Read", "Paid", "Came", "Subscription Changed")


@pytest.mark.parametrize("seed", [5, 9, 100, 113, 252])
def test_nobody_is_lost_or_doubled(seed: int) -> None:
    luck, told = random.Random(seed), 0
    rule_set()
    publish("news", message_on("Read", again="once"))
    publish("wait", path(
        node("in", "entry", event="Read", again="after_leaving"),
        node("delay", "delay", duration={"hours": 5}),
        node("message", "message", template="hello"),
        node("paid", "goal", event="Paid"),
    ))  # fmt: skip
    for _ in range(12):
        several = [something(luck, told + one) for one in range(1, luck.randint(1, 12) + 1)]
        told += len(several)
        tell(*several)
        while route_batch(luck.choice(BATCHES)):
            pass
        if luck.random() < 0.8:
            advance.drain_all(at(minutes=told), limit=luck.choice(BATCHES))
        if luck.random() < 0.6:
            undo_some(luck, told)
    advance.drain_all(at(days=30), limit=7)
    tails = dict(LaneTail.objects.values_list("number", "routed_seq"))
    assert dict(Lane.objects.values_list("number", "applied_seq")) == tails
    assert not PoisonedProfile.objects.exists() and not QuarantinedEvent.objects.exists()
    stores_agree()


def something(luck: random.Random, number: int) -> dict[str, Any]:
    event: dict[str, Any] = {
        "type": "track",
        "event": luck.choice(NAMES),
        "timestamp": at(minutes=number).isoformat(),
        "sentAt": at(minutes=number).isoformat(),
        "messageId": f"m{number}",
        "properties": {"status": luck.choice(["subscribed", "unsubscribed"])},
    }
    kind = luck.random()
    if kind < 0.5:
        event["anonymousId"] = f"d{luck.randint(0, 6)}"
    if kind > 0.35:
        event["userId"] = f"u{luck.randint(0, 3)}"
    if luck.random() < 0.35:
        event["context"] = {"traits": {"email": f"e{luck.randint(0, 4)}@x.test"}}
    if luck.random() < 0.1 and "userId" in event:
        event |= {"type": "alias", "previousId": f"d{luck.randint(0, 6)}"}
    return event


def undo_some(luck: random.Random, minutes: int) -> None:
    standing = list(Merge.objects.filter(undone_at=None).order_by("id"))
    for merge in luck.sample(standing, min(2, len(standing))):
        try:
            unmerging.undo(merge_id=merge.pk, by=None, because="x", now=at(minutes=minutes))
        except unmerging.CantUndo as error:
            assert "undo that merge first" in str(error)


def stores_agree() -> None:
    people = {one.pk: one for one in Profile.objects.all()}

    def home(id: UUID | str) -> str:
        one = people[UUID(str(id))]
        return home(one.merged_into_id) if one.merged_into_id else str(one.pk)

    states = loads.states([str(id) for id in people])
    for id, state in states.items():
        assert state.moved_to == str(people[UUID(id)].merged_into_id or "")
    living = {id: state for id, state in states.items() if not state.moved_to}
    runs_are_walked_once(living)
    for id, state in living.items():
        known_alike(id, state)
    assert all(home(pair.one_id) != home(pair.other_id) for pair in KeptApart.objects.all())
    owners = {f"{i.type}:{i.value}": home(i.profile_id) for i in Identifier.objects.all()}
    for row in store.read("MATCH (p)-[:HAS_IDENTIFIER]->(i) RETURN i.uid AS i, p.uid AS p"):
        assert owners[row["i"]] == home(row["p"])
    of = {row["e"]: row["p"] for row in store.read("MATCH (e:Enrollment) " + WHOSE)}
    for sent in Delivery.objects.all():
        assert home(sent.profile_id) == home(of[str(sent.enrollment_id)])
    last = {
        home(event.profile_id or ""): event.payload["properties"]["status"]
        for event in Event.objects.filter(name=NAMES[-1], profile_hint=None, type="track").order_by(
            "occurred_at", "id"
        )
    }
    for id, status in last.items():
        if status == "unsubscribed":
            assert living[id].consents["email"].status == status


def runs_are_walked_once(living: dict[str, ProfileState]) -> None:
    walked = Counter((one.id, id) for id, state in living.items() for one in state.enrollments)
    assert len({run for run, _ in walked}) == len(walked)
    active = store.read("MATCH (e:Enrollment) WHERE e.active " + WHOSE)
    assert {(row["e"], row["p"]) for row in active} == set(walked)


def known_alike(id: str, state: ProfileState) -> None:
    rows = Consent.objects.filter(profile_id=id)
    consents = {f"{c.channel}/{c.topic}" if c.topic else c.channel: c.status for c in rows}
    assert {key: one.status for key, one in state.consents.items()} == consents
    traits = dict(Trait.objects.filter(profile_id=id).values_list("key", "value"))
    assert {key: one.value for key, one in state.traits.items()} == traits


WHOSE = "RETURN e.uid AS e, e.profile AS p"
