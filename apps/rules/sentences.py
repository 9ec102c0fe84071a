"""Rules of engagement as sentences. Pure: names of tiers and journeys come as an argument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apps.engine.book import Cap, ExclusionGroup, Lifecycle, QuietHours, RuleSet, Stage, Tier
from apps.engine.conditions import Group
from apps.rules.condition_words import words

NOUNS = {
    "email": ("e-mail", "e-mails"),
    "sms": ("SMS", "SMS"),
    "onsite": ("onsite message", "onsite messages"),
    "webhook": ("webhook", "webhooks"),
}
CHANNELS = {"email": "E-mail", "sms": "SMS", "onsite": "Onsite", "webhook": "Webhooks"}
CALENDARS = {
    "day": "per calendar day in the person’s time zone",
    "week": "per calendar week in the person’s time zone",
}
CONSENTS = {
    "opt_in": "only to people who subscribed",
    "opt_out": "to everyone who has not unsubscribed",
    "none": "without asking for consent",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# The condition that never holds: a stage that only journeys move people to.
NEVER = Group("any", ())
ARBITRATION = (
    "The tier first, then the journey’s priority, then the earlier ready time, then the "
    "journey’s key. Never first come, first served."
)


@dataclass(frozen=True, slots=True)
class Names:
    """What keys are called; a key without a name stands for itself."""

    tiers: Mapping[str, str] = field(default_factory=dict)
    journeys: Mapping[str, str] = field(default_factory=dict)


def cap(cap: Cap, names: Names | None = None) -> str:
    """“At most 3 e-mails in any 7 days.”"""
    names = names or Names()
    amount = "No" if cap.limit == 0 else f"At most {cap.limit}"
    kinds = _either([names.tiers.get(key, key) for key in cap.tiers])
    parts = [amount, kinds.lower(), _things(cap)]
    if cap.tags:
        parts.append(f"tagged {_either([f'“{tag}”' for tag in cap.tags])}")
    if cap.journeys:
        parts.append(f"from {_both([names.journeys.get(key, key) for key in cap.journeys])}")
    if cap.limit != 0:
        parts.append(window(cap))
    end = ", transactional ones included" if cap.transactional else ""
    return " ".join(part for part in parts if part) + end + "."


def window(cap: Cap) -> str:
    """“in any 7 days”, “per calendar day in the person’s time zone”."""
    return CALENDARS[cap.calendar] if cap.hours is None else f"in any {hours(cap.hours)}"


def hours(count: float) -> str:
    """“7 days”, “1 hour”, “90 minutes”."""
    if count >= 48 and count % 24 == 0:
        return f"{count / 24:g} days"
    if count < 1 or count != int(count):
        return f"{count * 60:g} minutes"
    return f"{count:g} hour{'' if count == 1 else 's'}"


def quiet_hours(quiet: QuietHours) -> str:
    """“No SMS from 21:00 on Saturday and Sunday to 08:00 the next day, by the person’s clock.”"""
    things = NOUNS.get(quiet.channel, (quiet.channel, quiet.channel))[1]
    days = f" on {weekdays(quiet.weekdays)}" if quiet.weekdays else ""
    if quiet.start == quiet.end:
        span = f"for 24 hours from {quiet.start}{days}"
        span = span if days else "at any time of the day"
    elif days and quiet.end < quiet.start:
        span = f"from {quiet.start}{days} to {quiet.end} the next day"
    else:
        span = f"from {quiet.start} to {quiet.end}{days}"
    return f"No {things} {span}, by the person’s clock."


def weekdays(days: Sequence[int]) -> str:
    """“Saturday and Sunday”, “Monday to Friday”; 0 is Monday."""
    found = sorted(set(days))
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{WEEKDAYS[found[0]]} to {WEEKDAYS[found[-1]]}"
    return _both([WEEKDAYS[day] for day in found])


def exclusion_group(group: ExclusionGroup, names: Names | None = None) -> str:
    """“A person is in at most one of Win-back and Trial; whoever is in one stays in it.”"""
    journeys = _both([(names or Names()).journeys.get(key, key) for key in group.journeys])
    end = (
        "the one with the better tier, or else the higher priority, takes the place"
        if group.displace
        else "whoever is in one isn’t let in to another until that is over"
    )
    return f"A person is in at most one of {journeys}; {end}."


def tiers(rules: RuleSet) -> str:
    """“Transactional goes before Lifecycle, which goes before Marketing.”"""
    names = [tier.name for tier in rules.tiers]
    if len(names) < 2:
        return f"All messages are of one tier, {''.join(names)}."
    return f"{names[0]} goes before {', which goes before '.join(names[1:])}."


def tier(tier: Tier) -> str:
    """What a tier is exempt from."""
    if not tier.transactional:
        return f"{tier.name} messages compete, and meet every rule."
    return (
        f"{tier.name} messages don’t compete and wait for nobody; they are exempt from caps that "
        "don’t include them, from quiet hours and from holdouts, and need no subscription."
    )


def look_ahead(rules: RuleSet) -> str:
    """What a message gives way to that is still to come."""
    if not rules.look_ahead:
        return "No message yields to one that is only scheduled."
    length = hours(rules.look_ahead.total_seconds() / 3600)
    return (
        "A message yields when sending it would use up a frequency cap that a better one, "
        f"scheduled within the next {length}, needs."
    )


def zone(rules: RuleSet) -> str:
    return f"A person without a time zone gets the workspace’s: {rules.timezone}."


def lifecycle(cycle: Lifecycle) -> str:
    """“Trial, then Activated, then Paying; a person is in at most one of them.”"""
    return f"{', then '.join(s.name for s in cycle.stages)}; a person is in at most one of them."


def stage(cycle: Lifecycle, stage: Stage) -> str:
    """“A person enters Paying from no stage yet or Trial when plan is pro; done when …”"""
    called = {"": "no stage yet", **{known.key: known.name for known in cycle.stages}}
    before = _either([called.get(key, key) for key in stage.comes_from])
    when = words(stage.when)
    if stage.when == NEVER:
        when = "a journey says so; no condition brings anybody here"
    text = f"A person enters {stage.name} from {before} {f'when {when}' if when else 'at once'}"
    if stage.done is None:
        return f"{text}."
    return f"{text}; it is done when {words(stage.done) or 'it begins'}."


def consent(channel: str, model: str) -> str:
    """“E-mail goes to everyone who has not unsubscribed.”"""
    verb = "go" if channel == "webhook" else "goes"
    return f"{CHANNELS.get(channel, channel)} {verb} {CONSENTS.get(model, model)}."


def arbitration_window(rules: RuleSet) -> str:
    """What “at the same time” means."""
    minutes = rules.window.total_seconds() / 60
    if not minutes:
        return "Messages that become ready at the same moment compete; one of them leaves."
    text = f"{minutes:g} minute{'' if minutes == 1 else 's'}"
    return f"Messages that become ready within {text} of each other compete; one of them leaves."


def _things(cap: Cap) -> str:
    one = cap.limit == 1
    nouns = [NOUNS.get(channel, (channel, channel))[0 if one else 1] for channel in cap.channels]
    return _either(nouns) or ("message" if one else "messages")


def _both(words: Sequence[str]) -> str:
    return _join(words, "and")


def _either(words: Sequence[str]) -> str:
    return _join(words, "or")


def _join(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
