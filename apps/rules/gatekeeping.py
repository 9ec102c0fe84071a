"""What is looked at before rules or a journey may be published, beyond what makes them valid.

Other rooms bring their checks in their AppConfig.ready(): the analysis of conflicts is one.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger(__name__)

ERROR, WARNING = "error", "warning"

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """An "error" blocks publishing, a "warning" asks. `url` leads to where it can be mended."""

    severity: str
    title: str
    url: str = ""
    detail: str = ""


RulesCheck = Callable[[Document], Iterable[Finding]]
JourneyCheck = Callable[[str, Document], Iterable[Finding]]

Conflicts = Callable[[], Mapping[str, int]]

_of_rules: list[RulesCheck] = []
_of_journeys: list[JourneyCheck] = []
_conflicts: list[Conflicts] = []


class Refused(ValueError):
    """Publishing was stopped by findings: errors, or warnings that nobody accepted."""

    def __init__(self, found: Sequence[Finding]) -> None:
        self.findings = tuple(found)
        super().__init__("; ".join(finding.title for finding in found))


def register(check: RulesCheck) -> None:
    """Ask this of every rule set that is to be published."""
    if check not in _of_rules:
        _of_rules.append(check)


def register_journey(check: JourneyCheck) -> None:
    """Ask this of every journey that is to be published, with its key."""
    if check not in _of_journeys:
        _of_journeys.append(check)


def register_conflicts(count: Conflicts) -> None:
    """Ask this how many conflicts each journey is known to have, without looking anew."""
    if count not in _conflicts:
        _conflicts.append(count)


def known_conflicts() -> dict[str, int]:
    """How many conflicts are known of journeys, by key; those without any are left out."""
    total: dict[str, int] = {}
    for count in _conflicts:
        for key, times in count().items():
            total[key] = total.get(key, 0) + times
    return total


def findings(document: Document) -> list[Finding]:
    """What speaks against publishing these rules, the errors first."""
    return _sorted([_asked(check, document) for check in _of_rules])


def journey_findings(key: str, document: Document) -> list[Finding]:
    """What speaks against publishing this as the journey's next version, the errors first."""
    return _sorted([_asked(check, key, document) for check in _of_journeys])


def must_pass(found: Sequence[Finding], *, anyway: bool) -> None:
    """Raises Refused for errors, and for warnings unless somebody publishes `anyway`."""
    errors = [finding for finding in found if finding.severity == ERROR]
    if errors or (found and not anyway):
        raise Refused(errors or found)


def _asked(check: Callable[..., Iterable[Finding]], *arguments: Any) -> list[Finding]:
    try:
        return list(check(*arguments))
    except Exception:
        # An analysis that fails must not stop a rule that somebody needs now; it is told.
        logger.exception("a check before publishing failed")
        return [Finding(WARNING, f"A check could not be made: {getattr(check, '__module__', '')}")]


def _sorted(lists: Iterable[list[Finding]]) -> list[Finding]:
    found = [finding for several in lists for finding in several]
    return sorted(found, key=lambda finding: finding.severity != ERROR)
