"""What a node is called where people read of it. Pure."""

from collections.abc import Mapping
from typing import Any

from apps.engine.compile import is_made
from apps.journeys import pictures


def called(raw: Mapping[str, Any]) -> str:
    """Its name; where it has none, its key, or what it does if the key says nothing."""
    name, key = str(raw.get("name") or ""), str(raw.get("key") or "")
    if name or not is_made(key, str(raw.get("type") or "")):
        return name or key
    if raw.get("type") == "message":
        return str((raw.get("settings") or {}).get("template") or key)
    return pictures.says({**raw, "name": ""}).what
