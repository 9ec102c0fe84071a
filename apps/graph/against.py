"""Which journeys a candidate lost to, by the numbers of the reason that stopped it. Pure."""

from apps.engine.reasons import Code, Reason

# Where each reason names the one journey that was preferred.
NAMED_BY = {
    Code.LOST_TIER: "winner_journey",
    Code.LOST_PRIORITY: "winner_journey",
    Code.LOST_READY_TIME: "winner_journey",
    Code.LOST_KEY: "winner_journey",
    Code.LOST_SAME_JOURNEY: "winner_journey",
    Code.LOOK_AHEAD: "reserved_journey",
    Code.EXCLUDED: "inside",
}


def against(reason: Reason) -> list[str]:
    """The journeys' keys: the winner's, or those whose sends fill the cap; none for other reasons.

    Of a cap's sends the reason names the latest ten, so these are the journeys of those.
    """
    if reason.code == Code.FREQUENCY_CAP:
        return sorted({str(key) for key in reason.numbers.get("journeys", ()) if key})
    key = reason.numbers.get(NAMED_BY.get(reason.code, ""), "")
    return [str(key)] if key else []
