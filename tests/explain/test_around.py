"""The graph around a person, one step at a time: each kind of focus, bounds, and whose it is."""

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.explain.around.around import LOOKS, Around, NoSuchFocus, around
from apps.explain.around.neighbours.parts import Ask, Group
from apps.graph import queries_decisions, store
from apps.people.models import Profile
from tests.explain.test_moves import customer
from tests.explain.worlds import one_journey, person, three_that_compete
from tests.scenario import at, identify, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

NOW: datetime = at(days=2)
OPENED = """
MATCH (m:Message {uid: $uid})
CREATE (m)-[:FOLLOWED_BY]->(:Outcome {uid: $uid + ':opened', kind: 'opened', at: $at})
"""


@pytest.fixture(autouse=True)
def fresh_numbers() -> None:
    cache.delete_many([f"around:rivals:{key}" for key in ("winback", "onboarding", "thanks")])


def look(focus: str = "", user: str = "ann", **asked: Any) -> Around:
    seen = around(person(user), focus, Ask(**asked), now=NOW)
    assert seen is not None
    return seen


def group(seen: Around, kind: str) -> Group:
    return next(group for group in seen.groups if group.kind == kind)


def near(seen: Around, kind: str) -> list[tuple[str, str]]:
    """The neighbours of a kind by their names, and what they have to do with the focus."""
    known = [group for group in seen.groups if group.kind == kind]
    return [(one.node.label, one.says) for group in known for one in group.near]


def first(seen: Around, kind: str) -> str:
    return group(seen, kind).near[0].node.id


def test_around_a_person_is_what_they_are_known_by_and_what_happened() -> None:
    three_that_compete()
    seen = look()
    assert seen.focus.label == "ann@example.test" and seen.zone == "Europe/Berlin"
    assert {label for label, _ in near(seen, "identifier")} == {"ann", "ann@example.test"}
    assert {label for label, _ in near(seen, "enrollment")} == {
        "Onboarding",
        "Winback",
        "Thanks",
    }
    assert near(seen, "decision") == [("Decision of 2 Mar 11:00", "1 of 3 candidates sent")]
    assert near(seen, "message") == [("“Trial day 1”", "E-mail of Onboarding")]


def test_one_walks_from_a_person_by_a_decision_to_the_journey_that_lost() -> None:
    three_that_compete()
    decided = look(first(look(), "decision"))
    assert ("Winback", "lost to Onboarding") in near(decided, "journey")
    assert ("Onboarding", "won") in near(decided, "journey")
    assert {label for label, _ in near(decided, "candidate")} == {
        "“Trial day 1” of Onboarding",
        "“message” of Winback",
        "“message” of Thanks",
    }
    assert near(decided, "rule") == [("Tier", "decided")]
    assert near(decided, "event") == [("Trial Started", "set off by")]
    said = {(link.source, link.target, link.says) for link in decided.links}
    assert ("journey:winback", "journey:onboarding", "lost to") in said
    lost = look("journey:winback")
    assert near(lost, "journey") == [("Onboarding", "beat it 1 time in 30 days")]
    page = group(lost, "journey").near[0].href
    assert page == "/conflicts/happened/cell/?loser=winback&winner=onboarding&period=month"
    assert near(look("journey:onboarding"), "journey")[0][1] == "lost to it 1 time in 30 days"


def test_every_neighbour_can_be_the_focus_itself() -> None:
    three_that_compete()
    waiting, seen = [""], set[str]()
    while waiting:
        around = look(waiting.pop())
        if around.focus.id in seen:
            continue
        seen.add(around.focus.id)
        assert around.focus.label and around.groups, around.focus.id
        waiting += [n.id for n in around.nodes if n.id not in seen and not n.elsewhere]
    assert {id.partition(":")[0] for id in seen} == set(LOOKS) - {"profile", "stage", "outcome"}


def test_a_candidate_says_what_stopped_it_and_to_whom_it_lost() -> None:
    three_that_compete()
    decided = look(first(look(), "decision"))
    lost = next(n.node for n in group(decided, "candidate").near if "Winback" in n.node.label)
    seen = look(lost.id)
    assert lost.tone == "waits" and lost.detail[0] == "Lost, waits"
    assert near(seen, "journey") == [("Onboarding", "lost to"), ("Winback", "its journey")]
    assert near(seen, "rule") == [("Tier", "stopped by")]
    assert near(seen, "enrollment") == [("Winback", "of this run")]
    rule = look(first(seen, "rule"))
    assert near(rule, "decision") == [("Decision of 2 Mar 11:00", "it decided there")]


def test_a_run_says_where_it_stands_and_what_let_it_in() -> None:
    three_that_compete()
    runs = {one.node.label: one.node.id for one in group(look(), "enrollment").near}
    seen = look(runs["Onboarding"])
    assert near(seen, "event") == [("Trial Started", "let in by")]
    assert near(seen, "node") == [("“three days”", "stands at")]
    assert near(seen, "version") == [("Onboarding, version 1", "of")]
    assert near(seen, "decision") == [("Decision of 2 Mar 11:00", "decided about it")]
    assert near(seen, "message") == [("“Trial day 1”", "wrote")]


def test_a_joined_profile_brings_what_happened_to_it() -> None:
    tell(identify("ann", at(0)))
    run_until(at(0))
    cart = track("", "Cart Viewed", at(1)) | {"anonymousId": "a1"}
    del cart["userId"]
    tell(cart, identify("ann", at(2), anonymous="a1"))
    run_until(at(4))
    joined = first(look(), "profile")
    seen = look(joined)
    assert seen.focus.id == f"profile:{Profile.objects.get(merged_into__isnull=False).pk}"
    assert near(seen, "identifier") == [("a1", "brought")]
    assert near(seen, "event") == [("Told who they are", "joined by")]
    assert ("a1", "Anonymous id") in near(look(), "identifier")


def test_a_stage_says_what_brought_somebody_there() -> None:
    customer()
    seen = look()
    assert near(seen, "stage") == [
        ("Paying", "since 3 Mar 15:00"),
        ("On trial", "until 3 Mar 15:00"),
    ]
    paying = look(first(seen, "stage"))
    assert paying.focus.detail[0] == "Customer"
    assert near(paying, "event") == [("Told who they are", "brought them there")]


def test_what_followed_a_message_stands_next_to_it() -> None:
    three_that_compete()
    message = first(look(), "message")
    _, _, uid = message.partition(":")
    store.transact(lambda: store.run(OPENED, uid=uid, at=at(2).timestamp()))
    seen = look(message)
    assert near(seen, "outcome")[-1] == ("Opened", "followed")
    assert near(seen, "decision") == [("Decision of 2 Mar 11:00", "chosen in")]
    assert near(look(first(seen, "outcome")), "message") == [("“Trial day 1”", "followed")]


@pytest.mark.parametrize("kind", ["enrollment", "decision", "message", "event", "identifier"])
def test_what_is_anothers_is_not_shown_as_theirs(kind: str) -> None:
    three_that_compete()
    tell(identify("bob", at(2)))
    run_until(at(2))
    own = look()
    there = look(first(own, "decision")) if kind == "event" else own
    with pytest.raises(NoSuchFocus, match="somebody else’s"):
        look(first(there, kind), user="bob")
    assert [one.node.id for g in look(user="bob").groups for one in g.near] == [
        "identifier:email:bob@example.test",
        "identifier:user_id:bob",
    ]


def test_others_in_a_journey_are_named_and_lead_to_their_own_picture() -> None:
    three_that_compete()
    tell(identify("bob", at(2), plan="pro"), track("bob", "Trial Started", at(3)))
    run_until(at(4))
    others = [n for n in look("journey:winback").nodes if n.elsewhere]
    assert near(look("journey:winback"), "person")[1] == ("ann@example.test", "seen from")
    assert [(n.label, n.href) for n in others] == [
        ("bob@example.test", f"/people/{person('bob')}/around/")
    ]


UNKNOWN = [
    "decision:8f14e45f-0000-4000-8000-000000000000",
    "decision:x",
    "planet:mars",
    "candidate:x/y",
    "rule:frequency_cap:none",
    "journey:none",
    "event:99999999999999999999",
    "node:x/y",
    "outcome:x:y",
    "stage:a/b",
    "identifier:email",
]


@pytest.mark.parametrize("focus", UNKNOWN)
def test_an_unknown_focus_says_so(focus: str, browser: Client) -> None:
    tell(identify("ann", at(0)))
    run_until(at(0))
    with pytest.raises(NoSuchFocus):
        look(focus)
    address = f"/people/{person()}/around/"
    page = browser.get(address, {"focus": focus})
    assert page.status_code == 404 and "not in this picture" in page.content.decode()
    answer = browser.get(f"/api{address}", {"focus": focus})
    assert answer.status_code == 404 and answer.json()["errors"][0]["remedy"]


def test_neighbours_are_bounded_counted_and_go_on_by_cursor() -> None:
    one_journey()
    tell(identify("ann", at(0)))
    for n in range(7):
        tell(track("ann", "Signed Up", at(2, minutes=n), id=f"again{n}"))
    run_until(at(days=1))
    seen = look(limit=2)
    assert all(len(group.near) <= 2 for group in seen.groups)
    decided = group(seen, "decision")
    everything = [one.node.id for one in group(look(limit=50), "decision").near]
    assert len(everything) == 7 and decided.more_text == "5 more decisions"
    for kind in ("decision", "enrollment", "message", "identifier"):
        whole = [one.node.id for one in group(look(limit=50), kind).near]
        found: list[str] = []
        cursor, more = "", True
        while more:
            asked = look(kinds=frozenset({kind}), limit=2, cursor=cursor)
            [page] = asked.groups
            found += [one.node.id for one in page.near]
            cursor, more = page.next, page.more > 0
        assert found == whole


def test_a_step_costs_the_same_number_of_queries_whoever_it_is() -> None:
    one_journey()
    tell(identify("ann", at(0)), identify("bob", at(0)))
    tell(*(track("bob", "Signed Up", at(1 + n)) for n in range(2)))
    tell(*(track("ann", "Signed Up", at(1 + n), id=f"a{n}") for n in range(12)))
    run_until(at(days=1))

    def queries(user: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            look(user=user, limit=1)
        return len(asked)

    queries("bob")
    assert queries("ann") == queries("bob")


def test_the_page_says_the_same_without_a_script(browser: Client) -> None:
    three_that_compete()
    address = f"/people/{person()}/around/"
    page = browser.get(address).content.decode()
    decided = first(look(), "decision")
    assert "Runs through journeys" in page and f"?focus={decided}" in page.replace("%3A", ":")
    step = browser.get(address, {"focus": decided}).content.decode()
    assert "lost to Onboarding" in step and "Open page" in step
    stored = queries_decisions.get(decided.partition(":")[2])
    assert stored is not None and f"/decisions/{stored.uid}/" in step
    fragment = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment and "application/json" in fragment


def test_somebody_of_whom_nothing_is_known_has_an_empty_picture(browser: Client) -> None:
    alone = Profile.objects.create(created_at=at(0))
    page = browser.get(f"/people/{alone.pk}/around/").content.decode()
    assert "Nothing stands around" in page
