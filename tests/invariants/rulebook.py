"""Journeys and rules to draw from: every node type, entry, gate and window is in one of them."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.engine.golden import document

Document = dict[str, Any]
TIERS = [
    {"key": "transactional", "name": "Transactional", "transactional": True},
    {"key": "lifecycle", "name": "Lifecycle"},
    {"key": "marketing", "name": "Marketing"},
]


def node(key: str, type: str, /, **settings: Any) -> Document:
    return {"key": key, "type": type, "settings": settings}


def journey(*nodes: Document, **more: Any) -> Document:
    return document({"tier": "marketing", "path": nodes} | more)


def entry(event: str, again: str = "after_leaving", /, **more: Any) -> Document:
    return node("in", "entry", event=event, again=again, **more)


def mail(key: str = "mail", **more: Any) -> Document:
    return node(key, "message", **({"template": "t"} | more))


def edge(start: str, port: str, end: str) -> Document:
    return {"from": start, "port": port, "to": end}


PAID = {"trait": "plan", "op": "eq", "value": "paid"}
ORDER = [{"property": "order", "entry": "order"}]
JOURNEYS: Mapping[str, Document] = {
    "welcome": journey(
        entry("Signed Up", "once"),
        mail(),
        node("wait", "wait_for_event", event="Bought", at_most={"days": 2}),
        mail("thanks"),
        node("mark", "update_trait", trait="plan", value="paid"),
        node("out", "goal"),
        tier="lifecycle",
        priority=60,
    ),
    "orders": journey(
        entry("Bought", "once_per_key", key="order"),
        node("wait", "wait_for_event", event="Paid", at_most={"days": 1}, match=ORDER),
        mail(when_stopped="skip"),
        node("gone", "exit", event="Cancelled", match=ORDER),
        edges=[edge("wait", "timeout", "mail")],
        priority=70,
    ),
    "news": journey(
        entry("Viewed", cool_down={"hours": 2}),
        mail(topic="news", tags=["promo"], at_most={"days": 3}),
        priority=10,
    ),
    "text": journey(entry("Viewed"), mail(channel="sms", tags=["promo"]), priority=20),
    "hook": journey(entry("Bought"), mail(channel="webhook", when_stopped="leave")),
    "receipt": journey(entry("Bought"), mail(), tier="transactional"),
    "renew": journey(
        entry("Signed Up"),
        node("wait", "delay", trait="renews", offset={"days": -1}, time="09:00"),
        mail(),
        node("missed", "exit"),
        edges=[edge("wait", "missed", "missed")],
        tier="lifecycle",
    ),
    "morning": journey(
        entry("Viewed"),
        node("wait", "delay", until={"time": "09:00", "weekdays": ["mon", "wed", "sat", "sun"]}),
        mail(tier="lifecycle"),
        priority=90,
    ),
    "loop": journey(
        entry("Bought"),
        mail(at_most={"hours": 2}),
        node("wait", "delay", duration={"hours": 5}),
        node("back", "jump", limit=3),
        node("out", "exit"),
        edges=[edge("back", "again", "mail")],
        longest_stay={"days": 1},
    ),
    "staged": journey(
        entry("Stage Entered", where={"event": "stage", "op": "eq", "value": "active"}),
        mail(),
        node("wait", "delay", duration={"days": 1}),
        node("move", "move_stage", lifecycle="customer", stage="won"),
        node("gone", "exit", event="Stage Entered"),
    ),
    "mover": journey(
        entry("Cancelled"),
        node("move", "move_stage", lifecycle="customer", stage="trial"),
        node("wait", "delay", duration={"hours": 3}),
        mail(channel="webhook"),
    ),
    "split": journey(
        entry("Viewed", audience={"count": "Viewed", "days": 3, "op": "gte", "value": 2}),
        node(
            "split",
            "random_split",
            variants=[{"port": "a", "weight": 1}, {"port": "b", "weight": 1}],
        ),
        mail(),
        mail("sms", channel="sms"),
        node("gone", "exit", where=PAID),
        edges=[edge("split", "a", "mail"), edge("split", "b", "sms")],
        priority=30,
    ),
}


def variant(key: str, number: int) -> Document:
    """The journey as it is, or with another priority, or with other words on a stop."""
    known = JOURNEYS[key]
    if number == 0:
        return known
    nodes = [
        {**n, "settings": {**n["settings"], "when_stopped": "wait", "at_most": {"days": 2}}}
        if n["type"] == "message" and number == 2
        else n
        for n in known["nodes"]
    ]
    return {**known, "nodes": nodes, "priority": 100 - known.get("priority", 50)}


def cap(id: str, limit: int, /, **more: Any) -> Document:
    return {"id": id, "name": id, "limit": limit} | more


CAPS = [
    cap("day", 1, hours=24),
    cap("three", 3, hours=72),
    cap("calendar day", 1, calendar="day"),
    cap("week", 3, calendar="week"),
    cap("mail and sms", 2, hours=30, channels=["email", "sms"]),
    cap("promo", 1, hours=48, tags=["promo"]),
    cap("marketing", 1, calendar="day", tiers=["marketing"]),
    cap("with receipts", 2, hours=12, transactional=True),
    cap("loop and news", 1, hours=20, journeys=["loop", "news"]),
    cap("nothing by sms", 0, hours=5, channels=["sms"]),
    cap("month", 6, hours=24 * 31),
]
GROUP = {"id": "g", "name": "G", "journeys": ["welcome", "news", "morning", "loop"]}
OTHER = {"id": "h", "name": "H", "journeys": ["news", "text", "renew", "split"]}
DISPLACING = GROUP | {"displace": True}
GROUPS: list[list[Document]] = [[], [GROUP], [DISPLACING], [DISPLACING], [GROUP, OTHER]]
NIGHT = {"id": "night", "name": "Night", "channel": "email", "start": "21:00", "end": "08:00"}
QUIET: list[list[Document]] = [
    [],
    [NIGHT],
    [NIGHT, {"id": "noon", "name": "Noon", "channel": "email", "start": "12:00", "end": "14:00"}],
    [
        {"id": "weekend", "channel": "sms", "start": "00:00", "end": "00:00", "weekdays": ["sun"]},
        {"id": "small", "channel": "email", "start": "01:30", "end": "02:30"},
    ],
]
TRIAL = {"key": "trial", "when": {"trait": "plan", "op": "eq", "value": "free"}}
ACTIVE = {"key": "active", "when": {"count": "Viewed", "days": 4, "op": "gte", "value": 2}}
WON = {"key": "won", "when": PAID, "done": {"count": "Bought", "op": "gte", "value": 1}}
LAPSED = {
    "key": "lapsed",
    "when": {"count": "Viewed", "days": 4, "op": "lt", "value": 1},
    "from": ["active", "won"],
}
LIFECYCLES: list[list[Document]] = [
    [],
    [{"key": "customer", "stages": [TRIAL, ACTIVE, WON]}],
    [
        {
            "key": "customer",
            "stages": [TRIAL, ACTIVE | {"from": ["", "trial", "lapsed"]}, WON, LAPSED],
        },
        {
            "key": "value",
            "stages": [{"key": "high", "when": {"stage": "customer", "op": "eq", "value": "won"}}],
        },
    ],
]
PARTS = (
    "caps",
    "exclusion_groups",
    "exclusion_groups",
    "quiet_hours",
    "arbitration_window_minutes",
    "look_ahead_hours",
    "consent",
    "lifecycles",
)
rules = st.fixed_dictionaries(
    {
        "tiers": st.just(TIERS),
        "caps": st.lists(st.sampled_from(CAPS), max_size=3, unique_by=lambda c: str(c["id"])),
        "exclusion_groups": st.sampled_from(GROUPS),
        "quiet_hours": st.sampled_from(QUIET),
        "timezone": st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe"]),
        "arbitration_window_minutes": st.sampled_from([0, 5, 60]),
        "look_ahead_hours": st.sampled_from([0, 24]),
        "consent": st.sampled_from(
            [
                {"email": "opt_out", "sms": "opt_out", "webhook": "none"},
                {"email": "opt_in", "sms": "opt_out", "webhook": "opt_out"},
            ]
        ),
        "lifecycles": st.sampled_from(LIFECYCLES),
    }
)
