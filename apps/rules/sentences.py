"""Rules of engagement as sentences. Pure: names of tiers and journeys come as an argument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apps.engine.book import Cap, QuietHours, RuleSet

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
    """“No e-mails from 21:00 to 08:00, by the person’s own clock.”"""
    things = NOUNS.get(quiet.channel, (quiet.channel, quiet.channel))[1]
    return f"No {things} from {quiet.start} to {quiet.end}, by the person’s own clock."


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
