"""All people who did not get a message of a journey, grouped by reason; and the people of a group.

Everybody who came to the journey in the period, and whose event came that lets people in, is in
exactly one group, so the groups add up. Somebody who entered several times counts once for each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from apps.delivery.models import Delivery
from apps.engine.book import Journey as JourneyValue
from apps.engine.nodes import NODE_TYPES
from apps.explain.who_not import who_never, who_not_groups
from apps.explain.who_not.who_never import NeverEntered
from apps.explain.who_not.who_not_groups import GOT_IT, Group
from apps.explain.why.path import as_datetime
from apps.explain.why_not.reasoning.way import leading_to
from apps.graph import queries_who_not
from apps.graph.queries_who_not import Came, Judged
from apps.journeys import queries as journeys
from apps.journeys.models import Journey, JourneyVersion
from apps.people import queries_sets

# Before anything was ever received.
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
NOT_SENT = ("pending", "claimed", "sending", "failed", "stopped", "in_doubt")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a group; `at` is when they entered, or when their event came."""

    profile: str
    at: datetime
    run: str = ""
    decision: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class WhoNot:
    """`came` = `got_it` + all `groups`. `runs_exact`: no run is missing.

    `never` says whether all who never entered are counted.
    """

    groups: Mapping[Group, int]
    got_it: int
    came: int
    runs_exact: bool
    never: NeverEntered
    members: Mapping[Group, tuple[Person, ...]]

    @property
    def did_not(self) -> int:
        return self.came - self.got_it


def who_not(journey: Journey, node: str, since: datetime, until: datetime) -> WhoNot:
    """What became of this message (a node's key) for everybody who came from `since` to `until`."""
    begins = since.timestamp()
    found = queries_who_not.came(journey.key, begins, until.timestamp())
    runs = found[: queries_who_not.MOST]
    rows = list(journey.versions.order_by("-number"))
    of = _groups(runs, rows, journey.key, node, begins)
    never = _never(journey, rows, since, until, runs)
    members = _members(runs, of, never)
    groups = {group: len(people) for group, people in members.items()}
    ranked = dict(sorted(groups.items(), key=lambda pair: (-pair[1], pair[0].key)))
    got_it = ranked.pop(GOT_IT, 0)
    return WhoNot(
        groups=ranked,
        got_it=got_it,
        came=got_it + sum(ranked.values()),
        runs_exact=len(found) == len(runs),
        never=never,
        members={group: tuple(people) for group, people in members.items()},
    )


@dataclass(frozen=True, slots=True)
class _Of:
    """The group of each run, and its latest decision."""

    groups: Mapping[str, Group]
    judged: Mapping[str, Judged]


def _groups(
    runs: Sequence[Came], rows: Sequence[JourneyVersion], key: str, node: str, since: float
) -> _Of:
    compiled = {str(row.id): journeys.compiled_version(row) for row in rows}
    having = {id for id, one in compiled.items() if node in one.nodes}
    judged = queries_who_not.judged(sorted(having), node, since)
    turned = queries_who_not.turned(
        [way for id in having for way in _ways_off(id, compiled[id], node)], since
    )
    deliveries = _deliveries(key, node, as_datetime(since))
    return _Of(
        {
            run.run: who_not_groups.of_run(
                run,
                judged.get(run.run),
                turned.get(run.run),
                deliveries.get(judged[run.run].message) if run.run in judged else None,
                having,
                node,
            )
            for run in runs
        },
        judged,
    )


def _ways_off(version: str, journey: JourneyValue, node: str) -> list[tuple[str, str, str]]:
    """The ways (version, node, port) by which a run leaves those that lead to the message."""
    ways = leading_to(journey, node)
    return [
        (version, one.key, port)
        for one in journey.nodes.values()
        if one.key in ways and one.key != node
        for port in NODE_TYPES[one.type].ports(one.settings)
        if one.next.get(port) not in ways
    ]


def _deliveries(journey: str, node: str, since: datetime) -> dict[str, tuple[str, str]]:
    """What became of the messages that were decided and have not been sent, by their ids."""
    found = Delivery.objects.filter(
        status__in=NOT_SENT, decided_at__gte=since, journey=journey, node=node
    ).values_list("id", "status", "reason")[: queries_who_not.MOST]
    return {str(id): (status, reason) for id, status, reason in found}


def _never(
    journey: Journey,
    rows: Sequence[JourneyVersion],
    since: datetime,
    until: datetime,
    runs: Sequence[Came],
) -> NeverEntered:
    published = [row for row in rows if row.published_at < until]
    if not published:
        return NeverEntered((), 0, True)
    ids = {run.profile for run in runs}
    home = queries_sets.survivors(ids)
    inside = {home.get(id, id) for id in ids}
    value = journeys.compiled_version(published[0])
    return who_never.never_entered(journey, value, since, until, inside)


def _members(runs: Sequence[Came], of: _Of, never: NeverEntered) -> dict[Group, list[Person]]:
    members: dict[Group, list[Person]] = {}
    for run in runs:
        judged = of.judged.get(run.run)
        members.setdefault(of.groups[run.run], []).append(
            Person(
                run.profile,
                as_datetime(run.entered_at),
                run.run,
                judged.decision if judged else "",
                judged.message if judged else "",
            )
        )
    for one in never.people:
        members.setdefault(one.group, []).append(Person(one.profile, one.at))
    return members
