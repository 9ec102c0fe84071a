"""A merge that is undone, in the real stores: everything goes back to whose it was."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from apps.delivery.models import Delivery
from apps.engine.values import ProfileState
from apps.graph import commits, queries_people, store
from apps.orchestrator import advance, parted, unmerging
from apps.orchestrator.route import route_all
from apps.people.models import Identifier, KeptApart, Merge, Profile
from tests.invariants import flow
from tests.orchestrator.test_two_commits import Died, dies_once
from tests.scenario import at, identify, message_on, node, path, publish, rule_set, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
MERGED, UNDONE = at(days=10), at(days=11)
LIFECYCLE = {
    "key": "customer",
    "name": "Customer",
    "stages": [
        {"key": "fresh", "name": "Fresh", "when": {"trait": "email", "op": "exists"}},
        {
            "key": "buyer",
            "name": "Buyer",
            "from": ["", "fresh"],
            "when": {"count": "Ordered", "op": "gte", "value": 1},
        },
    ],
}
# What is about who somebody is and where they stand, and not about when it was worked through.
COMPARED = ("identifiers", "merged", "at", "stages", "active", "enrolled")
COMPARED_ROWS = ("who", "traits", "consents", "into")
MORE = {
    "stages": "MATCH (p:Profile)-[r:IN_STAGE]->(s) WHERE r.until IS NULL"
    " RETURN p.uid, s.uid, r.since, r.done_at",
    "active": "MATCH (e:Enrollment) RETURN e.uid, e.active, e.left_because, e.profile",
    "enrolled": "MATCH (p:Profile)-[:ENROLLED]->(e:Enrollment) RETURN p.uid, e.uid",
}
INTO = "SELECT id, merged_into_id FROM people_profile"


def world() -> None:
    flow.reset()
    rule_set(
        lifecycles=[LIFECYCLE], caps=[{"id": "w", "name": "3 a week", "limit": 3, "hours": 168}]
    )
    publish("welcome", message_on("Came", again="once"))
    publish(
        "order",
        path(
            node("in", "entry", event="Ordered", again="after_leaving"),
            node("wait", "delay", duration={"days": 30}),
            node("message", "message", template="hello"),
            node("paid", "goal", event="Paid"),
        ),
    )


def visit(anonymous: str, name: str, when: datetime, **properties: Any) -> dict[str, Any]:
    event = track("", name, when, id=f"{anonymous}:{name}:{when}", **properties)
    return {k: v for k, v in event.items() if k != "userId"} | {"anonymousId": anonymous}


def told(anonymous: str, when: datetime, **traits: Any) -> dict[str, Any]:
    event = identify("", when, anonymous=anonymous, **traits)
    kept = {k: v for k, v in event.items() if k != "userId"}
    return kept | {"traits": traits, "messageId": f"{anonymous}:{when}"}


def both(when: datetime, *, joined: bool = True) -> dict[str, Any]:
    """The event that joins the two; or the same, told of one of them alone."""
    event = identify("ann", when, anonymous="phone" if joined else "")
    return event | {"messageId": "both", "traits": {"city": "Ulm"}}


def before() -> None:
    """Ann is known by her user id; somebody else comes on a telephone."""
    tell(
        identify("ann", at(0), plan="free"),
        track("ann", "Came", at(1)),
        track("ann", "Ordered", at(2)),
        told("phone", at(3), plan="pro", email="bob@example.test"),
        visit("phone", "Came", at(4)),
        visit("phone", "Ordered", at(5)),
        visit("phone", "Subscription Changed", at(6), channel="sms", status="subscribed"),
    )
    go(at(days=9))


def go(until: datetime, batch: int = 500) -> None:
    route_all()
    advance.drain_all(until, limit=batch)


def undo(merge: Merge | None = None, when: datetime = UNDONE) -> Merge:
    merge = merge or Merge.objects.get()
    done = unmerging.undo(merge_id=merge.pk, by=None, because="two people", now=when)
    go(when + timedelta(minutes=1))
    return done


def compared() -> dict[str, Any]:
    queries = flow.GRAPH | MORE
    found = {name: flow.graph(queries[name]) for name in COMPARED}
    rows = flow.POSTGRES | {"into": INTO}
    return found | {name: flow.postgres(rows[name]) for name in COMPARED_ROWS} | {
        "states": {str(p.pk): comparable(p) for p in Profile.objects.all()}
    }  # fmt: skip


def comparable(profile: Profile) -> Any:
    """The state, without what says when it was last looked at."""
    row = store.read("MATCH (p:Profile {uid: $u}) RETURN p.state AS s", u=str(profile.pk))
    state = json.loads(row[0]["s"])
    return {k: v for k, v in state.items() if k not in ("as_of", "sessions")}


def person(kind: str, value: str) -> ProfileState:
    profile = Identifier.objects.get(type=kind, value=value).profile_id
    state = queries_people.state(str(profile))
    assert state is not None
    return state


def never_joined() -> dict[str, Any]:
    before()
    tell(both(MERGED, joined=False))
    go(UNDONE + timedelta(minutes=1))
    return compared()


@pytest.mark.parametrize("batch", [500, 1])
def test_merged_and_undone_is_as_never_merged(batch: int) -> None:
    world()
    expected = never_joined()
    flow.reset()
    before()
    tell(both(MERGED))
    go(MERGED + timedelta(minutes=1), batch)
    assert Profile.objects.filter(merged_into__isnull=False).count() == 1
    undo()
    found = compared()
    for name, rows in expected.items():
        assert found[name] == rows, name


def test_an_undoing_that_overtakes_the_merge_in_time_comes_after_it_in_the_log() -> None:
    """Both places are given before anything is applied."""
    world()
    expected = never_joined()
    flow.reset()
    before()
    tell(both(MERGED))
    route_all()
    undo()
    found = compared()
    for name, rows in expected.items():
        assert found[name] == rows, name


def test_what_came_since_goes_to_whom_its_identifiers_say() -> None:
    world()
    before()
    tell(
        both(MERGED),
        told("phone", at(days=10, hours=1), plan="team", size=3),
        track("ann", "Paid", at(days=10, hours=2)),
        visit("phone", "Paid", at(days=10, hours=3)),
        visit("phone", "Ordered", at(days=10, hours=4)),
    )
    go(at(days=10, hours=5))
    joined = person("user_id", "ann")
    assert joined.traits["plan"].value == "team"
    undo()
    ann, phone = person("user_id", "ann"), person("anonymous_id", "phone")
    assert {k: t.value for k, t in ann.traits.items()} == {
        "email": "ann@example.test", "plan": "free", "city": "Ulm",
    }  # fmt: skip
    assert phone.traits["plan"].value == "team" and phone.traits["size"].value == 3
    # Its own first order was ended by the merge, as Ann was in that journey already.
    assert len(phone.enrollments) == 2
    owned = flow.postgres(
        "SELECT e.message_id, i.value FROM events_event e JOIN people_identifier i"
        " ON i.profile_id = e.profile_id WHERE i.type IN ('user_id', 'anonymous_id')"
        " AND e.type <> 'status'"
    )
    assert {value for id, value in owned if id.startswith("phone:")} == {"phone"}
    assert {value for id, value in owned if id.startswith("ann:")} == {"ann"}


def test_they_stay_apart_whatever_comes() -> None:
    world()
    before()
    tell(both(MERGED))
    go(MERGED)
    undo()
    tell(both(at(days=12)) | {"messageId": "again"})
    go(at(days=12))
    assert Profile.objects.filter(merged_into__isnull=False).count() == 0
    assert KeptApart.objects.count() == 1
    assert person("user_id", "ann").id != person("anonymous_id", "phone").id


def test_an_opt_out_and_every_send_since_hold_for_both() -> None:
    world()
    before()
    opted_out = {"channel": "email", "status": "unsubscribed"}
    publish("news", message_on("Read"))
    tell(
        both(MERGED),
        visit("phone", "Read", at(days=10, hours=1)),
        visit("phone", "Subscription Changed", at(days=10, hours=2), **opted_out),
    )
    go(at(days=10, hours=3))
    undo()
    for state in (person("user_id", "ann"), person("anonymous_id", "phone")):
        assert state.consents["email"].status == "unsubscribed"
        assert [s.journey for s in state.sends if s.at > MERGED] == ["news"]


def test_a_message_that_would_still_go_to_the_others_address_is_stopped() -> None:
    world()
    before()
    publish("news", message_on("Read"))
    # The person's address is the later one, that of the telephone; the reader is Ann.
    tell(both(MERGED), track("ann", "Read", at(days=10, hours=1)))
    go(at(days=10, hours=2))
    Delivery.objects.update(created_at=F("decided_at"))
    sent = Delivery.objects.get(journey="news")
    assert sent.address == "bob@example.test"
    merge = undo()
    sent.refresh_from_db()
    merge.refresh_from_db()
    assert sent.status == "stopped" and "undone" in sent.detail
    assert merge.outcome is not None and merge.outcome["stopped"] == 1


def test_merges_may_be_undone_in_any_order() -> None:
    world()
    first = told("tablet", at(3.5), plan="x", screen="big")
    one, two = (at(days=10), at(days=10, hours=1))

    def start() -> None:
        before()
        tell(first, visit("tablet", "Ordered", at(5.5)))
        go(at(days=9))

    def join(value: str, when: datetime, *, joined: bool) -> dict[str, Any]:
        event = identify("ann", when, anonymous=value if joined else "")
        return event | {"messageId": f"join {value}", "traits": {}}

    start()
    tell(join("phone", one, joined=False), join("tablet", two, joined=False))
    go(at(days=13))
    expected = compared()
    for order in (("phone", "tablet"), ("tablet", "phone")):
        flow.reset()
        start()
        tell(join("phone", one, joined=True), join("tablet", two, joined=True))
        go(at(days=10, hours=2))
        for number, value in enumerate(order):
            merge = next(m for m in Merge.objects.all() if f"anonymous_id:{value}" in m.identifiers)
            undo(merge, at(days=11 + number))
        go(at(days=13))
        found = compared()
        for name, rows in expected.items():
            if name == "states":
                for id, state in rows.items():
                    differ = [k for k in state if state[k] != found[name][id].get(k)]
                    assert not differ, (order, [(k, state[k], found[name][id][k]) for k in differ])
            assert found[name] == rows, (order, name)


def test_only_what_stands_can_be_undone_and_only_from_the_outside_in() -> None:
    world()
    before()
    tell(both(MERGED))
    go(MERGED)
    undo()
    with pytest.raises(unmerging.CantUndo, match="already"):
        unmerging.undo(merge_id=Merge.objects.get().pk, by=None, because="", now=at(days=12))


def test_a_merge_inside_of_another_one_waits_for_it() -> None:
    world()
    tell(told("phone", at(0), email="x@example.test"), visit("tablet", "Came", at(1)))
    tell(told("tablet", at(2), email="x@example.test"))
    go(at(3))
    inner = Merge.objects.get()
    tell(identify("ann", at(4)), identify("ann", at(5), anonymous="phone") | {"traits": {}})
    go(at(6))
    outer = Merge.objects.exclude(pk=inner.pk).get()
    assert outer.absorbed_id == inner.survivor_id
    with pytest.raises(unmerging.CantUndo, match="undo that merge first"):
        unmerging.undo(merge_id=inner.pk, by=None, because="", now=at(7))
    undo(outer, at(8))
    undo(inner, at(9))
    owners = {i.value: i.profile_id for i in Identifier.objects.all()}
    assert len({owners["ann"], owners["phone"], owners["tablet"]}) == 3


@pytest.mark.parametrize(
    ("room", "name", "after"),
    [(commits, "commit", True), (parted, "apply", False), (parted, "apply", True)],
)
def test_a_worker_killed_while_it_takes_two_apart_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, room: object, name: str, after: bool
) -> None:
    world()
    before()
    tell(both(MERGED), told("phone", at(days=10, hours=1), plan="team"))
    go(at(days=10, hours=2))
    unmerging.undo(merge_id=Merge.objects.get().pk, by=None, because="", now=UNDONE)
    dies_once(monkeypatch, room, name, after)
    with pytest.raises(Died):
        go(UNDONE)
    go(UNDONE)
    merge = Merge.objects.get()
    assert merge.outcome is not None and merge.outcome["events"] == 1
    phone = person("anonymous_id", "phone")
    assert phone.traits["plan"].value == "team" and not phone.moved_to
    rows = flow.postgres("SELECT key, value::text FROM people_trait WHERE key = 'plan'")
    assert rows == [("plan", '"free"'), ("plan", '"team"')]


def test_what_went_back_is_counted_by_conditions_that_come_later() -> None:
    world()
    before()
    seen = [at(days=10, hours=hours) for hours in (1, 2, 3)]
    tell(
        both(MERGED),
        *(visit("phone", "Seen", when) for when in seen[:2]),
        track("ann", "Seen", seen[2]),
    )
    go(at(days=10, hours=4))
    undo()
    twice = {"count": "Seen", "op": "gte", "value": 2}
    publish("seen", path(node("in", "entry", event="Look", audience=twice), node("out", "exit")))
    tell(visit("phone", "Look", at(days=12)), track("ann", "Look", at(days=12)))
    go(at(days=12))
    query = "MATCH (e:Enrollment {journey: 'seen'}) RETURN e.profile AS profile"
    assert [row["profile"] for row in store.read(query)] == [person("anonymous_id", "phone").id]
