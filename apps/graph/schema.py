"""Installs the graph's constraints and indexes, as the models state them."""

from neomodel import db

from apps.graph import models, store

LABELS = [
    models.Profile,
    models.Identifier,
    models.Journey,
    models.JourneyVersion,
    models.Node,
    models.Event,
    models.Enrollment,
    models.Decision,
    models.Message,
    models.Outcome,
    models.Lane,
]


def install() -> None:
    """Create what is missing; what is there stays.

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
