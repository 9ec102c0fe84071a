"""Shares of a random split, and luck that is independent from journey to journey."""

from collections import Counter
from datetime import UTC, datetime

from apps.engine.conditions import Facts
from apps.engine.nodes import random_split
from apps.engine.nodes.base import Go, Here
from apps.engine.problems import Problems

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PEOPLE = 20_000


def port(weights: dict[str, float], person: int, journey: str = "j") -> str:
    variants = [{"port": name, "weight": weight} for name, weight in weights.items()]
    settings = random_split.parse({"variants": variants}, Problems())
    here = Here("split", journey, f"user_id:{person}", NOW, NOW, Facts(NOW))
    action = random_split.arrive(settings, here)
    assert isinstance(action, Go)
    return action.port


def test_shares_are_the_proportions_of_the_weights() -> None:
    counted = Counter(port({"a": 1, "b": 2, "c": 0, "d": 7}, n) for n in range(PEOPLE))
    assert counted["c"] == 0
    for name, share in (("a", 0.1), ("b", 0.2), ("d", 0.7)):
        assert abs(counted[name] / PEOPLE - share) < 0.01


def test_the_draws_of_two_journeys_are_independent() -> None:
    half = {"a": 1.0, "b": 1.0}
    same = sum(port(half, n) == port(half, n, "k") for n in range(PEOPLE))
    assert abs(same / PEOPLE - 0.5) < 0.02


def test_a_larger_share_keeps_who_was_in_it() -> None:
    for n in range(2000):
        if port({"a": 1, "b": 9}, n) == "a":
            assert port({"a": 3, "b": 7}, n) == "a"
