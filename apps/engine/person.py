"""What gates and nodes ask of a person's state."""

from typing import Any
from zoneinfo import ZoneInfo

from apps.engine import local_time
from apps.engine.book import Holdout, RuleSet
from apps.engine.luck import draw
from apps.engine.values import ProfileState

# The trait that holds the address of a channel; the other channels need none.
ADDRESS_TRAITS = {"email": "email", "sms": "phone"}
# What no mailbox and no telephone has is no address.
LONGEST_ADDRESS = 254
UTC_ZONE = ZoneInfo("UTC")


def trait(state: ProfileState, key: str) -> Any:
    known = state.traits.get(key)
    return known.value if known else None


def traits(state: ProfileState) -> dict[str, Any]:
    return {key: known.value for key, known in state.traits.items()}


def zone(state: ProfileState, rules: RuleSet) -> ZoneInfo:
    """The person's zone; the workspace's where there is none or none of that name exists."""
    own = trait(state, "timezone")
    return (
        (local_time.zone(own) if isinstance(own, str) and own else None)
        or local_time.zone(rules.timezone)
        or UTC_ZONE
    )


def address(state: ProfileState, channel: str) -> str:
    """Where the channel reaches the person; "" where it doesn't or needs no address."""
    value = trait(state, ADDRESS_TRAITS.get(channel, ""))
    told = value.strip().lower() if isinstance(value, str) else ""
    return told if len(told) <= LONGEST_ADDRESS else ""


def stages(state: ProfileState) -> dict[str, str]:
    """The key of the current stage, by lifecycle."""
    return {lifecycle: known.stage for lifecycle, known in state.stages.items()}


def luck_key(state: ProfileState) -> str:
    return state.bucket_keys[0] if state.bucket_keys else state.id


def arm(state: ProfileState, holdout: Holdout) -> str:
    """ "holdout", "treated", or "mixed" where a merge joined two that differ (stays silent)."""
    keys = state.bucket_keys or (state.id,)
    arms = {draw(holdout.salt, key) < holdout.share for key in keys}
    if len(arms) == 2:
        return "mixed"
    return "holdout" if arms.pop() else "treated"
