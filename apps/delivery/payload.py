"""The body of a webhook: JSON whose strings are Liquid.

The JSON is read first and its strings are rendered then, so that no value can break out of its
place. A string that is one single `{{ … }}` keeps the type of its value.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from apps.delivery.checks import body_outline
from apps.delivery.liquid import render

SINGLE = re.compile(r"\s*\{\{-?\s*([A-Za-z_][\w.]*)\s*-?\}\}\s*")
_outline = lru_cache(maxsize=512)(body_outline)


def payload(body: str, values: Mapping[str, Any]) -> tuple[bytes, tuple[str, ...]]:
    """The JSON to post, and what was missing; raises TemplateProblem."""
    outline = _outline(body)
    if outline is None:
        return msgspec.json.encode(dict(values)), ()
    missing: dict[str, None] = {}
    filled = fill(outline, values, missing)
    return msgspec.json.encode(filled), tuple(missing)


def fill(outline: Any, values: Mapping[str, Any], missing: dict[str, None]) -> Any:
    if isinstance(outline, dict):
        return {key: fill(item, values, missing) for key, item in outline.items()}
    if isinstance(outline, list):
        return [fill(item, values, missing) for item in outline]
    if not isinstance(outline, str):
        return outline
    single = SINGLE.fullmatch(outline)
    if single:
        return looked_up(single[1], values, missing)
    rendered = render(outline, values)
    missing |= dict.fromkeys(rendered.missing)
    return rendered.text


def looked_up(path: str, values: Mapping[str, Any], missing: dict[str, None]) -> Any:
    """The value at a dotted path; None, and noted, where there is none."""
    found: Any = values
    for name in path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            missing[path] = None
            return None
        found = found[name]
    return found
