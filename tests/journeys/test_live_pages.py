"""The live numbers over the API, the people behind them as pages, and the periods in words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from apps.common import clock
from apps.console.words import REASONS
from apps.journeys import live
from apps.journeys.live import BadPeriod, period
from tests.journeys.live_world import build
from tests.journeys.worlds import begun
from tests.pages import queries_of
from tests.scenario import at, identify, publish, run_until, tell, track

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
on_stores = [pytest.mark.django_db(transaction=True), pytest.mark.graph]


def asked(**given: str) -> live.Period:
    return period(given, now=NOW, zone=BERLIN)


def test_a_period_is_whole_days_of_the_zone_with_today() -> None:
    assert asked(period="today").since == datetime(2026, 11, 23, tzinfo=BERLIN)
    assert asked().since == asked(period="30").since == datetime(2026, 10, 25, tzinfo=BERLIN)
    assert asked(period="7").until is None
    assert asked(period="all").since is None
    days = asked(since="2026-11-02", until="2026-11-05", period="7")
    assert days.since == datetime(2026, 11, 2, tzinfo=BERLIN)
    assert days.until == datetime(2026, 11, 6, tzinfo=BERLIN)
    moment = asked(since="2026-11-02T09:00:00 01:00")
    assert moment.since == datetime(2026, 11, 2, 8, tzinfo=UTC) and moment.until is None


def test_an_address_means_the_same_period_again() -> None:
    for given in ({"period": "90"}, {"since": "2026-11-02", "until": "2026-11-05"}):
        one = asked(**given)
        assert asked(**one.query).span == one.span


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"period": "year"}, "period"),
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-13-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"since": "0001-01-01"}, "since"),
        ({"since": "2026-11-05", "until": "2026-11-02"}, "until"),
    ],
)
def test_what_is_no_period_says_which_part_is_wrong(given: dict[str, str], field: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        asked(**given)
    assert refused.value.field == field and str(refused.value)


class TestOnStores:
    pytestmark = on_stores

    def test_the_api_answers_with_every_number(self, graph: object, staff: Client) -> None:
        build()
        told = staff.get("/api/journeys/way/live/?version=1&period=all").json()
        entered = told["totals"]["entered"]
        assert told["version"] == 1 and told["zone"] == "UTC" and told["since"] is None
        assert entered["runs"] == (
            entered["inside"] + entered["goals"] + sum(entered["left"].values())
        )
        assert entered["rate"] == entered["goals"] / entered["runs"]
        assert told["totals"]["sent"] == sum(node["sent"] for node in told["nodes"].values())
        assert set(told["nodes"]["wait"]["ports"]) == {"event", "timeout"}
        assert staff.get("/api/journeys/way/live/").json()["version"] == 2

    def test_what_cannot_be_answered_is_refused(self, graph: object, staff: Client) -> None:
        publish("way", {"nodes": [], "edges": []} | _smallest())
        assert staff.get("/api/journeys/way/live/?version=9").status_code == 404
        assert staff.get("/api/journeys/way/live/?version=x").status_code == 404
        assert staff.get("/api/journeys/none/live/").status_code == 404
        refused = staff.get("/api/journeys/way/live/?since=soon")
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["field"] == "since"
        empty = staff.get("/api/journeys/way/live/").json()
        assert empty["nodes"] == {} and empty["totals"]["entered"]["rate"] is None

    def test_every_number_leads_to_as_many_people(self, graph: object, staff: Client) -> None:
        build()
        for number in (1, 2):
            told = staff.get(f"/api/journeys/way/live/?version={number}&period=all").json()
            for key, node in told["nodes"].items():
                for what, n in _numbers(node):
                    page = staff.get(_address(key, number, what))
                    assert page.status_code == 200, what
                    assert page.context["page"].paginator.count == n, (key, what)

    def test_the_list_names_people_and_leads_to_the_decision(
        self, graph: object, staff: Client
    ) -> None:
        build()
        page = staff.get(_address("hello", 1, "stopped")).content.decode()
        assert "@example.test" in page and "/decisions/" in page and "Frequency cap" in page
        left = staff.get(_address("quit", 1, "exits")).content.decode()
        assert "Took the exit" in left and "/people/" in left
        ways = staff.get(_address("split", 1, "passed")).content.decode()
        assert "Ways on" in ways and "none of these" in ways.lower()

    def test_a_search_finds_people_in_the_list(self, graph: object, staff: Client) -> None:
        build()
        page = staff.get(_address("in", 1, "entered") + "&q=u12@", headers={"HX-Request": "true"})
        text = page.content.decode()
        assert "u12@example.test" in text and "u13@" not in text and "<html" not in text
        nobody = staff.get(_address("in", 1, "entered") + "&q=zoe").content.decode()
        assert "Nobody here is known by" in nobody

    def test_who_was_merged_since_is_named_by_who_goes_on(
        self, graph: object, staff: Client
    ) -> None:
        publish("way", _smallest())
        visitor = {**track("", "Go", at(minutes=1)), "userId": None, "anonymousId": "somebody"}
        tell(visitor, identify("ann", at(minutes=2)))
        tell(identify("ann", at(minutes=3), anonymous="somebody"))
        run_until(at(hours=1))
        page = staff.get(_address("in", 1, "entered")).content.decode()
        assert "ann@example.test" in page

    def test_a_number_that_a_node_has_not_is_not_there(self, graph: object, staff: Client) -> None:
        publish("way", _smallest())
        assert staff.get(_address("in", 1, "nonsense")).status_code == 404
        page = staff.get("/journeys/way/nodes/in/?since=soon").content.decode()
        assert "Shown are the last 30 days" in page
        assert "Nobody in this period" in staff.get(_address("in", 1, "passed")).content.decode()

    def test_more_people_cost_no_more_queries(self, graph: object, staff: Client) -> None:
        publish("way", _smallest())
        tell(*begun("ann", 0))
        run_until(at(days=1))
        before = queries_of(staff, _address("in", 1, "entered"))
        tell(*[one for number in range(9) for one in begun(f"more{number}", 2)])
        run_until(at(days=3))
        assert queries_of(staff, _address("in", 1, "entered")) == before

    def test_the_journey_leads_to_the_live_canvas(self, graph: object, staff: Client) -> None:
        publish("way", _smallest())
        page = staff.get("/journeys/way/").content.decode()
        assert "Open live canvas" in page and "/journeys/way/versions/1/" in page
        assert staff.get("/journeys/way/versions/1/").status_code == 200

    def test_no_period_is_the_last_thirty_days(self, graph: object, staff: Client) -> None:
        publish("way", _smallest())
        told = staff.get("/api/journeys/way/live/").json()
        since = datetime.fromisoformat(told["since"])
        assert timedelta(days=29) <= clock.now() - since <= timedelta(days=30)


def _smallest() -> dict[str, object]:
    return {
        "tier": "marketing",
        "priority": 50,
        "nodes": [
            {"key": "in", "type": "entry", "name": "in", "settings": {"event": "Go"}},
            {"key": "out", "type": "exit", "name": "out", "settings": {}},
        ],
        "edges": [{"from": "in", "to": "out"}],
    }


def _address(node: str, number: int, what: str) -> str:
    query = urlencode({"version": number, "what": what, "period": "all"})
    return f"/journeys/way/nodes/{node}/?{query}"


def _numbers(node: dict[str, object]) -> list[tuple[str, int]]:
    """What the canvas shows of a node, with what the people page calls it."""
    out = [(what, node[what]) for what in ("now", "passed", "sent", "held_out", "goals", "exits")]
    for kind, part in (("ports", "port"), ("left", "left"), ("waiting", "waiting")):
        out += [(f"{part}:{name}", n) for name, n in node[kind].items()]  # type: ignore[attr-defined]
    for stop in node["stopped"]:  # type: ignore[attr-defined]
        out.append((f"stopped:{stop['verdict']}/{stop['reason']}", stop["messages"]))
    return out  # type: ignore[return-value]


def test_the_canvas_says_every_reason_of_a_run_or_a_message() -> None:
    words = (Path(settings.BASE_DIR) / "apps/journeys/editor/live/words.ts").read_text()
    missing = {code for code in REASONS if f"\n  {code}: " not in words}
    # A message that was sent needs no reason; who was not let in isn't counted.
    assert missing <= {"ok", "cooling_down", "no_key", "key_seen", "too_many_inside"}
