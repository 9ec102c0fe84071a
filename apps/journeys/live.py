"""A version's live numbers over a period that is asked for in words: which it is, and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from apps.graph.queries_live import FAR, Entered, NodeNumbers, Span, VersionNumbers

# Calendar days in the workspace's zone, today among them; none: everything.
DAYS = {"today": 1, "7": 7, "30": 30, "90": 90}
LABELS = {
    "today": "Today",
    "7": "Last 7 days",
    "30": "Last 30 days",
    "90": "Last 90 days",
    "all": "All time",
}
FIRST_YEAR, LAST_YEAR = 1970, 2999
DEFAULT, ALL, CUSTOM = "30", "all", "custom"
NO_MOMENT = "Name a day (2026-11-02) or a moment (2026-11-02T09:00:00+01:00)."
NO_PERIOD = f"The period is one of {', '.join(LABELS)}, or given by since and until."
NO_ORDER = "The period ends before it begins."


class BadPeriod(ValueError):
    """What was asked for is no period; `field` is the part that is wrong."""

    def __init__(self, field: str, remedy: str) -> None:
        super().__init__(remedy)
        self.field = field


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, the end outside; None: without a beginning, or up to now."""

    key: str
    since: datetime | None
    until: datetime | None = None

    @property
    def span(self) -> Span:
        return Span(
            self.since.timestamp() if self.since else 0.0,
            self.until.timestamp() if self.until else FAR,
        )

    @property
    def query(self) -> dict[str, str]:
        """What an address needs to mean the same period."""
        if self.key != CUSTOM:
            return {"period": self.key}
        ends = {"since": self.since, "until": self.until}
        return {name: at.isoformat() for name, at in ends.items() if at}


def period(asked: Mapping[str, str], *, now: datetime, zone: tzinfo) -> Period:
    """The period that `period`, or `since` and `until`, ask for; the last 30 days for nothing.

    Ends that are given count before a name. A day without a time means all of it, also as the
    end. Days are those of the zone. Raises BadPeriod.
    """
    since, until = asked.get("since", ""), asked.get("until", "")
    key = asked.get("period", "") or DEFAULT
    if since or until:
        return _custom(since, until, zone)
    if key == ALL:
        return Period(ALL, None)
    if key not in DAYS:
        raise BadPeriod("period", NO_PERIOD)
    first = now.astimezone(zone).date() - timedelta(days=DAYS[key] - 1)
    return Period(key, _midnight(first, zone))


def _custom(since: str, until: str, zone: tzinfo) -> Period:
    begins = _moment("since", since, zone, days=0) if since else None
    ends = _moment("until", until, zone, days=1) if until else None
    if begins and ends and begins >= ends:
        raise BadPeriod("until", NO_ORDER)
    return Period(CUSTOM, begins, ends)


def _moment(field: str, text: str, zone: tzinfo, *, days: int) -> datetime:
    try:
        at = _read(text, zone, days)
    except (ValueError, OverflowError) as error:
        raise BadPeriod(field, NO_MOMENT) from error
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadPeriod(field, NO_MOMENT)
    return at


def _read(text: str, zone: tzinfo, days: int) -> datetime:
    if len(text) == len("2026-11-02"):
        return _midnight(date.fromisoformat(text) + timedelta(days=days), zone)
    # In an address, the "+" of a zone is easily taken for a space.
    at = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone)


def as_json(numbers: VersionNumbers) -> dict[str, Any]:
    """The nodes by key, and the totals: what happened is the sum over the nodes."""
    nodes = {key: _node(node) for key, node in sorted(numbers.nodes.items())}
    return {"nodes": nodes, "totals": _totals(numbers)}


def _node(node: NodeNumbers) -> dict[str, Any]:
    return {
        "now": node.now,
        "passed": node.passed,
        "ports": node.ports,
        "left": node.left,
        "stopped": as_stops(node.stopped),
        "sent": node.sent,
        "held_out": node.held_out,
        "waiting": node.waiting,
        "goals": node.goals,
        "exits": node.exits,
    }


def _totals(numbers: VersionNumbers) -> dict[str, Any]:
    left: dict[str, int] = {}
    stopped: dict[tuple[str, str], int] = {}
    for node in numbers.nodes.values():
        _add(left, node.left)
        _add(stopped, node.stopped)
    nodes = list(numbers.nodes.values())
    return {
        "inside": sum(node.now for node in nodes),
        "left": _by_count(left),
        "goals": sum(node.goals for node in nodes),
        "sent": sum(node.sent for node in nodes),
        "held_out": sum(node.held_out for node in nodes),
        "stopped": as_stops(stopped),
        "moved_in": numbers.moved_in,
        "moved_away": numbers.moved_away,
        "entered": _entered(numbers.entered),
    }


def _entered(entered: Entered) -> dict[str, Any]:
    return {
        "runs": entered.runs,
        "inside": entered.inside,
        "goals": entered.goals,
        "goals_after_leaving": entered.goals_after_leaving,
        "left": _by_count(entered.left),
        "rate": entered.goals / entered.runs if entered.runs else None,
    }


def as_stops(stopped: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """By verdict and reason, the most first."""
    rows = sorted(stopped.items(), key=lambda row: (-row[1], row[0]))
    return [{"verdict": v, "reason": r, "messages": n} for (v, r), n in rows]


def _add(sums: dict[Any, int], more: Mapping[Any, int]) -> None:
    for key, n in more.items():
        sums[key] = sums.get(key, 0) + n


def _by_count(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
