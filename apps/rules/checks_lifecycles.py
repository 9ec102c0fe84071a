"""What lifecycles must be: stages with conditions that can be asked outside of any journey."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.engine import conditions
from apps.engine.conditions import Leaf
from apps.engine.problems import Problems
from apps.rules import checks_reading as read

LONGEST_DAYS = 3650


def check_lifecycles(document: Mapping[str, Any], problems: Problems) -> None:
    taken: set[str] = set()
    known = dict(_stage_keys(document))
    for field, lifecycle in read.mappings(document, "lifecycles", problems):
        read.key(lifecycle.get("key"), taken, problems, f"{field}.key")
        read.name(lifecycle.get("name", "-"), problems, f"{field}.name")
        _check_stages(lifecycle, known, problems, field)


def _check_stages(
    lifecycle: Mapping[str, Any],
    known: Mapping[str, list[str]],
    problems: Problems,
    field: str,
) -> None:
    if not lifecycle.get("stages"):
        problems.add(f"{field}.stages", "missing", "give at least one stage")
    own = set(_keys(lifecycle.get("stages")))
    taken: set[str] = set()
    for here, stage in read.mappings(lifecycle, "stages", problems, field):
        key = read.key(stage.get("key"), taken, problems, f"{here}.key")
        read.name(stage.get("name", "-"), problems, f"{here}.name")
        for before in read.texts(stage.get("from", []), problems, f"{here}.from"):
            if before == key or (before and before not in own):
                remedy = f"“{before}” is no other stage here; “” means: in none yet"
                problems.add(f"{here}.from", "unknown_stage", remedy)
        for name in ("when", "done"):
            if stage.get(name) is not None:
                check_condition(stage[name], known, problems, f"{here}.{name}")


def check_condition(
    raw: Any, lifecycles: Mapping[str, list[str]], problems: Problems, field: str
) -> None:
    """`lifecycles` are the known ones, by key, with the keys of their stages."""
    for leaf in conditions.leaves(conditions.parse(raw, problems, field)):
        if leaf.kind == "entry" or (leaf.source and leaf.source[0] == "entry"):
            problems.add(field, "no_entry_here", "a stage knows no entry event; ask for a trait")
        elif leaf.days is not None and leaf.days > LONGEST_DAYS:
            problems.add(f"{field}.days", "out_of_range", f"at most {LONGEST_DAYS} days")
        elif leaf.kind in ("stage", "done"):
            _check_stage_leaf(leaf, lifecycles, problems, field)


def _check_stage_leaf(
    leaf: Leaf, lifecycles: Mapping[str, list[str]], problems: Problems, field: str
) -> None:
    if leaf.key not in lifecycles:
        known = ", ".join(lifecycles) or "none is defined"
        problems.add(field, "unknown_lifecycle", f"“{leaf.key}” is no lifecycle; known: {known}")
    elif leaf.kind == "stage" and leaf.op in ("eq", "ne", "in") and leaf.source is None:
        asked = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
        for stage in asked:
            if stage not in lifecycles[leaf.key]:
                known = ", ".join(lifecycles[leaf.key])
                problems.add(field, "unknown_stage", f"“{stage}” is none of {known}")


def _stage_keys(document: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    raws = document.get("lifecycles")
    for raw in raws if isinstance(raws, list) else []:
        if isinstance(raw, Mapping) and isinstance(raw.get("key"), str):
            yield raw["key"], _keys(raw.get("stages"))


def _keys(stages: Any) -> list[str]:
    found = stages if isinstance(stages, list) else []
    return [s["key"] for s in found if isinstance(s, Mapping) and isinstance(s.get("key"), str)]
