"""The kinds of rules that are lists: section, form, and what one of them would have done.

To add one: its section in `document`, its check, its sentence in `saying`, a form, a line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.engine.book import RuleSet
from apps.engine.problems import Invalid, Problem
from apps.rules import effects
from apps.rules.checks import check_document
from apps.rules.document import KEYS, items, with_item
from apps.rules.effect import Effect
from apps.rules.forms import CapForm, GroupForm, QuietHoursForm, TierForm
from apps.rules.forms_base import RuleForm
from apps.rules.saying import rules_of, said

Estimate = Callable[[RuleSet, str, datetime], Effect]


@dataclass(frozen=True, slots=True)
class Kind:
    """`one` is what a rule of this kind is called; `ordered`: the order of the list counts."""

    section: str
    slug: str
    one: str
    form: type[RuleForm]
    estimate: Estimate | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule says, what is wrong with the rules that have it, and what it would have done."""

    says: list[str]
    problems: tuple[Problem, ...] = ()
    effect: Effect | None = None


def _cap(rules: RuleSet, key: str, now: datetime) -> Effect:
    return effects.of_cap(next(cap for cap in rules.caps if cap.id == key), rules, now)


def _quiet_hours(rules: RuleSet, key: str, now: datetime) -> Effect:
    quiet = next(quiet for quiet in rules.quiet_hours if quiet.id == key)
    return effects.of_quiet_hours(quiet, rules, now)


def _group(rules: RuleSet, key: str, now: datetime) -> Effect:
    return effects.of_group(next(group for group in rules.groups if group.id == key), now)


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("tiers", "tiers", "tier", TierForm, ordered=True),
        Kind("caps", "caps", "frequency cap", CapForm, _cap),
        Kind("exclusion_groups", "exclusion-groups", "exclusion group", GroupForm, _group),
        Kind("quiet_hours", "quiet-hours", "quiet hours", QuietHoursForm, _quiet_hours),
    )
}
OF_SECTION = {kind.section: kind for kind in KINDS.values()}


def preview(
    section: str,
    new: Mapping[str, Any],
    document: Mapping[str, Any],
    journeys: Mapping[str, str],
    now: datetime | None,
) -> Preview:
    """What the rules would say of this item, were it in the document; no `now`: without effect."""
    key = str(new.get(KEYS[section], ""))
    changed = with_item(document, section, new)
    try:
        check_document(changed)
    except Invalid as error:
        return Preview([], error.problems)
    rules = rules_of(changed)
    own = [one for one in said(rules, journeys) if one.section == section]
    says = [one.says for one in own if _is_of(one.key, key)]
    kind = OF_SECTION.get(section)
    if now is None or kind is None or kind.estimate is None:
        return Preview(says)
    return Preview(says, effect=kind.estimate(rules, key, now))


def path_of(section: str, key: str, document: Mapping[str, Any]) -> str:
    """Where the item stands in the document, as problems name it; the last place for a new one."""
    keys = [item.get(KEYS[section]) for item in items(document, section)]
    return f"{section}.{keys.index(key) if key in keys else len(keys)}"


def _is_of(place: str, key: str) -> bool:
    return place == key or place.startswith(f"{key}/")
