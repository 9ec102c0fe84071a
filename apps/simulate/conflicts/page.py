"""What the page of conflicts shows: an analysis in words, and the findings that are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.simulate import given
from apps.simulate.conflicts import stored
from apps.simulate.conflicts.finding import SEVERITIES, Finding, Place
from apps.simulate.conflicts.kinds import TITLES
from apps.simulate.conflicts.targets import look, mend
from apps.simulate.models import Analysis

BADGES = {"error": "bad", "warning": "waits", "note": "quiet"}
WORDS = {"error": "Error", "warning": "Warning", "note": "Note"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed down to; "" for all."""

    kind: str = ""
    severity: str = ""
    journey: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the page shows it."""

    finding: Finding
    badge: str
    severity: str
    kind: str
    where: list[Link]
    remedies: list[Link]
    examples: str


@dataclass(frozen=True, slots=True)
class Covered:
    """What an analysis was of. `stale` are the things that have changed since."""

    rules: str
    live: list[str]
    drafts: list[str]
    stale: list[str]


def found(analysis: Analysis) -> list[Finding]:
    return stored.findings(analysis.findings or ())


def narrowed(findings: Sequence[Finding], asked: Asked) -> list[Finding]:
    """The findings that are asked for, in their order; the search looks at all their words."""
    text = asked.search.casefold()
    return [
        one
        for one in findings
        if (not asked.kind or one.kind == asked.kind)
        and (not asked.severity or one.severity == asked.severity)
        and (not asked.journey or asked.journey in one.journeys)
        and (not text or text in _text(one))
    ]


def counts(findings: Sequence[Finding]) -> list[tuple[str, str, int]]:
    """How many of each severity: its code, its word, the number."""
    return [(s, WORDS[s], sum(one.severity == s for one in findings)) for s in SEVERITIES]


def shown(findings: Sequence[Finding], analysis: Analysis, names: Mapping[str, str]) -> list[Shown]:
    drafts = {one["key"] for one in analysis.input["drafts"]}
    called, rules = names_of(analysis, names), _rule_names(analysis)
    return [
        Shown(
            finding=one,
            badge=BADGES[one.severity],
            severity=WORDS[one.severity],
            kind=TITLES.get(one.kind, one.kind),
            where=_where(one, drafts, called, rules),
            remedies=[Link(remedy.label, mend(remedy.place)) for remedy in one.remedies],
            examples=one.key if one.examples else "",
        )
        for one in findings
    ]


def _where(
    finding: Finding, drafts: set[str], called: Mapping[str, str], rules: Mapping[str, str]
) -> list[Link]:
    """The node or the journeys it is about, the rule and the template."""
    place, links = finding.where, []
    if place.node:
        name = f"{called.get(place.journey, place.journey)} / {place.node}"
        links.append(Link(name, look(Place(place.journey, place.node), drafts)))
    else:
        links += [Link(called.get(key, key), look(Place(key), drafts)) for key in finding.journeys]
    if place.rule:
        rule = Place(section=place.section, rule=place.rule)
        links.append(Link(rules.get(place.rule, place.rule), look(rule)))
    if place.template:
        links.append(Link(place.template, look(Place(template=place.template))))
    return links


def _rule_names(analysis: Analysis) -> dict[str, str]:
    document = analysis.input["rules"]["document"]
    sections = ("caps", "quiet_hours", "exclusion_groups")
    rules = [rule for section in sections for rule in document.get(section) or ()]
    return {rule["id"]: rule.get("name", rule["id"]) for rule in rules}


def covered(analysis: Analysis) -> Covered:
    """What the analysis was of, and what is different by now."""
    rules, told = analysis.input["rules"], analysis.input
    live = [f"{one['name']}, version {one['number']}" for one in told["live"]]
    drafts = [f"{one['name']}, revision {one['revision']}" for one in told["drafts"]]
    return Covered(_rules_words(rules), live, drafts, _stale(analysis))


def names_of(analysis: Analysis, names: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the journeys of the analysis are called, drafts included."""
    told = analysis.input
    return {
        **(names or {}),
        **{one["key"]: one["name"] for one in (*told["live"], *told["drafts"])},
    }


def _rules_words(rules: Mapping[str, object]) -> str:
    if rules["is_draft"]:
        return f"the draft of the rules, revision {rules['number']}"
    if not rules["number"]:
        return "what holds before rules are published"
    return f"version {rules['number']} of the rules"


def _stale(analysis: Analysis) -> list[str]:
    which = given.DRAFT if analysis.input["rules"]["is_draft"] else given.LIVE
    now = given.now(which)
    if now.fingerprint == analysis.fingerprint:
        return []
    then, told = analysis.input, now.as_json()
    changed = []
    if then["rules"]["document"] != told["rules"]["document"]:
        changed.append("the rules")
    for section, word in (("live", ""), ("drafts", "the draft of ")):
        before = {one["key"]: one for one in then[section]}
        after = {one["key"]: one for one in told[section]}
        for key in sorted(before.keys() | after.keys()):
            one, other = before.get(key), after.get(key)
            if one is None or other is None or _content(one) != _content(other):
                changed.append(f"{word}“{(other or one or {}).get('name', key)}”")
    return changed or ["something"]


def _content(one: Mapping[str, object]) -> object:
    return one.get("version") or one.get("document")


def _text(finding: Finding) -> str:
    return " ".join((finding.title, *finding.why, *finding.journeys)).casefold()
