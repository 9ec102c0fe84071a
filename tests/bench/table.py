"""The table for people."""

from collections.abc import Iterator, Mapping
from typing import Any

MARKS = {True: "reached", False: "short", None: ""}


def lines(by_graph: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A heading per graph, then its figures with their targets."""
    for graph, measures in by_graph.items():
        yield f"\n{graph}"
        for name, found in measures.items():
            if "error" in found:
                yield f"  {name:<18} {'failed: ' + found['error']}"
            for figure in found["figures"]:
                yield _line(name, figure)
                name = ""


def _line(name: str, figure: Mapping[str, Any]) -> str:
    value = f"{figure['value']:,g}" if abs(figure["value"]) < 1e6 else f"{figure['value']:,.0f}"
    target = f"{figure['target']} {figure['unit']}".strip() if figure["target"] else ""
    text = f"  {name:<18} {figure['name']:<58} {value:>9} {figure['unit']:<3}"
    return f"{text} {target:<10} {MARKS[figure['reached']]}".rstrip()
