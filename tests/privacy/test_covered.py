"""Whoever adds a field that may hold a text says what an erasure does with it."""

import inspect

from django.apps import apps
from django.db import models
from neomodel import ArrayProperty, StringProperty, StructuredNode, StructuredRel

from apps.graph import models as graph
from apps.privacy import covered

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def test_every_text_of_every_model_is_covered() -> None:
    unnamed = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if label in covered.DELETED or label in covered.EXEMPT:
            continue
        for field in model._meta.fields:
            place = f"{label}.{field.name}"
            known = field.name in covered.EMPTIED.get(label, ()) or place in covered.EXEMPT
            if isinstance(field, TEXTS) and not known:
                unnamed.append(place)
    assert unnamed == [], "say in apps/privacy/covered.py what an erasure does with these"


def test_every_name_is_there() -> None:
    labels = {model._meta.label for model in apps.get_models()}
    named = covered.DELETED | covered.EMPTIED.keys()
    named |= {".".join(place.split(".")[:2]) for place in covered.EXEMPT}
    assert named <= labels


def test_every_text_of_the_graph_is_covered() -> None:
    unnamed = []
    relationships = {
        known.definition["model"].__name__: known.definition["relation_type"]
        for _, node in inspect.getmembers(graph, inspect.isclass)
        if issubclass(node, StructuredNode) and node is not StructuredNode
        for known in node.defined_properties(properties=False, aliases=False).values()
        if known.definition["model"]
    }
    for name, kind in inspect.getmembers(graph, inspect.isclass):
        if kind in (StructuredNode, StructuredRel) or not issubclass(
            kind, StructuredNode | StructuredRel
        ):
            continue
        label = relationships.get(name, name)
        known = covered.GRAPH_GONE.get(label, set()) | covered.GRAPH_STAYS.get(label, set())
        for one, told in kind.defined_properties(rels=False, aliases=False).items():
            if isinstance(told, StringProperty | ArrayProperty) and one not in known:
                unnamed.append(f"{label}.{one}")
    assert unnamed == [], "say in apps/privacy/covered.py what an erasure does with these"
