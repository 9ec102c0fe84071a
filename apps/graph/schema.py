"""Installs the graph's constraints and indexes, as the models state them."""

from neomodel import db

from apps.graph import backfill, models, store

LABELS = [
    models.Profile,
    models.Identifier,
    models.Account,
    models.Journey,
    models.JourneyVersion,
    models.Node,
    models.Event,
    models.Session,
    models.Enrollment,
    models.Decision,
    models.Message,
    models.Outcome,
    models.Lane,
]


def install() -> None:
    """Create what is missing and fill in what an earlier version left out; what is there stays.

    In statements of our own: neomodel's don't say IF NOT EXISTS, and not every graph names the
    error by which it would know.
    """
    store.connect()
    for label in LABELS:
        for name, known in label.defined_properties(rels=False).items():
            if known.unique_index:
                db.cypher_query(
                    f"CREATE CONSTRAINT constraint_unique_{label.__label__}_{name} IF NOT EXISTS "
                    f"FOR (n:{label.__label__}) REQUIRE n.{name} IS UNIQUE"
                )
            elif known.index:
                db.cypher_query(
                    f"CREATE INDEX index_{label.__label__}_{name} IF NOT EXISTS "
                    f"FOR (n:{label.__label__}) ON (n.{name})"
                )
    backfill.decided_edges()


def rebuild_identifiers() -> None:
    """Make the index of identifiers anew: as it was, it may keep the keys of deleted ones.

    Only while nobody commits, under the leases of all lanes: without it nothing is unique.
    """
    store.connect()
    db.cypher_query("DROP CONSTRAINT constraint_unique_Identifier_uid IF EXISTS")
    install()
