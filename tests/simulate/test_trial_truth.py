"""A trial of what really happens is what really happens: path, verdicts, reasons, numbers."""

from datetime import datetime
from typing import Any

import pytest

from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
)
from tests.simulate.trials import (
    Happening,
    comparable,
    decided,
    decided_really,
    happen,
    left,
    left_really,
    path_really,
    tried,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

ONE_A_DAY = {"id": "day", "name": "One a day", "limit": 1, "hours": 24}
NIGHT = {"id": "night", "name": "Night", "channel": "email", "start": "21:00", "end": "08:00"}
ENTRY = node("in", "entry", event="Go", again="after_leaving")


def mail(key: str, **settings: Any) -> dict[str, Any]:
    return node(key, "message", **{"template": "hello"} | settings)


def to(*ways: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"from": start, "port": port, "to": end} for start, port, end in ways]


WAITS = path(
    ENTRY,
    mail("first"),
    node("days", "delay", duration={"days": 3}),
    node("clock", "delay", until={"time": "09:30", "weekdays": ["mon"]}),
    mail("second"),
)
EVENT = path(
    ENTRY,
    node("order", "wait_for_event", event="Order", at_most={"days": 2}),
    mail("thanks"),
    node("again", "wait_for_event", event="Order", at_most={"days": 2}),
    mail("never"),
)
SPLITS: dict[str, Any] = {
    "tier": "marketing",
    "nodes": [
        ENTRY,
        node("luck", "random_split", variants=[{"port": p, "weight": 1} for p in "abc"]),
        node(
            "plan",
            "condition_split",
            branches=[{"port": "pro", "when": {"trait": "plan", "value": "pro"}}],
        ),
        node("vip", "update_trait", trait="vip", value=True),
        mail("hello"),
        node("day", "delay", duration={"days": 1}),
        node("back", "jump", limit=2),
        node("out", "exit"),
    ],
    "edges": to(
        *(("in", "next", "luck"), ("luck", "a", "plan"), ("luck", "b", "plan")),
        *(("luck", "c", "plan"), ("plan", "pro", "vip"), ("plan", "else", "hello")),
        *(("vip", "next", "hello"), ("hello", "next", "day"), ("day", "next", "back")),
        *(("back", "again", "hello"), ("back", "limit", "out")),
    ),
}
GOAL = path(
    ENTRY,
    mail("first"),
    node("week", "delay", duration={"days": 7}),
    mail("second"),
    node("out", "exit"),
)
GOAL = GOAL | {"nodes": [*GOAL["nodes"], node("bought", "goal", event="Order")]}
EXIT = GOAL | {"nodes": [*GOAL["nodes"], node("gone", "exit", event="Cancelled")]}
KEYS = path(
    {
        **ENTRY,
        "settings": {"event": "Go", "again": "once_per_key", "key": "order"},
    },
    mail("thanks"),
    node("day", "delay", duration={"days": 1}),
    node("out", "exit"),
)
GO: Happening = ("Go", at(1), {})
CASES: dict[str, tuple[dict[str, Any], list[Happening], dict[str, Any]]] = {
    "waits": (WAITS, [GO], {}),
    "an event in time, and one in vain": (EVENT, [GO, ("Order", at(5), {})], {}),
    "a cap that is full, and free again": (
        WAITS
        | {
            "nodes": [
                n if n["key"] != "days" else node("days", "delay", duration={"hours": 20})
                for n in WAITS["nodes"]
            ]
        },
        [GO],
        {"caps": [ONE_A_DAY | {"hours": 240}]},
    ),
    "a cap that another message uses up": (
        GOAL,
        [("Win", at(1), {}), ("Go", at(2), {})],
        {"caps": [ONE_A_DAY]},
    ),
    "quiet hours": (GOAL, [("Go", at(13), {})], {"quiet_hours": [NIGHT]}),
    "arbitration lost": (
        GOAL,
        [("Win", at(1), {}), ("Go", at(1, minutes=2), {})],
        {"caps": [ONE_A_DAY], "arbitration_window_minutes": 5},
    ),
    "splits, luck and going back": (SPLITS, [GO], {}),
    "a goal in the middle of a wait": (GOAL, [GO, ("Order", at(days=2), {})], {}),
    "an exit": (EXIT, [GO, ("Cancelled", at(days=3), {})], {}),
    "once per key": (
        KEYS,
        [
            ("Go", at(1), {"order": "a"}),
            ("Go", at(2), {"order": "b"}),
            ("Go", at(3), {"order": "a"}),
        ],
        {},
    ),
    "an unsubscription": (
        WAITS,
        [GO, ("Subscription Changed", at(9), {"channel": "email", "status": "unsubscribed"})],
        {},
    ),
}


@pytest.mark.parametrize("case", list(CASES))
def test_a_trial_of_what_happens_is_what_happens(case: str) -> None:
    document, events, rules = CASES[case]
    rule_set(**rules)
    rival = message_on("Win", tier="lifecycle")
    publish("rival", rival)
    tell(identify("ann", at(0), plan="pro", timezone="Europe/Berlin"))
    run_until(at(0, minutes=30))
    end: datetime = at(days=25)
    told = tried(document, events, until=end)
    publish("trial", document)
    happen(events, end)
    assert list(told.path) == path_really()
    assert comparable(decided(told)) == comparable(decided_really())
    assert left(told) == left_really()


@pytest.mark.parametrize("key", ["rival", "trial"])
def test_the_draft_stands_in_the_place_of_its_live_version(key: str) -> None:
    rule_set(caps=[ONE_A_DAY])
    publish("rival", message_on("Go", tier="lifecycle"))
    tell(identify("ann", at(0)))
    run_until(at(0, minutes=30))
    told = tried(GOAL, [GO], key=key)
    won = [step.kind for step in told.steps if step.gates][:1]
    assert won == (["sent"] if key == "rival" else ["waits"])
