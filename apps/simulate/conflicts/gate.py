"""What conflicts say before rules or a journey are published: errors block, warnings ask.

What can be told without counting is told of the document at hand, as it would hold among what is
live. What the latest analysis has counted is told as well, if it was of this very document and
nothing else has changed since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from apps.engine.problems import Invalid
from apps.rules.document import complete
from apps.rules.gatekeeping import ERROR, WARNING
from apps.rules.gatekeeping import Finding as Told
from apps.simulate import given, queries
from apps.simulate.conflicts import find, stored
from apps.simulate.conflicts.assemble import world_now
from apps.simulate.conflicts.finding import NOTE, Finding
from apps.simulate.conflicts.kinds import COUNTED, OF_RULES
from apps.simulate.conflicts.targets import mend
from apps.simulate.given import Given
from apps.simulate.history.subject import Authored, Rules
from apps.simulate.models import Analysis

# Whoever wants nothing to leave, now, must not have to mend journeys first.
BRAKE = "Rules that stop messages ask, and never block."


def journey_check(key: str, document: Mapping[str, Any]) -> Iterator[Told]:
    """What this document would bring with it as the journey's next version."""
    known = given.now()
    draft = Authored(key, _name(known, key), document)
    alone = replace(known, drafts=(draft,))
    if key in alone.subject().left_out:
        # The compiler says all that is wrong with it.
        return
    others = tuple(one for one in known.drafts if one.key != key)
    counted = _counted(replace(known, drafts=(*others, draft)), {one.key for one in others})
    found = _merged(_static(alone), counted)
    yield from (_told(one) for one in found if key in one.journeys)


def rules_check(document: Mapping[str, Any]) -> Iterator[Told]:
    """What these rules would bring with them. What is so today is not asked about again, and what
    would block a journey only asks here: rules are also the brake."""
    known = given.now()
    changed = replace(known, rules=Rules(complete(document), is_draft=True))
    counted = _counted(changed, {one.key for one in known.drafts})
    today = {one.key for one in _static(replace(known, drafts=()))}
    for one in _merged(_static(replace(changed, drafts=())), counted):
        if one.kind in OF_RULES and one.key not in today:
            told = _told(one)
            if told.severity == ERROR:
                told = replace(told, severity=WARNING, detail=f"{told.detail} {BRAKE}")
            yield told


def _static(subject: Given) -> tuple[Finding, ...]:
    try:
        # Uncounted, that journeys meet is only a note: it speaks against nothing.
        return find(world_now(subject.subject(), names=_names(subject)), without=("meeting",))
    except Invalid:
        return ()


def _counted(subject: Given, drafts: set[str]) -> list[Finding] | None:
    """What the latest analysis found, but for what drafts have a part in that stay drafts; None
    where it was of something else."""
    # Its findings are read only where they are of this.
    analysis = queries.analyses().filter(state=Analysis.State.DONE).first()
    if analysis is None or analysis.fingerprint != subject.fingerprint:
        return None
    found = stored.findings(analysis.findings or ())
    return [one for one in found if not drafts & set(one.journeys)]


def _merged(static: tuple[Finding, ...], counted: list[Finding] | None) -> list[Finding]:
    """With their numbers where somebody has counted; notes don't speak against anything."""
    if counted is not None:
        known = {one.key for one in counted}
        rest = [one for one in static if one.key not in known and one.kind not in COUNTED]
        found = [*counted, *rest]
    else:
        found = list(static)
    return sorted((one for one in found if one.severity != NOTE), key=lambda one: one.order)


def _told(finding: Finding) -> Told:
    place = finding.remedies[0].place if finding.remedies else finding.where
    return Told(finding.severity, finding.title, mend(place), " ".join(finding.why))


def _name(known: Given, key: str) -> str:
    return _names(known).get(key, key)


def _names(known: Given) -> dict[str, str]:
    return {one.key: one.name for one in (*known.live, *known.drafts)}
