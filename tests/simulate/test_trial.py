"""What a trial tells of a draft and a person; it sends nothing and stores nothing."""

from typing import Any

import pytest
from django.db import connection

from apps.engine.values import Enrollment, EntryEvent, ProfileState
from apps.experiments import operations as experiments
from apps.graph import store
from apps.orchestrator import books
from apps.rules import operations as rules
from apps.rules.queries import current_document
from apps.simulate.trial.asked import MOST_STEPS, Coming, MadeUp
from apps.simulate.trial.walk import Walk
from tests.scenario import (
    START,
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)
from tests.simulate.trials import kinds, of_kind, tried

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

ENTRY = node("in", "entry", event="Go")
HELLO = node("hello", "message", template="hello")
NEVER = node("never", "message", template="hello")
SUBSCRIBED = MadeUp(traits={"email": "sam@example.test"}, consents={"email": True})


def ann(**traits: Any) -> None:
    tell(identify("ann", at(0), **traits))
    run_until(at(0, minutes=30))


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = int(cursor.fetchone()[0])
    for kind, query in (
        ("nodes", "MATCH (n) RETURN count(n) AS n"),
        ("relationships", "MATCH ()-[r]->() RETURN count(r) AS n"),
    ):
        found[kind] = store.read(query)[0]["n"]
    return found


def test_nothing_is_sent_and_nothing_is_stored() -> None:
    rule_set()
    publish("welcome", message_on("Signed Up"))
    ann()
    before = rows()
    told = tried(path(ENTRY, HELLO, node("day", "delay", duration={"days": 1}), NEVER))
    assert kinds(told) == ["event", "entered", "sent", "waits", "passed", "sent", "left"]
    tried(message_on("Go"), who=SUBSCRIBED)
    assert rows() == before and before["delivery_delivery"] == 0


def test_it_says_which_question_of_the_audience_was_answered_with_no() -> None:
    rule_set()
    ann(plan="free")
    audience = {"all": [{"trait": "email", "op": "exists"}, {"trait": "plan", "value": "pro"}]}
    document = path(node("in", "entry", event="Go", audience=audience), HELLO)
    told = tried(document)
    [refused] = of_kind(told, "refused")
    assert refused.says == (
        "Would not enter: the audience asks “trait plan is “pro””, and plan is “free”."
    )
    assert [leaf.ok for leaf in refused.leaves] == [True, False]
    assert told.entered == 0 and not told.ended
    let_in = tried(document, ignore_entry=True)
    assert [step.kind for step in let_in.steps if step.gates] == ["sent"]


def test_who_went_through_before_may_be_let_in_again() -> None:
    rule_set()
    publish("trial", message_on("Go", again="once"))
    ann()
    tell(track("ann", "Go", at(0, minutes=40)))
    run_until(at(0, minutes=50))
    [refused] = of_kind(tried(message_on("Go", again="once")), "refused")
    assert refused.reason and refused.reason.code == "entered_before"
    assert "entered “Trial” before" in refused.says
    assert tried(message_on("Go", again="once"), ignore_entry=True).entered == 1


def test_a_held_out_person_sees_what_would_happen_and_how_it_would_be_without() -> None:
    rule_set()
    for name, scope, values in (("All", "everything", []), ("Other", "journeys", ["welcome"])):
        experiments.create(name=name, share=1, scope=scope, values=values, by=None, now=START)
        experiments.start(key=name.lower(), now=START)
    ann()
    told = tried(message_on("Go"))
    assert [step.kind for step in told.steps if step.gates] == ["held_out"]
    assert told.held_out and told.held_out.key == "all"
    treated = tried(message_on("Go"), as_treated=True)
    assert [step.kind for step in treated.steps if step.gates] == ["sent"]
    assert [one.key for one in treated.lifted] == ["all"]


def test_made_up_people_differ_in_their_luck() -> None:
    rule_set()
    variants = [{"port": port, "weight": 1} for port in "ab"]
    document = {
        "nodes": [ENTRY, node("luck", "random_split", variants=variants), HELLO, NEVER],
        "edges": [
            {"from": "in", "to": "luck"},
            {"from": "luck", "port": "a", "to": "hello"},
            {"from": "luck", "port": "b", "to": "never"},
        ],
    }
    ways = {tried(document, who=MadeUp(luck=luck)).path[1] for luck in range(20)}
    assert ways == {("luck", "a"), ("luck", "b")}


def test_somebody_without_consent_gets_nothing_and_reads_why() -> None:
    rule_set(consent={"email": "opt_in"})
    told = tried(message_on("Go", when_stopped="skip"), who=MadeUp(traits=SUBSCRIBED.traits))
    [skipped] = of_kind(told, "skipped")
    assert skipped.reason and skipped.reason.code == "no_consent"
    assert [gate.gate for gate in skipped.gates if gate.decided] == ["consent"]
    assert of_kind(tried(message_on("Go"), who=SUBSCRIBED), "sent")


def test_what_a_made_up_person_did_before_counts() -> None:
    rule_set()
    audience = {"count": "Order", "days": 30, "op": "gte", "value": 2}
    document = path(node("in", "entry", event="Go", audience=audience), HELLO)
    orders: list[Any] = [("Order", at(days=-day), {}) for day in (2, 40)]
    assert tried(document, orders, who=SUBSCRIBED).entered == 0
    orders = [("Order", at(days=-day), {}) for day in (2, 4)]
    assert tried(document, orders, who=SUBSCRIBED).entered == 1


def test_a_real_persons_past_is_counted_for_a_question_the_draft_asks_first() -> None:
    rule_set()
    ann()
    tell(track("ann", "Order", at(0, minutes=35)))
    run_until(at(0, minutes=50))
    audience = {"count": "Order", "op": "gte", "value": 1}
    assert tried(path(node("in", "entry", event="Go", audience=audience), HELLO)).entered == 1


def test_the_event_that_lets_in_is_made_as_the_entry_asks() -> None:
    rule_set()
    ann()
    where = {
        "all": [
            {"event": "total", "op": "gt", "value": 50},
            {"event": "plan", "op": "in", "value": ["pro", "max"]},
            {"any": [{"event": "city", "op": "exists"}, {"event": "x", "value": 1}]},
            {"not": {"event": "test", "value": True}},
        ]
    }
    match = [{"property": "order_id", "entry": "order"}]
    document = path(
        node("in", "entry", event="Go", where=where),
        node("paid", "wait_for_event", event="Paid", at_most={"days": 1}, match=match),
        HELLO,
    )
    told = tried(document, [("Paid", at(2), {"order_id": "example"})])
    assert told.entry["made"] and told.entry["properties"] == {
        "total": 51,
        "plan": "pro",
        "city": "example",
        "order": "example",
    }
    assert ("paid", "event") in told.path


def test_the_draft_of_the_rules_may_be_tried() -> None:
    rule_set()
    ann()
    cap = {"id": "none", "name": "Nothing", "limit": 0, "hours": 24}
    rules.edit_draft(document=current_document() | {"caps": [cap]}, revision=1, by=None, now=START)
    assert of_kind(tried(message_on("Go")), "sent")
    stopped = tried(message_on("Go"), rules="draft")
    reason = of_kind(stopped, "waits")[0].reason
    assert not of_kind(stopped, "sent") and reason and reason.name == "Nothing"


def test_others_that_compete_are_named_and_who_won() -> None:
    rule_set(caps=[{"id": "day", "name": "One a day", "limit": 1, "hours": 24}])
    publish("rival", message_on("Go", tier="lifecycle"))
    ann()
    told = tried(message_on("Go"))
    waits = of_kind(told, "waits")[0]
    assert [(one.journey, one.verdict, one.own) for one in waits.candidates] == [
        ("rival", "sent", False),
        ("trial", "waits", True),
    ]
    assert any(gate.reason.code == "lost_tier" for gate in waits.gates)
    assert "Also enters “Rival”." in [step.says for step in told.steps if step.quiet]


def test_a_stage_may_let_in() -> None:
    stages = [{"key": "lead", "name": "Lead", "when": {"trait": "nobody", "op": "exists"}}]
    rule_set(lifecycles=[{"key": "customer", "name": "Customer", "stages": stages}])
    ann()
    where = {"event": "stage", "value": "lead"}
    told = tried(path(node("in", "entry", event="Stage Entered", where=where), HELLO))
    assert told.entered == 1 and told.entry["properties"]["lifecycle"] == "customer"


@pytest.mark.parametrize("hours", [1, 12])
def test_it_ends_in_a_circle(hours: int) -> None:
    rule_set()
    document = {
        "nodes": [
            ENTRY,
            node("wait", "delay", duration={"hours": hours}),
            node("trait", "update_trait", trait="x", value=1),
        ],
        "edges": [
            {"from": "in", "to": "wait"},
            {"from": "wait", "to": "trait"},
            {"from": "trait", "to": "wait"},
        ],
    }
    told = tried(document, who=SUBSCRIBED)
    assert len(told.steps) <= MOST_STEPS and told.cut == "steps"


def test_it_ends_where_time_is_up() -> None:
    rule_set()
    document = path(ENTRY, node("wait", "delay", duration={"days": 9}), HELLO)
    told = tried(document, who=SUBSCRIBED, until=at(days=2))
    assert told.cut == "until" and not told.ended
    assert [stands.node for stands in told.stands] == ["wait"]
    assert told.stands[0].says.startswith("Waits until Wed 11 Mar 2026")


def test_what_the_engine_cannot_work_through_is_told_and_ends_the_trial() -> None:
    rule_set()
    book, begin = books.unrecorded(), at(1)
    lost = Enrollment(
        "e",
        "gone",
        "no such version",
        begin,
        EntryEvent(1, "Go", begin, {}),
        "x",
        begin,
        until=at(2),
    )
    walk = Walk(ProfileState("ann", begin, enrollments=(lost,)), book, "draft", at(days=9))
    assert [moment.at for moment in walk.moments([Coming("Order", at(3))])] == []
    assert (walk.cut, walk.failed_at) == ("failed", at(2)) and "no such version" in walk.error
