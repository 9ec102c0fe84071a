"""A journey with a wait, a message that the rules hold back, and people who stand at both."""

from datetime import datetime
from typing import Any

from apps.graph import store
from apps.journeys import telling
from tests.scenario import at, identify, node, path, publish, rule_set, run_until, tell, track

CAP = {"id": "one", "name": "One a week", "limit": 1, "hours": 168}


def first() -> dict[str, Any]:
    """A hello, two days of waiting, a second message that the cap holds back for five more."""
    return path(
        node("in", "entry", event="Go"),
        node("hello", "message", template="hello"),
        node("wait", "delay", duration={"days": 2}),
        node("more", "message", template="more", at_most={"days": 9}),
        node("out", "exit"),
    )


def second() -> dict[str, Any]:
    """As the first, with another end."""
    document = first()
    document["nodes"][-1:] = [
        node("last", "message", template="last", at_most={"days": 20}),
        node("late", "delay", duration={"days": 1}),
        node("out", "exit"),
    ]
    document["edges"] = [
        {"from": a, "to": b}
        for a, b in (
            ("in", "hello"),
            ("hello", "wait"),
            ("wait", "more"),
            ("more", "last"),
            ("last", "late"),
            ("late", "out"),
        )
    ]
    return document


def people_on_the_first() -> None:
    """ann and ben wait for their second message, cid and dan are in the delay; it is day 3."""
    rule_set(caps=[CAP])
    publish("way", first())
    tell(*[one for user in ("ann", "ben") for one in begun(user, 0)])
    tell(*[one for user in ("cid", "dan") for one in begun(user, 2)])
    run_until(at(days=3))


def carry_out(now: datetime) -> None:
    """As the worker does: tell the people of the moves that wait, until all are told."""
    while (row := telling.claim(now=now)) is not None:
        while telling.tell_some(move=row, now=now):
            pass


def begun(user: str, day: float) -> list[dict[str, Any]]:
    return [identify(user, at(days=day)), track(user, "Go", at(days=day, minutes=1))]


def stands() -> dict[str, tuple[int, str]]:
    """Version and node of every run that is under way, by user, as the graph has it."""
    rows = store.read(
        """
        MATCH (i:Identifier {type: 'user_id'})<-[:HAS_IDENTIFIER]-(:Profile)-[:ENROLLED]->(e)
        MATCH (e)-[:AT]->(n:Node), (e)-[:OF]->(v:JourneyVersion)
        RETURN i.value AS user, v.number AS version, n.key AS node
        """
    )
    return {row["user"]: (row["version"], row["node"]) for row in rows}
