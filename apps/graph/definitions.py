"""Journey versions in the graph: their nodes and the ways between them."""

from collections.abc import Mapping

from apps.engine.book import Journey
from apps.graph import store


def node_uid(version: str, node: str) -> str:
    return f"{version}/{node}"


def save_version(journey: Journey, *, number: int, names: Mapping[str, str] | None = None) -> None:
    """Write a published version; written twice, it is there once.

    `names` are what its nodes are called, by key; otherwise they have their own names.
    """
    names = names or {}
    nodes = [
        {
            "uid": node_uid(journey.version, node.key),
            "key": node.key,
            "type": node.type,
            "name": names.get(node.key, node.name),
            "tags": list(getattr(node.settings, "tags", ())),
        }
        for node in journey.nodes.values()
    ]
    ways = [
        {
            "start": node_uid(journey.version, node.key),
            "port": port,
            "end": node_uid(journey.version, end),
        }
        for node in journey.nodes.values()
        for port, end in node.next.items()
    ]

    def work() -> None:
        store.run(_VERSION, key=journey.key, name=journey.name, version=journey.version, n=number)
        store.run(_NODES, version=journey.version, key=journey.key, nodes=nodes)
        store.run(_WAYS, ways=ways)

    store.transact(work)


_VERSION = """
MERGE (j:Journey {uid: $key}) SET j.name = $name
MERGE (v:JourneyVersion {uid: $version}) SET v.journey = $key, v.number = $n
MERGE (j)-[:VERSION]->(v)
"""
_NODES = """
UNWIND $nodes AS row
MATCH (v:JourneyVersion {uid: $version})
MERGE (n:Node {uid: row.uid})
SET n.key = row.key, n.type = row.type, n.name = row.name, n.journey = $key, n.tags = row.tags
MERGE (v)-[:NODE]->(n)
"""
_WAYS = """
UNWIND $ways AS row
MATCH (a:Node {uid: row.start}) MATCH (b:Node {uid: row.end})
MERGE (a)-[:NEXT {port: row.port}]->(b)
"""
