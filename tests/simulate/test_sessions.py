"""Sessions where nothing really happens: over history, and in a trial."""

from datetime import timedelta
from typing import Any

import pytest

from apps.people.queries import by_identifier
from apps.simulate.history import before
from tests.scenario import START, at, identify, message_on, node, path, run_until, tell, track
from tests.simulate.test_history import history, quiet_world
from tests.simulate.trials import Happening, of_kind, tried

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

HELLO = node("hello", "message", template="hello")


def entry(event: str, **settings: Any) -> dict[str, Any]:
    return node("in", "entry", event=event, again="after_leaving", **settings)


def test_history_knows_when_sessions_began() -> None:
    quiet_world(
        identify("ann", at(0)),
        *(track("ann", "Looked", at(hours)) for hours in (1, 1.25, 3, 5)),
        track("ann", "Bought", at(5, minutes=20)),
    )
    busy = {"all": [{"session": "events", "op": "gte", "value": 2}]}
    often = {"count": "Session Started", "op": "gte", "value": 3}
    found = history(
        {
            "hi": message_on("Session Started"),
            "busy": path(entry("Looked", audience=busy), HELLO),
            "often": path(entry("Bought", audience=often), HELLO),
        }
    )
    assert found.entered == {"hi": (3, 1), "busy": (1, 1), "often": (1, 1)}


def test_what_began_before_the_window_is_counted_in_it() -> None:
    ago = START - timedelta(days=5)
    anonymous = track("x", "Looked", ago) | {"anonymousId": "visitor"}
    anonymous.pop("userId")
    quiet_world(
        anonymous,
        track("ann", "Looked", ago + timedelta(hours=5)),
        identify("ann", at(0), anonymous="visitor"),
        track("ann", "Bought", at(2)),
    )
    ann = str(by_identifier("user_id", "ann"))
    found = before.counted([ann], {"Session Started": 5, "Looked": 1}, START)
    assert found[ann]["Session Started"] == (ago, ago + timedelta(hours=5))
    assert before.counted([ann], {"Session Started": 1}, START)[ann] == {
        "Session Started": (ago + timedelta(hours=5),)
    }
    third = {"count": "Session Started", "days": 30, "op": "eq", "value": 3}
    draft = path(entry("Bought", audience=third), HELLO)
    assert history({"third": draft}).entered == {"third": (1, 1)}


def test_a_trial_begins_with_the_persons_sessions() -> None:
    tell(identify("ann", at(0)), track("ann", "Looked", at(0, minutes=20)))
    run_until(at(0, minutes=30))
    here = {"session": "events", "op": "eq", "value": 2}
    told = tried(
        path(entry("Go", audience=here), HELLO),
        events=[("Go", at(0, minutes=40), {})],
        begin=at(0, minutes=40),
    )
    assert told.entered == 1
    told = tried(path(entry("Go", audience=here), HELLO), events=[("Go", at(9), {})])
    [refused] = of_kind(told, "refused")
    assert refused.says == (
        "Would not enter: the audience asks “number of events in the latest session is 2”,"
        " and number of events in the latest session is 1."
    )


def test_a_session_may_let_in_on_trial() -> None:
    tell(identify("ann", at(0)))
    run_until(at(0, minutes=30))
    first = {"event": "first", "op": "eq", "value": True}
    once = {"session": "events", "op": "gte", "value": 1}
    told = tried(path(entry("Session Started", where=first, audience=once), HELLO))
    assert told.entered == 1 and told.entry["made"]
    # What comes after a silence begins another one.
    looks: list[Happening] = [
        ("Looked", at(1), {}),
        ("Looked", at(1, minutes=5), {}),
        ("Looked", at(8), {}),
    ]
    told = tried(path(entry("Session Started"), node("out", "exit")), events=looks)
    assert told.entered == 2
