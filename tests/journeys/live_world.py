"""A journey with every kind of number, people all over it, and its numbers counted one by one.

The count walks over everything that is stored of the version, run by run and decision by decision;
nothing of it is summed up by the graph.
"""

from datetime import datetime
from typing import Any

from apps.engine.reasons import Verdict
from apps.experiments import operations as experiments
from apps.graph import codec, store
from apps.graph.queries_live import Entered, NodeNumbers, Span
from apps.journeys import operations
from apps.journeys.models import JourneyVersion
from tests.journeys.worlds import CAP, carry_out
from tests.scenario import at, identify, node, publish, rule_set, run_until, tell, track

DAYS = 20


def document() -> dict[str, Any]:
    """A message, a split; one side waits for an event, the other for a message that may leave."""
    nodes = [
        node("in", "entry", event="Go", again="after_leaving"),
        node("hello", "message", template="hello", when_stopped="skip"),
        node("split", "condition_split", branches=[{"port": "pro", "when": PRO}]),
        node("wait", "wait_for_event", event="Opened", at_most={"days": 2}),
        node("more", "message", template="more", at_most={"days": 9}),
        node("pause", "delay", duration={"days": 1}),
        node("last", "message", template="last", when_stopped="leave"),
        node("paid", "goal", event="Paid", window={"days": 14}),
        node("quit", "exit", event="Quit"),
        node("out", "exit"),
    ]
    ways = [
        ("in", "next", "hello"),
        ("hello", "next", "split"),
        ("split", "pro", "wait"),
        ("split", "else", "pause"),
        ("wait", "event", "more"),
        ("wait", "timeout", "out"),
        ("more", "next", "paid"),
        ("pause", "next", "last"),
    ]
    edges = [{"from": a, "port": port, "to": b} for a, port, b in ways]
    return {"tier": "marketing", "priority": 50, "nodes": nodes, "edges": edges}


PRO = {"trait": "plan", "op": "eq", "value": "pro"}


def build() -> None:
    """Forty people over ten days, a cap, a holdout, goals and exits; some moved to version 2."""
    rule_set(caps=[CAP | {"hours": 30}])
    publish("way", document())
    hold = experiments.create(
        name="Some", share=0.3, scope="journeys", values=["way"], by=None, now=at()
    )
    experiments.start(key=hold.key, now=at())
    tell(*[one for number in range(40) for one in _story(number)])
    run_until(at(days=6))
    publish("way", document() | {"priority": 60})
    to = {"pause": "pause", "wait": "wait", "more": ""}
    operations.move(
        key="way", from_version=1, to_version=2, nodes=to, by=None, now=at(days=6, minutes=1)
    )
    carry_out(at(days=6, minutes=1))
    run_until(at(days=DAYS))


def _story(number: int) -> list[dict[str, Any]]:
    """What one person does, every one something else."""
    user, day = f"u{number}", number % 10
    told = [
        identify(user, at(days=day), **({"plan": "pro"} if number % 2 else {})),
        track(user, "Go", at(days=day, minutes=1)),
    ]
    if number % 3 == 0:
        told.append(track(user, "Opened", at(days=day, hours=20)))
    if number % 5 == 0:
        told.append(track(user, "Paid", at(days=day + 0.5)))
    if number % 7 == 0:
        told.append(track(user, "Quit", at(days=day + 0.7)))
        told.append(track(user, "Go", at(days=day + 0.9)))
        told.append(track(user, "Paid", at(days=day + 4)))
    if number % 4 == 0:
        told.append(track(user, "Go", at(days=day + 8)))
    return told


def version(number: int) -> JourneyVersion:
    return JourneyVersion.objects.get(journey__key="way", number=number)


def span(first: datetime, last: datetime) -> Span:
    return Span(first.timestamp(), last.timestamp())


def counted(uid: str, over: Span) -> tuple[dict[str, NodeNumbers], Entered]:
    """The numbers of a version, one by one."""
    nodes: dict[str, NodeNumbers] = {}
    entered = Entered()

    def of(key: str) -> NodeNumbers:
        return nodes.setdefault(key, NodeNumbers())

    def inside(moment: float | None) -> bool:
        return moment is not None and over.since <= moment < over.until

    for run in store.read(_RUNS):
        mine = run["version"] == uid
        if run["at"] and run["at"].startswith(f"{uid}/"):
            _add_standing(of(run["at"].removeprefix(f"{uid}/")), run)
        for way in run["ways"]:
            if way["node"] and way["node"].startswith(f"{uid}/") and inside(way["left_at"]):
                _up(of(way["node"].removeprefix(f"{uid}/")).ports, way["port"])
        if mine and inside(run["left_at"]):
            _up(of(run["left_node"].removeprefix(f"{uid}/")).left, run["left_because"])
            why = codec.reason(run["left_reason"])
            if why.code == "exit":
                of(why.rule).exits += 1
        if mine and inside(run["converted_at"]):
            of(run["converted_node"]).goals += 1
        if mine and inside(run["entered_at"]):
            _add_entered(entered, run)
    for key, verdict, reason in _judged(uid, inside):
        if verdict == Verdict.SENT:
            of(key).sent += 1
        elif verdict == Verdict.HELD_OUT:
            of(key).held_out += 1
        else:
            stopped = of(key).stopped
            stopped[verdict, reason] = stopped.get((verdict, reason), 0) + 1
    return nodes, entered


def _add_standing(at: NodeNumbers, run: dict[str, Any]) -> None:
    at.now += 1
    if run["type"] == "message":
        said = [one for one in _all_judged() if one[3] == run["uid"] and one[5] >= run["since"]]
        waits = sorted((one[5], one[2]) for one in said if one[1] == Verdict.WAITS)
        _up(at.waiting, waits[-1][1] if waits else "")


def _add_entered(entered: Entered, run: dict[str, Any]) -> None:
    entered.runs += 1
    if run["converted_at"] is not None:
        entered.goals += 1
        entered.goals_after_leaving += run["left_because"] != "goal"
    elif run["left_at"] is None:
        entered.inside += 1
    else:
        _up(entered.left, run["left_because"])


def _judged(uid: str, inside: Any) -> list[tuple[str, str, str]]:
    """Node, verdict and reason: each message once for each of its verdicts and reasons."""
    seen = {
        (message, verdict, reason): key
        for key, verdict, reason, _, (message, of), moment in _all_judged()
        if of == uid and inside(moment)
    }
    return [(key, verdict, reason) for (_, verdict, reason), key in seen.items()]


def _all_judged() -> list[tuple[str, str, str, str, tuple[str, str], float]]:
    """Node, verdict, reason, run, (message, version), moment: of every candidate there ever was."""
    rows = store.read("MATCH (d:Decision) RETURN d.content AS content")
    return [
        (
            one.node,
            one.verdict.value,
            one.reason.code.value,
            one.enrollment,
            (one.message_id, one.version),
            decision.at.timestamp(),
        )
        for decision in (codec.decision(row["content"]) for row in rows)
        for one in decision.considered
    ]


def _up(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1


_RUNS = """
MATCH (e:Enrollment)-[:OF]->(v:JourneyVersion)
OPTIONAL MATCH (e)-[a:AT]->(n:Node)
OPTIONAL MATCH (e)-[w:VISITED]->(p:Node)
RETURN e.uid AS uid, v.uid AS version, n.uid AS at, n.type AS type, a.since AS since,
       e.entered_at AS entered_at, e.left_at AS left_at, e.left_because AS left_because,
       e.left_reason AS left_reason, e.left_node AS left_node, e.converted_at AS converted_at,
       e.converted_node AS converted_node,
       collect({node: p.uid, port: w.port, left_at: w.left_at}) AS ways
"""
