"""Holdouts as sentences. Pure: names of tiers and journeys come as an argument."""

from collections.abc import Mapping, Sequence
from datetime import datetime


def percent(share: float) -> str:
    return f"{share * 100:.3g} %"


def scope(scope: str, values: Sequence[str], names: Mapping[str, str]) -> str:
    """“Win-back and Post-purchase”, “the Marketing tier”, “any journey”."""
    called = [names.get(value, value) for value in values]
    text = f"{', '.join(called[:-1])} and {called[-1]}" if len(called) > 1 else "".join(called)
    if scope == "everything":
        return "any journey (transactional messages go out)"
    if scope == "tier":
        return f"the {text} {'tier' if len(called) == 1 else 'tiers'}"
    return text


def holdout(
    share: float,
    over: str,
    values: Sequence[str],
    names: Mapping[str, str],
    *,
    since: str = "from now on",
) -> str:
    """What a holdout does: who gets nothing, from what, since when."""
    return (
        f"{percent(share)} of people get nothing from {scope(over, values, names)} {since}. "
        "They are chosen by hash and stay the same; their would-be messages are recorded at the "
        "moment they would have left."
    )


def stretch(started_at: datetime | None, ended_at: datetime | None) -> str:
    """The words for when, in the zone of the moments: before it starts, while it runs, after."""
    if started_at is None:
        return "once it is started"
    began = f"since {started_at.day} {started_at:%b %Y, %H:%M}"
    if ended_at is None:
        return began
    return f"from {started_at.day} {started_at:%b %Y} to {ended_at.day} {ended_at:%b %Y}"
