"""Findings as JSON and back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from apps.simulate.conflicts.finding import Finding, Place, Remedy


def as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Each with its key, so that pages and programs can name it."""
    return [asdict(finding) | {"key": finding.key} for finding in findings]


def findings(told: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """The findings of such JSON."""
    return [_finding(one) for one in told]


def _finding(told: Mapping[str, Any]) -> Finding:
    known = {name: value for name, value in told.items() if name != "key"}
    return Finding(
        **{
            **known,
            "where": Place(**told["where"]),
            "why": tuple(told["why"]),
            "journeys": tuple(told["journeys"]),
            "examples": tuple(told["examples"]),
            "remedies": tuple(
                Remedy(one["label"], Place(**one["place"])) for one in told["remedies"]
            ),
        }
    )
