"""What stands next to a journey: whom it wins against and loses to, its versions, who is in it."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from apps.explain.around.neighbours import nodes
from apps.explain.around.neighbours.groups import uuid
from apps.explain.around.neighbours.parts import Ask, Focus, Ground, Group, Near, listed
from apps.explain.why.path import as_datetime
from apps.graph import queries_around, queries_people
from apps.graph.queries_competition import Loss
from apps.journeys.models import Journey, JourneyVersion
from apps.journeys.remembered import remembered
from apps.people.labels import labels
from apps.rules.told import words

MONTH, WEEK = timedelta(days=30), timedelta(days=7)
# How old the numbers of a journey’s rivals may be.
SECONDS = 300
MOST = 100
# Of this person's runs through one journey, the latest.
MOST_RUNS = 20
# Others who entered last: only a glimpse, the journey's page has them all.
LATEST = 3


def journey(ground: Ground, key: str, ask: Ask) -> Focus | None:
    """A journey: this person's runs through it, and how it fares against the others."""
    row = Journey.objects.filter(key=key).first()
    if row is None:
        return None
    return Focus(
        nodes.journey(ground, key, row),
        [
            listed("journey", ask, _rivals(ground, ask, key)),
            listed("enrollment", ask, _runs(ground, ask, key)),
            listed("version", ask, _versions(ground, ask, row)),
            _others(ground, ask, key),
        ],
    )


def _rivals(ground: Ground, ask: Ask, key: str) -> list[Near]:
    """The journeys that it lost to and won against in the last 30 days, the most frequent first."""
    if not ask.wants("journey"):
        return []
    since, until = (ground.now - MONTH).timestamp(), ground.now.timestamp()
    # Of everybody's decisions: a step of somebody's walk doesn't wait for it each time.
    found = remembered(
        f"around:rivals:{key}", SECONDS, lambda: queries_around.rivals(key, since, until)
    )
    return [
        _lost_to(ground, one) if one.loser == key else _won_against(ground, one) for one in found
    ]


def _lost_to(ground: Ground, one: Loss) -> Near:
    times = words.count_of(one.candidates, "time")
    node = nodes.journey(ground, one.winner)
    return Near(node, f"beat it {times} in 30 days", "waits", _cell(one))


def _won_against(ground: Ground, one: Loss) -> Near:
    times = words.count_of(one.candidates, "time")
    return Near(
        nodes.journey(ground, one.loser), f"lost to it {times} in 30 days", "sent", _cell(one)
    )


def _cell(one: Loss) -> str:
    asked = {"loser": one.loser, "winner": one.winner, "period": "month"}
    return f"{reverse('conflicts_cell')}?{urlencode(asked)}"


def _runs(ground: Ground, ask: Ask, key: str) -> list[Near]:
    if not ask.wants("enrollment"):
        return []
    found = queries_people.runs(ground.ids, journey=key, limit=MOST_RUNS)
    ground.know(run.version for run in found)
    return [Near(nodes.run(ground, run), nodes.run_says(ground, run)) for run in found]


def _versions(ground: Ground, ask: Ask, row: Journey) -> list[Near]:
    if not ask.wants("version"):
        return []
    found = row.versions.select_related("journey", "published_by").order_by("-number")[:MOST]
    telling = ground.telling
    return [
        Near(nodes.version(ground, one), f"published {telling.short(one.published_at)}")
        for one in found
    ]


def _others(ground: Ground, ask: Ask, key: str) -> Group | None:
    """Who entered it last: this person, and others, each with a picture of their own."""
    if not ask.wants("person"):
        return None
    since = (ground.now - WEEK).timestamp()
    rows = queries_around.latest_in(key, since, LATEST + len(ground.ids))
    rows = [row for row in rows if not ground.owns(row["profile"])][:LATEST]
    called = labels(row["profile"] for row in rows)
    others = [
        Near(
            nodes.somebody(row["profile"], called.get(row["profile"], "")),
            f"entered {ground.telling.short(as_datetime(row['at']))}",
        )
        for row in rows
    ]
    return listed("person", ask, [*others, Near(nodes.person(ground), "seen from")])


def version(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A journey's version, and this person's runs on it."""
    row = _version(uid)
    if row is None:
        return None
    runs = queries_people.runs(ground.ids, journey=row.journey.key, limit=MOST_RUNS)
    ground.know([uid])
    on_it = [Near(nodes.run(ground, run), "runs on it") for run in runs if run.version == uid]
    return Focus(
        nodes.version(ground, row),
        [
            listed("journey", ask, [Near(nodes.journey(ground, row.journey.key), "version of")]),
            listed("enrollment", ask, on_it),
        ],
    )


def step(ground: Ground, uid: str, ask: Ask) -> Focus | None:
    """A node of a journey's version, and this person's runs that stand there."""
    of, _, key = uid.partition("/")
    row = _version(of)
    if row is None:
        return None
    ground.know([of])
    known = ground.telling.versions[of]
    if key not in known.nodes:
        return None
    runs = queries_people.runs(ground.ids, journey=known.journey, limit=MOST_RUNS)
    here = [run for run in runs if run.version == of and run.node == key]
    return Focus(
        nodes.step(ground, of, key),
        [
            listed("version", ask, [Near(nodes.version(ground, row), "in")]),
            listed("journey", ask, [Near(nodes.journey(ground, known.journey), "of")]),
            listed(
                "enrollment", ask, [Near(nodes.run(ground, run), "stands here") for run in here]
            ),
        ],
    )


def _version(uid: str) -> JourneyVersion | None:
    id = uuid(uid)
    rows = JourneyVersion.objects.select_related("journey", "published_by")
    return rows.filter(id=id).first() if id else None
