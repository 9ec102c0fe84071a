"""What `wait_for_event`, `goal` and `exit` share: an event that must belong to this very run.

`"match": [{"property": "order_id", "entry": "order_id"}]` asks that the event's property equals
that of the event which brought the person in.
"""

from collections.abc import Mapping
from typing import Any

from apps.engine import conditions
from apps.engine.conditions import Condition, Group, Leaf
from apps.engine.problems import Problems


def parse_where(raw: Mapping[str, Any], problems: Problems) -> Condition:
    """The condition of `where`, and of every match besides."""
    where = conditions.parse(raw.get("where"), problems, "where")
    matches = _parse_matches(raw.get("match"), problems)
    return Group("all", (*matches, where)) if matches else where


def _parse_matches(raw: Any, problems: Problems) -> tuple[Leaf, ...]:
    leaves: list[Leaf] = []
    if raw is not None and not isinstance(raw, list):
        problems.add("match", "not_a_list", "a list of properties to match")
        return ()
    for index, match in enumerate(raw or ()):
        ours, entry = (str(match.get(k) or "") for k in ("property", "entry"))
        if ours and entry:
            leaves.append(Leaf("event", ours, "eq", source=("entry", entry)))
        else:
            remedy = "name the event's property and the entry event's"
            problems.add(f"match.{index}", "missing", remedy)
    return tuple(leaves)
