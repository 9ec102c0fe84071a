"""A history as JSON and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from apps.simulate.history.numbers import History, MessageNumbers, Pair

# Pairs that are kept, those of most people first: two hundred journeys have twenty thousand.
MOST_PAIRS = 5000


def as_json(history: History, *, most: int = MOST_PAIRS) -> dict[str, Any]:
    """Mappings whose keys are not texts become lists of [key, value]. `pairs_left_off` says how
    many pairs of fewer people were left off."""
    pairs = history.pairs
    if len(pairs) > most:
        pairs = tuple(sorted(pairs, key=lambda pair: (-pair.people, pair.key))[:most])
    return {
        "since": history.since.isoformat(),
        "until": history.until.isoformat(),
        "events": history.events,
        "people": history.people,
        "entered": dict(history.entered),
        "arrived": _items(history.arrived),
        "messages": [
            [place, asdict(numbers) | {"stopped": _items(numbers.stopped)}]
            for place, numbers in history.messages.items()
        ],
        "wanted": _items(history.wanted),
        "pairs": [asdict(pair) | {"by": _items(pair.by)} for pair in pairs],
        "pairs_left_off": len(history.pairs) - len(pairs),
        "ties": _items(history.ties),
        "failed": history.failed,
    }


def history(told: Mapping[str, Any]) -> History:
    """The history of such JSON."""
    return History(
        since=datetime.fromisoformat(told["since"]),
        until=datetime.fromisoformat(told["until"]),
        events=told["events"],
        people=told["people"],
        entered={key: tuple(numbers) for key, numbers in told["entered"].items()},
        arrived={tuple(place): people for place, people in told["arrived"]},
        messages={tuple(place): _message(numbers) for place, numbers in told["messages"]},
        wanted={tuple(group): people for group, people in told.get("wanted", ())},
        pairs=tuple(sorted(map(_pair, told["pairs"]), key=lambda pair: pair.key)),
        ties={tuple(pair): tuple(numbers) for pair, numbers in told["ties"]},
        failed=told["failed"],
    )


def _items(mapping: Mapping[Any, Any]) -> list[list[Any]]:
    return [[list(key), value] for key, value in mapping.items()]


def _message(told: Mapping[str, Any]) -> MessageNumbers:
    stopped = {tuple(stop): tuple(numbers) for stop, numbers in told["stopped"]}
    return MessageNumbers(**{**told, "stopped": stopped, "examples": tuple(told["examples"])})


def _pair(told: Mapping[str, Any]) -> Pair:
    by = {tuple(stop): times for stop, times in told["by"]}
    return Pair(**{**told, "by": by, "examples": tuple(told["examples"])})
