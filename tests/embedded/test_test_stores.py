"""The stores that the tests themselves run on."""

import pytest
from django.core.cache import cache
from django.db import connection

from apps.embedded.stores import Stores
from tests.graph_store import GraphStore


@pytest.mark.django_db
def test_it_reaches_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) >= 160000


def test_it_reaches_redis() -> None:
    cache.set("a", 1)
    assert cache.get("a") == 1


@pytest.mark.graph
def test_it_gives_a_graph_without_nodes(graph: GraphStore) -> None:
    graph.run("CREATE (:Probe {uid: 1})-[:NEXT]->(:Probe {uid: 2})")
    graph.clear()
    assert graph.run("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


@pytest.mark.graph
@pytest.mark.django_db(transaction=True)
def test_a_killed_store_comes_back_at_its_address(stores: Stores, graph: GraphStore) -> None:
    graph.run("CREATE (:Probe {uid: 1})")
    for name in stores.own:
        stores.kill(name)
        assert not stores.is_running(name)
        stores.start(name)
    assert graph.run("MATCH (n:Probe) RETURN n.uid AS uid") == [{"uid": 1}]
    cache.set("a", 2)
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
