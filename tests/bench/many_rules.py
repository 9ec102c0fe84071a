"""Two hundred journeys of several shapes, and rules of engagement as a large team has them."""

from typing import Any

from tests import scenario

# Journeys hear every other kind of event.
JOURNEYS, EVENTS, KINDS, CAPS, GROUPS = 200, 40, 80, 30, 10
TAGS = ("offer", "news", "care")
TIERS = ("lifecycle", "marketing")


def event(number: int) -> str:
    return f"Step {number % EVENTS}"


def documents(count: int = JOURNEYS) -> dict[str, dict[str, Any]]:
    """The journeys by key: five to an event, of every shape, priority and tier."""
    return {f"many-{n}": _document(n) for n in range(count)}


def _document(n: int) -> dict[str, Any]:
    entry = scenario.node(
        "in", "entry", event=event(n), again="after_leaving", cool_down={"days": 5}
    )
    shape = (_at_once, _later, _reminder, _split, _two)[n // EVENTS % 5]
    return scenario.path(entry, *shape(n), tier=TIERS[n % 2], priority=n * 7 % 101)


def _message(key: str, n: int) -> dict[str, Any]:
    settings = {"tags": [TAGS[n % 3]], "at_most": {"hours": 12}}
    return scenario.node(key, "message", template="hello", **settings)


def _at_once(n: int) -> list[dict[str, Any]]:
    return [_message("first", n)]


def _later(n: int) -> list[dict[str, Any]]:
    return [scenario.node("wait", "delay", duration={"hours": 1 + n % 48}), _message("first", n)]


def _reminder(n: int) -> list[dict[str, Any]]:
    awaited = scenario.node(
        "await", "wait_for_event", event=event(n + 3), at_most={"hours": 12 + n % 60}
    )
    return [awaited, _message("first", n)]


def _split(n: int) -> list[dict[str, Any]]:
    often = {"count": event(n), "days": 10, "op": "gte", "value": 3}
    branches = [{"port": "often", "when": often}]
    return [scenario.node("split", "condition_split", branches=branches), _message("first", n)]


def _two(n: int) -> list[dict[str, Any]]:
    between = scenario.node("wait", "delay", until={"time": "10:00", "weekdays": []})
    return [_message("first", n), between, _message("second", n)]


def sections(*, limit: int) -> dict[str, Any]:
    """Caps of every kind of scope and window, `limit` for those of a day, and exclusion groups."""
    return {
        "caps": [_cap(n, limit) for n in range(CAPS)],
        "exclusion_groups": [
            {
                "id": f"group-{g}",
                "name": f"Group {g}",
                "journeys": [f"many-{n}" for n in range(JOURNEYS) if n % GROUPS == g],
                "displace": g % 2 == 1,
            }
            for g in range(GROUPS)
        ],
    }


def _cap(n: int, limit: int) -> dict[str, Any]:
    windows = ({"hours": 24}, {"hours": 168}, {"calendar": "day"}, {"calendar": "week"})
    scopes: tuple[dict[str, list[str]], ...] = (
        {},
        {"channels": ["email"]},
        {"tiers": [TIERS[n % 2]]},
        {"tags": [TAGS[n % 3]]},
        {"journeys": [f"many-{j}" for j in range(JOURNEYS) if j % 15 == n % 15]},
    )
    times = limit * (4 if n % 2 else 1)
    window = windows[n % 4]
    return {"id": f"cap-{n}", "name": f"Cap {n}", "limit": times, **window, **scopes[n % 5]}
