"""Turns the document of a rule-set version into the frozen rules of engagement.

`apps.rules.checks` says what is wrong with such a document; here it is taken as checked.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from apps.engine import conditions
from apps.engine.book import Cap, ExclusionGroup, Lifecycle, QuietHours, RuleSet, Stage, Tier
from apps.engine.local_time import WEEKDAYS
from apps.engine.problems import Problems


def rule_set(document: Mapping[str, Any], *, id: str, number: int) -> RuleSet:
    """The compiled rules; raises `Invalid` where a stage's condition can't be read."""
    problems = Problems()
    rules = RuleSet(
        id=id,
        number=number,
        tiers=tuple(
            Tier(t["key"], t.get("name", t["key"]), bool(t.get("transactional")))
            for t in document.get("tiers", ())
        ),
        caps=tuple(_cap(raw) for raw in document.get("caps", ())),
        quiet_hours=tuple(_quiet_hours(raw) for raw in document.get("quiet_hours", ())),
        timezone=document.get("timezone", "UTC"),
        window=timedelta(minutes=document.get("arbitration_window_minutes", 5)),
        groups=tuple(
            ExclusionGroup(g["id"], g["name"], tuple(g["journeys"]), bool(g.get("displace")))
            for g in document.get("exclusion_groups", ())
        ),
        look_ahead=timedelta(hours=document.get("look_ahead_hours", 0)),
        lifecycles=tuple(
            _lifecycle(raw, problems, f"lifecycles.{index}")
            for index, raw in enumerate(document.get("lifecycles", ()))
        ),
        consent=dict(document.get("consent", {})),
    )
    problems.raise_if_any()
    return rules


def _cap(raw: Mapping[str, Any]) -> Cap:
    scopes = {k: tuple(raw.get(k, ())) for k in ("channels", "tiers", "tags", "journeys")}
    return Cap(
        id=raw["id"],
        name=raw["name"],
        limit=raw["limit"],
        hours=raw.get("hours"),
        calendar=raw.get("calendar", ""),
        transactional=bool(raw.get("transactional")),
        **scopes,
    )


def _quiet_hours(raw: Mapping[str, Any]) -> QuietHours:
    return QuietHours(
        id=raw["id"],
        name=raw.get("name", raw["id"]),
        channel=raw["channel"],
        start=raw["start"],
        end=raw["end"],
        weekdays=tuple(sorted(WEEKDAYS.index(day) for day in raw.get("weekdays", ()))),
    )


def _lifecycle(raw: Mapping[str, Any], problems: Problems, field: str) -> Lifecycle:
    stages: list[Stage] = []
    for index, stage in enumerate(raw.get("stages", ())):
        here = f"{field}.stages.{index}"
        # Forward only, unless somebody says otherwise: from none, or from an earlier one.
        earlier = ("", *(known.key for known in stages))
        done = stage.get("done")
        stages.append(
            Stage(
                key=stage["key"],
                name=stage.get("name", stage["key"]),
                when=conditions.parse(stage.get("when"), problems, f"{here}.when"),
                comes_from=tuple(stage["from"]) if stage.get("from") else earlier,
                done=conditions.parse(done, problems, f"{here}.done") if done else None,
            )
        )
    return Lifecycle(raw["key"], raw.get("name", raw["key"]), tuple(stages))
