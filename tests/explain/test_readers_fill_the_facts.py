"""The readers fill the same facts from the stores as the engine says of the same history."""

from datetime import timedelta
from typing import Any

import pytest

from apps.engine.values import Event
from apps.explain.why_not.reasoning.cause import Cause
from apps.explain.why_not.reasoning.reason import why
from apps.explain.why_not.why_not import why_not
from tests.explain.small_world import MESSAGE, RULES, START, TARGET, World, facts, play
from tests.explain.worlds import person
from tests.scenario import (
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
CAP = {"id": "cap", "name": "Cap", "limit": 1, "hours": 100}
PRO = {"trait": "plan", "value": "pro"}


def target(*nodes: dict[str, Any], **entry: Any) -> dict[str, Any]:
    start = node("in", "entry") | {"settings": {"event": "Go", "again": "after_leaving"} | entry}
    end = [node(MESSAGE, "message", template="hello", when_stopped="skip"), node("out", "exit")]
    return path(start, *nodes, *end, tier="plain")


def went(name: str, hours: float) -> Event:
    at = START + timedelta(hours=hours)
    return Event(int(hours * 100) + 1, "track", name, at, at)


def told(plan: str, hours: float = 0) -> Event:
    at = START + timedelta(hours=hours)
    traits = {"email": "ann@example.test", "plan": plan}
    return Event(int(hours * 100) + 1, "identify", "", at, at, traits=traits)


WAIT = node("wait", "delay", duration={"hours": 30})
PING = node("ping", "wait_for_event", event="Ping", at_most={"hours": 10})
SPLIT = node(
    "split", "condition_split", branches=[{"port": "no", "when": {"trait": "plan", "value": "x"}}]
)
RIVAL = message_on("Go", tier="best")
WORLDS = {
    "the event never came": World({TARGET: target()}, events=(told("x"),)),
    "the audience was another then": World(
        {TARGET: target(audience=PRO)}, events=(told("x"), went("Go", 5), told("pro", 9))
    ),
    "too soon again": World(
        {TARGET: target(cool_down={"days": 30})},
        {"consent": {"email": "opt_in"}},
        events=(told("x"), went("Go", 5), went("Go", 50)),
    ),
    "a delay": World({TARGET: target(WAIT)}, events=(told("x"), went("Go", 270))),
    "not in time": World({TARGET: target(PING)}, events=(told("x"), went("Go", 5))),
    "another way": World({TARGET: target(SPLIT)}, events=(told("x"), went("Go", 5))),
    "a cap": World(
        {TARGET: target(), "rival": RIVAL}, {"caps": [CAP]}, events=(told("x"), went("Go", 5))
    ),
    "no consent": World(
        {TARGET: target()}, {"consent": {"email": "opt_in"}}, events=(told("x"), went("Go", 5))
    ),
}


def really(world: World) -> Cause:
    """The same history, played through intake, routing and the flow."""
    rule_set(**{**RULES, **world.rules})
    for key, document in world.journeys.items():
        publish(key, document)
    for event in world.events:
        at = event.received_at
        is_told = event.type == "identify"
        tell(identify("ann", at, **event.traits) if is_told else track("ann", event.name, at))
    run_until(world.end)
    found = why_not(person(), TARGET, node=MESSAGE, now=world.end)
    assert found is not None
    return found.cause


def compared(cause: Cause) -> tuple[object, ...]:
    leaves = [(one.answer, one.wanted) for one in cause.leaves]
    winner = cause.winner.journey if cause.winner else ""
    times = (cause.at, cause.since, cause.until, cause.give_up_at)
    rule = cause.reason.rule if cause.reason else ""
    return (
        cause.kind,
        cause.code,
        cause.node,
        cause.port,
        cause.gate,
        rule,
        winner,
        *times,
        leaves,
    )


@pytest.mark.parametrize("name", WORLDS)
def test_the_stores_say_what_the_engine_says(name: str) -> None:
    world = WORLDS[name]
    assert compared(really(world)) == compared(why(facts(play(world)), MESSAGE).cause)
