"""What a search among a person's decisions looks in: journeys, nodes, reasons and rules. Pure."""

from collections.abc import Iterable


def about(candidates: Iterable[tuple[str, str, str, str]]) -> str:
    """One line for each candidate's (journey, node, reason, rule's name), in small letters."""
    lines = {
        f"{place(journey, node)}{reason} {rule}".lower()
        for journey, node, reason, rule in candidates
    }
    return "\n".join(sorted(lines))


def place(journey: str, node: str = "") -> str:
    """How the line of a candidate begins."""
    return f"{journey}/{node} ".lower() if node else f"{journey}/".lower()
