"""How many people a condition on sessions holds for: what the graph and the states say."""

from typing import Any

import pytest

from apps.engine import conditions
from apps.engine.problems import Problems
from apps.journeys import audience
from tests.graph_store import GraphStore
from tests.scenario import at, identify, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


@pytest.fixture(autouse=True)
def world(transactional_db: None, graph: GraphStore) -> None:
    """Ann: three sessions, one as somebody unknown; Bob: one of three events; Cem: none."""
    unknown = track("", "Looked", at(0), id="unknown") | {"anonymousId": "visitor"}
    unknown.pop("userId")
    tell(
        unknown,
        *(identify(user, at(0.1)) for user in ("ann", "bob", "cem")),
        *(track("ann", "Looked", at(hours)) for hours in (0.2, 50, 51)),
        *(track("bob", "Looked", at(49, minutes=m)) for m in (1, 2, 3)),
        track("bob", "Session Started", at(49, minutes=4)),
        identify("ann", at(51.5), anonymous="visitor"),
    )
    run_until(at(52))


@pytest.mark.parametrize(
    ("asked", "matching"),
    [
        ({"count": "Session Started", "op": "gte", "value": 1}, 2),
        ({"count": "Session Started", "op": "gte", "value": 4}, 1),
        ({"count": "Session Started", "days": 1, "op": "eq", "value": 2}, 1),
        ({"count": "Session Started", "op": "eq", "value": 0}, 1),
        ({"session": "events", "op": "gte", "value": 4}, 1),
        ({"session": "minutes", "op": "lt", "value": 61}, 1),
        ({"session": "source", "op": "eq", "value": "test"}, 2),
        ({"session": "source", "op": "missing"}, 1),
    ],
)
def test_it_counts_people_by_their_sessions(asked: dict[str, Any], matching: int) -> None:
    problems = Problems()
    condition = conditions.parse(asked, problems, "")
    assert not list(problems)
    found = audience.audience(condition, at(52))
    assert (found.matching, found.of, found.exact) == (matching, 3, True)
