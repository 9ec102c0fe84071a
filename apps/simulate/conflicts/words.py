"""The words that findings share: numbers, lists, what a rule that decided is called. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from apps.engine.conditions import Leaf
from apps.engine.reasons import Code
from apps.rules.condition_words import leaf as leaf_words
from apps.simulate.conflicts.world import World

NOT_COUNTED = "Nobody has counted how many people that is: it takes an analysis over past events."
CHANNELS = {"email": "e-mail", "sms": "SMS", "onsite": "onsite messages", "webhook": "webhooks"}
DECIDED = {
    Code.LOST_TIER: "the better tier",
    Code.LOST_PRIORITY: "the higher priority",
    Code.LOST_READY_TIME: "the earlier ready time",
    Code.LOST_KEY: "the journey’s key alone",
    Code.LOST_SAME_JOURNEY: "another message of the same journey",
    Code.LOOK_AHEAD: "look-ahead",
    Code.EXCLUDED: "an exclusion group",
    Code.QUIET_HOURS: "quiet hours",
    Code.FREQUENCY_CAP: "a frequency cap",
    Code.NO_CONSENT: "no consent",
    Code.UNSUBSCRIBED: "an unsubscription",
    Code.SUPPRESSED: "a suppressed address",
    Code.NO_ADDRESS: "no address",
    Code.JOURNEY_NOT_LIVE: "the journey’s pause",
}


def people(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"


def times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count) or f"{count:,} times"


def quoted(names: Iterable[str]) -> str:
    return joined([f"“{name}”" for name in names])


def joined(words: Sequence[str], last: str = "and") -> str:
    """“a, b and c”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def channel(name: str) -> str:
    return CHANNELS.get(name, name)


def decided(world: World, code: str, rule: str) -> str:
    """What stopped a message, with the rule's name where it is one of the rules at hand."""
    named = {cap.id: cap.name for cap in world.rules.caps}
    named |= {quiet.id: quiet.name for quiet in world.rules.quiet_hours}
    named |= {group.id: group.name for group in world.rules.groups}
    known = [said for one, said in DECIDED.items() if one == code]
    text = known[0] if known else code.replace("_", " ")
    return f"{text} (“{named[rule]}”)" if rule in named else text


def most_first(counts: Mapping[tuple[str, str], int]) -> list[tuple[tuple[str, str], int]]:
    """By number, the largest first; equal ones by what they are."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def clash(leaves: Sequence[Leaf]) -> str:
    """Why a condition can't hold."""
    if not leaves:
        return "It is an empty choice, which nothing fulfils."
    if len(leaves) == 1:
        return f"“{leaf_words(leaves[0])}” can never be so."
    return f"{quoted(map(leaf_words, leaves))} can’t be so at once."
