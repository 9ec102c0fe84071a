"""The timeline in both directions, by days, with repetitions folded; its cost doesn't grow."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.delivery.models import Delivery
from apps.explain.timeline import timeline
from apps.explain.timeline.cursor import BEGINNING
from apps.explain.timeline.timeline import Entry
from apps.explain.who import who
from apps.graph import backfill, queries_decisions, store
from tests.explain.worlds import person, three_that_compete
from tests.scenario import at, identify, message_on, publish, rule_set, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def a_life() -> None:
    three_that_compete()
    tell(*(track("ann", "Page Read", at(3), id=f"same{n}") for n in range(9)))
    tell(*(track("ann", f"Read {n}", at(4 + n), id=f"read{n}") for n in range(9)))
    run_until(at(days=5))


def upwards(size: int) -> list[tuple[str, str]]:
    """Everything, from the earliest on, newest first."""
    someone = who(person())
    assert someone is not None
    found: list[Entry] = []
    page = timeline.page(someone, after=BEGINNING, size=size)
    assert page.next is None
    found = page.entries
    while page.newer is not None:
        page = timeline.page(someone, after=page.newer, size=size)
        assert page.next is not None
        found = page.entries + found
    return [(entry.kind, entry.id) for entry in found]


def test_reading_upwards_gives_what_reading_downwards_gives() -> None:
    a_life()
    someone = who(person())
    assert someone is not None
    whole = [(e.kind, e.id) for e in timeline.page(someone, size=1000).entries]
    assert len(whole) > 30
    for size in (1, 4, 7, 1000):
        assert upwards(size) == whole


def test_a_search_finds_decisions_and_runs_by_what_things_are_called() -> None:
    a_life()
    someone = who(person())
    assert someone is not None
    kinds = {e.kind for e in timeline.page(someone, text="trial day 1", size=100).entries}
    assert {"decision", "message"} <= kinds
    named = timeline.page(someone, text="ONBOARD", size=100).entries
    assert {"decision", "message", "entered", "left"} == {e.kind for e in named}


def test_decisions_of_before_are_found_once_the_graph_is_brought_up_to_date() -> None:
    a_life()
    ids = [str(person())]
    asked = {"before": 9e12, "uid": "", "limit": 100}
    whole = [one.uid for one in queries_decisions.of_person(ids, **asked)]  # type: ignore[arg-type]
    found = [one.uid for one in queries_decisions.of_person(ids, text="winback", **asked)]  # type: ignore[arg-type]
    old = "MATCH (:Profile)-[r:DECIDED]->() REMOVE r.at, r.decision, r.about, r.candidates"
    store.transact(lambda: store.run(old))
    assert backfill.decided_edges() == len(whole)
    assert backfill.decided_edges() == 0
    assert [one.uid for one in queries_decisions.of_person(ids, **asked)] == whole  # type: ignore[arg-type]
    again = queries_decisions.of_person(ids, text="winback", **asked)  # type: ignore[arg-type]
    assert [one.uid for one in again] == found


def test_after_a_jump_one_can_go_both_ways(browser: Client) -> None:
    rule_set()
    tell(identify("ann", at(0)))
    tell(*(track("ann", f"Read {n:03}", at(n), id=f"r{n}") for n in range(1, 150)))
    run_until(at(200))
    address = f"/people/{person()}/timeline/"
    day = browser.get(address, {"until": "2026-03-05"}).content.decode()
    assert "Show newer" in day and "Show older" in day
    assert "Thu 5 Mar" in day and "Fri 6 Mar" not in day
    newer = follow(browser, day, "after")
    assert "Fri 6 Mar" in newer and "Show older" not in newer
    # The day below has given its heading away, and gets it back.
    assert newer.count("Thu 5 Mar 2026") == 1
    assert "Read 001" in browser.get(address, {"from": "earliest"}).content.decode()
    top = browser.get(address).content.decode()
    assert "Show newer" not in top


def follow(browser: Client, page: str, name: str) -> str:
    address = re.search(rf'hx-get="([^"]*[?&;]{name}=[^"]*)"', page)
    assert address is not None
    answer = browser.get(address[1].replace("&amp;", "&"), headers={"HX-Request": "true"})
    return answer.content.decode()


def test_the_same_in_a_row_is_one_line_that_opens(browser: Client) -> None:
    rule_set()
    tell(identify("ann", at(0)))
    tell(*(track("ann", "Viewed Product", at(1, minutes=n), id=f"v{n}") for n in range(12)))
    run_until(at(3))
    page = browser.get(f"/people/{person()}/timeline/").content.decode()
    assert "12 × Viewed Product" in page and "10:00–10:11" in page
    assert page.count('href="/events/') == 13


@pytest.fixture
def graph_queries(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many queries the graph was asked so far: counted on their way, the graph is real."""
    asked: list[str] = []
    run = store.run

    def counting(query: str, **parameters: object) -> list[dict[str, object]]:
        asked.append(query)
        return run(query, **parameters)

    monkeypatch.setattr(store, "run", counting)
    return lambda: len(asked)


def test_neither_page_nor_timeline_nor_why_ask_more_with_a_longer_history(
    browser: Client, graph_queries: Callable[[], int]
) -> None:
    rule_set()
    publish("welcome", message_on("Signed Up"))
    history("few", 10)
    history("many", 500)
    few, many = costs(browser, "few", graph_queries), costs(browser, "many", graph_queries)
    assert few == many


def history(user: str, count: int) -> None:
    tell(identify(user, at(0)))
    for n in range(count // 2):
        tell(track(user, "Page Read", at(1 + n), id=f"{user}-read{n}"))
        tell(track(user, "Signed Up", at(1.5 + n), id=f"{user}-up{n}"))
    run_until(at(600))


def costs(browser: Client, user: str, graph: Callable[[], int]) -> dict[str, tuple[int, int]]:
    """SQL and Cypher queries by page, once the names of things are known."""
    message = Delivery.objects.filter(profile_id=person(user)).order_by("decided_at")[1]
    page = f"/people/{person(user)}/"
    asked = {
        "page": page,
        "timeline": f"{page}timeline/",
        "day": f"{page}timeline/?until=2026-03-03",
        "search": f"{page}timeline/?q=welcome",
        "runs": f"{page}runs/",
        "why": f"/messages/{message.pk}/why/",
    }
    found = {}
    for name, address in asked.items():
        browser.get(address)
        before = graph()
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        found[name] = (len(seen), graph() - before)
    return found
