"""Small words: moments in somebody's zone, lengths of time, lists, channels. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.people import shown

CHANNELS = {"email": "e-mail", "sms": "SMS", "onsite": "on-site message", "webhook": "webhook"}
PLURALS = {"email": "e-mails", "sms": "SMS", "onsite": "on-site messages", "webhook": "webhooks"}
TRAITS_OF_CHANNELS = {"email": "e-mail address", "phone": "phone number"}


def as_moment(value: Any) -> datetime | None:
    """A moment as stored with a reason: a datetime, or its ISO text after a way through JSON."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def day(at: datetime, zone: ZoneInfo) -> str:
    """Such as "Tue 4 Nov 2026"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def moment(value: Any, zone: ZoneInfo) -> str:
    """Such as "Tue 4 Nov 2026, 09:02"; the text itself where it is no moment."""
    at = as_moment(value)
    return f"{day(at, zone)}, {clock(at, zone)}" if at else str(value)


def exact(value: Any, zone: ZoneInfo) -> str:
    """To the second, such as "4 Nov 09:02:17", where minutes don't tell moments apart."""
    at = as_moment(value)
    if at is None:
        return str(value)
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %H:%M:%S}"


def short(value: Any, zone: ZoneInfo) -> str:
    """Such as "4 Nov 09:02", for lists of moments that lie close together."""
    at = as_moment(value)
    if at is None:
        return str(value)
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %H:%M}"


def near(value: Any, to: datetime, zone: ZoneInfo) -> str:
    """ "at 09:02" on the day of `to`, "on Sun 1 Nov" on another, with the year where it differs."""
    at = as_moment(value)
    if at is None:
        return f"on {value}"
    if day(at, zone) == day(to, zone):
        return f"at {clock(at, zone)}"
    same = at.astimezone(zone).year == to.astimezone(zone).year
    return f"on {day(at, zone).rsplit(' ', 1)[0] if same else day(at, zone)}"


def length(seconds: float) -> str:
    """A length of time in at most two units: "3 days", "2 hours 30 minutes"."""
    parts = []
    rest = round(abs(seconds))
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(count_of(count, name))
    return " ".join(parts[:2]) or "less than a second"


def between(start: datetime, end: datetime) -> str:
    return length((end - start) / timedelta(seconds=1))


def window(hours: Any, calendar: Any) -> str:
    """The window of a cap: "in the last 7 days", "today", "this week"."""
    if calendar:
        return {"day": "today", "week": "this week"}.get(str(calendar), f"this {calendar}")
    if not isinstance(hours, int | float):
        return "so far"
    if hours == 24:
        return "in the last 24 hours"
    return f"in the last {length(hours * 3600)}"


def count_of(count: Any, name: str, plural: str = "") -> str:
    return f"{count} {name}" if count == 1 else f"{count} {plural or name + 's'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def percent(share: Any) -> str:
    return f"{share * 100:g} %" if isinstance(share, int | float) else "a share"


def channel(key: str) -> str:
    return CHANNELS.get(key, key or "an unknown channel")


def channels(keys: Sequence[str], *, one: bool = False) -> str:
    """What a cap counts: "e-mails", "e-mails and SMS", "messages" where it counts all."""
    called = CHANNELS if one else PLURALS
    return listed([called.get(key, key) for key in keys]) or ("message" if one else "messages")


def by_channel(key: str) -> str:
    return {"onsite": "on site", "webhook": "by webhook"}.get(key, f"by {channel(key)}")


def consent_topic(key: str) -> str:
    """ "email/news" as people say it: "e-mail about “news”"."""
    kind, _, topic = key.partition("/")
    return f"{channel(kind)} about “{topic}”" if topic else channel(kind)


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    text = text.strip()
    if not text:
        return ""
    first = text.split(maxsplit=1)[0]
    # An address or an id is written as it is.
    named = "@" in first or "_" in first or any(letter.isdigit() for letter in first)
    begin = text if named else text[0].upper() + text[1:]
    return begin + ("" if text[-1] in ".!?" else ".")


def value(given: Any) -> str:
    """A value of a trait or a property as it is shown: texts in quotes, long ones cut."""
    if given is None:
        return "nothing"
    if given == "":
        return "empty"
    if isinstance(given, bool):
        return "true" if given else "false"
    given = shown.anything(given)
    if isinstance(given, str):
        return f"“{given if len(given) <= 80 else given[:79] + '…'}”"
    if isinstance(given, list | tuple):
        return listed([value(one) for one in given[:10]], "or") or "an empty list"
    text = str(given)
    return text if len(text) <= 80 else text[:79] + "…"


def under(key: str, given: Any) -> str:
    """A value as it is shown, by the key of its trait or property; masked where personal."""
    return value(shown.trait(key, given))


def of_leaf(subject: str, given: Any) -> str:
    """A value that a leaf of a condition saw or asked for; `subject` as in its answer."""
    return under(subject.partition(" ")[2], given)


def called(label: str) -> str:
    """A person's label as a sentence has it: a mere number is no name."""
    return f"person {label}" if label.isdigit() else label
