"""What is looked at before rules or a journey are published."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from apps.rules import gatekeeping
from apps.rules.gatekeeping import ERROR, WARNING, Finding, Refused


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatekeeping, "_of_rules", [])
    monkeypatch.setattr(gatekeeping, "_of_journeys", [])


def two(document: Mapping[str, Any]) -> Iterator[Finding]:
    yield Finding(WARNING, "careful")
    yield Finding(ERROR, "never", url="/rules/")


def broken(document: Mapping[str, Any]) -> list[Finding]:
    raise RuntimeError("lost")


def test_every_check_is_asked_once_and_errors_come_first() -> None:
    for check in (two, two):
        gatekeeping.register(check)
    assert [one.title for one in gatekeeping.findings({})] == ["never", "careful"]
    assert gatekeeping.journey_findings("x", {}) == []
    gatekeeping.register_journey(lambda key, document: [Finding(WARNING, key)])
    assert [one.title for one in gatekeeping.journey_findings("x", {})] == ["x"]


def test_a_check_that_fails_is_told_and_does_not_block() -> None:
    gatekeeping.register(broken)
    [found] = gatekeeping.findings({})
    assert found.severity == WARNING and "could not be made" in found.title


def test_errors_block_and_warnings_ask() -> None:
    warning, error = Finding(WARNING, "careful"), Finding(ERROR, "never")
    gatekeeping.must_pass([], anyway=False)
    gatekeeping.must_pass([warning], anyway=True)
    with pytest.raises(Refused, match="careful"):
        gatekeeping.must_pass([warning], anyway=False)
    with pytest.raises(Refused, match="never") as refused:
        gatekeeping.must_pass([error, warning], anyway=True)
    assert refused.value.findings == (error,)
