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
    """Create what is missing; what is there stays."""
    store.connect()
    for label in LABELS:
        db.install_labels(label, quiet=True)
