"""What changed between two rule sets, rule by rule, in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.engine.book import RuleSet
from apps.rules.saying import TITLES, Said, said

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that was added, removed or changed; `before` and `after` are its sentences."""

    section: str
    key: str
    kind: str
    name: str
    before: str = ""
    after: str = ""

    @property
    def title(self) -> str:
        """What the section is called."""
        return TITLES[self.section]


def compare(
    before: RuleSet, after: RuleSet, journeys: Mapping[str, str] | None = None
) -> list[Change]:
    """What is different, in the order of the sections; [] for rules that mean the same."""
    old = {(one.section, one.key): one for one in said(before, journeys)}
    new = {(one.section, one.key): one for one in said(after, journeys)}
    sections = list(TITLES)
    # What was removed stands at the end of its section.
    places = sorted(dict.fromkeys([*new, *old]), key=lambda place: sections.index(place[0]))
    found = (_change(old.get(place), new.get(place)) for place in places)
    return [change for change in found if change]


def _change(old: Said | None, new: Said | None) -> Change | None:
    known = new or old
    if known is None or (old and new and old.value == new.value and old.name == new.name):
        return None
    kind = CHANGED if old and new else ADDED if new else REMOVED
    return Change(
        known.section,
        known.key,
        kind,
        _name(old, new),
        before=old.says if old else "",
        after=new.says if new else "",
    )


def _name(old: Said | None, new: Said | None) -> str:
    if old and new and old.name != new.name:
        return f"{old.name}, now {new.name}"
    known = new or old
    return known.name if known else ""
