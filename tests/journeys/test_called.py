"""What a node is called where people read of it."""

from typing import Any

import pytest

from apps.explain.names import version_names
from apps.graph import store
from apps.journeys.called import called
from apps.journeys.operations import publish
from tests.scenario import START


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"key": "mail", "type": "message", "name": "Day 3"}, "Day 3"),
        ({"key": "message_45mgj", "type": "message", "name": "Day 3"}, "Day 3"),
        ({"key": "mail", "type": "message", "settings": {"template": "welcome"}}, "mail"),
        ({"key": "message_45mgj", "type": "message", "settings": {"template": "hi"}}, "hi"),
        ({"key": "message_45mgj", "type": "message"}, "message_45mgj"),
        (
            {"key": "delay_x7k2p", "type": "delay", "settings": {"duration": {"days": 3}}},
            "Wait 3 days",
        ),
        ({"key": "delay_first", "type": "delay"}, "delay_first"),
        ({"key": "delay_x7k2p", "type": "exit"}, "delay_x7k2p"),
        ({"key": "exit_x7k2p", "type": "exit"}, "Exit"),
        ({"key": "goal_x7k2p", "type": "goal", "settings": {"event": "Paid"}}, "Paid"),
    ],
)
def test_a_key_that_nobody_chose_gives_way_to_what_the_node_does(
    raw: dict[str, Any], says: str
) -> None:
    assert called(raw) == says


@pytest.mark.django_db(transaction=True)
def test_pages_and_graph_call_it_so(graph: object) -> None:
    document = {
        "tier": "marketing",
        "nodes": [
            {"key": "entry", "type": "entry", "name": "Entry", "settings": {"event": "Go"}},
            {"key": "message_45mgj", "type": "message", "settings": {"template": "welcome"}},
        ],
        "edges": [{"from": "entry", "to": "message_45mgj"}],
    }
    version = publish(key="hi", name="Hi", document=document, by=None, now=START)
    rows = store.read("MATCH (n:Node) RETURN n.name AS name ORDER BY name")
    assert [row["name"] for row in rows] == ["Entry", "welcome"]
    named = version_names([str(version.id)])[str(version.id)]
    assert named.nodes["message_45mgj"].name == "welcome"
