"""What a node is called where people read of it. Pure."""

from collections.abc import Mapping
from typing import Any

from apps.engine import compile
from apps.engine.book import Node
from apps.journeys import checks
from apps.journeys.sentences import sentence


def called(raw: Mapping[str, Any]) -> str:
    """A node of a document: by its name, else as `named` has it, or by its key if unreadable."""
    key, type = str(raw.get("key") or ""), str(raw.get("type") or "")
    if raw.get("name"):
        return str(raw["name"])
    settings, problems = checks.parsed(raw)
    if settings is None or problems:
        return key
    return named(Node(key, type, compile.node_name(raw, key, type, settings), settings))


def named(node: Node) -> str:
    """A compiled node: by its name, or by what it does where its key says nothing."""
    if node.name == node.key and compile.is_made(node.key, node.type):
        return sentence(node).what
    return node.name
