"""The forms of the rules: a tier, a frequency cap, an exclusion group, quiet hours."""

from collections.abc import Mapping
from typing import Any

from django import forms

from apps.engine.local_time import WEEKDAYS
from apps.rules import sentences
from apps.rules.checks import LONGEST_WINDOW_HOURS, MAX_LIMIT
from apps.rules.document import Item
from apps.rules.forms_base import CHANNELS, RuleForm

UNITS = (
    ("hours", "hours, rolling"),
    ("days", "days, rolling"),
    ("day", "calendar day"),
    ("week", "calendar week"),
)
CALENDARS = ("day", "week")
Boxes = forms.CheckboxSelectMultiple


class Clock(forms.TimeField):
    """A clock time as the sentences say it, 21:00, whatever the browser's language."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"placeholder": "21:00", "inputmode": "numeric", "size": 6}
        widget = forms.TimeInput(format="%H:%M", attrs=attributes)
        wrong = {"invalid": "Write a time such as 21:00."}
        super().__init__(widget=widget, input_formats=["%H:%M"], error_messages=wrong, **kwargs)


class TierForm(RuleForm):
    """A kind of messages; which tier goes first is a matter of their order."""

    FALLBACK = "tier"

    name = forms.CharField(max_length=100, help_text="What the pages call it.")
    transactional = forms.BooleanField(
        required=False, label="Transactional: what the person waits for, such as a receipt"
    )

    def item(self) -> Item:
        data = self.cleaned_data
        return {"key": self.own_key(), "name": data["name"], "transactional": data["transactional"]}


class CapForm(RuleForm):
    """At most `limit` messages per window, for what the scope names; an empty scope names all."""

    FALLBACK = "cap"
    PROBLEMS = {"hours": "window", "calendar": "unit"}

    name = forms.CharField(
        max_length=100, help_text="What the pages call it, such as “3 e-mails a week”."
    )
    limit = forms.IntegerField(
        min_value=0, max_value=MAX_LIMIT, initial=3, label="At most", help_text="messages"
    )
    window = forms.FloatField(
        min_value=0.25, initial=7, required=False, label="In any", help_text="hours or days"
    )
    unit = forms.ChoiceField(choices=UNITS, initial="days", label="Window")
    channels = forms.MultipleChoiceField(choices=CHANNELS, required=False, widget=Boxes)
    tiers = forms.MultipleChoiceField(required=False, widget=Boxes)
    journeys = forms.MultipleChoiceField(required=False, widget=Boxes)
    tags = forms.CharField(
        required=False, max_length=200, help_text="Separated by commas; empty for all."
    )
    transactional = forms.BooleanField(
        required=False, label="Transactional messages too, which are exempt otherwise"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("unit") in CALENDARS or "window" in self.errors:
            return data
        if not data.get("window"):
            self.add_error("window", "Say how many hours or days the window is long.")
        elif self._hours(data) > LONGEST_WINDOW_HOURS:
            self.add_error("window", f"At most {LONGEST_WINDOW_HOURS // 24} days.")
        return data

    def item(self) -> Item:
        data = self.cleaned_data
        scopes = {name: data[name] for name in ("channels", "tiers", "journeys")}
        tags = [tag.strip() for tag in data["tags"].split(",") if tag.strip()]
        cap = {
            "id": self.own_key(),
            "name": data["name"],
            "limit": data["limit"],
            "transactional": data["transactional"],
            **scopes,
            "tags": tags,
        }
        if data["unit"] in CALENDARS:
            return cap | {"calendar": data["unit"]}
        return cap | {"hours": self._hours(data)}

    @classmethod
    def values(cls, item: Mapping[str, Any]) -> dict[str, Any]:
        hours = item.get("hours")
        if hours is None:
            window: dict[str, Any] = {"unit": item["calendar"]}
        elif hours % 24 == 0:
            window = {"window": hours / 24, "unit": "days"}
        else:
            window = {"window": hours, "unit": "hours"}
        return {**super().values(item), **window, "tags": ", ".join(item.get("tags", ()))}

    def _hours(self, data: Mapping[str, Any]) -> float:
        hours = data["window"] * (24 if data["unit"] == "days" else 1)
        return int(hours) if hours == int(hours) else float(hours)


class GroupForm(RuleForm):
    """Journeys of which a person is in at most one."""

    FALLBACK = "group"

    name = forms.CharField(max_length=100, help_text="Such as “One sales pitch at a time”.")
    journeys = forms.MultipleChoiceField(required=True, widget=Boxes)
    displace = forms.ChoiceField(
        label="Who is let in",
        choices=(
            ("", "Whoever is in one stays; nobody is let in to another"),
            ("1", "A better tier, or a higher priority in the same tier, takes the place"),
        ),
        required=False,
        initial="",
        widget=forms.RadioSelect,
    )

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            "id": self.own_key(),
            "name": data["name"],
            "journeys": data["journeys"],
            "displace": bool(data["displace"]),
        }

    @classmethod
    def values(cls, item: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().values(item), "displace": "1" if item.get("displace") else ""}


class QuietHoursForm(RuleForm):
    """When nothing is sent on a channel, by the person's clock."""

    FALLBACK = "quiet-hours"

    name = forms.CharField(max_length=100, help_text="Such as “No SMS at night”.")
    channel = forms.ChoiceField(choices=CHANNELS)
    start = Clock(label="From", initial="21:00")
    end = Clock(label="To", initial="08:00", help_text="Not later than “from”: on the next day.")
    weekdays = forms.MultipleChoiceField(
        label="Days on which it starts",
        choices=list(zip(WEEKDAYS, sentences.WEEKDAYS, strict=True)),
        required=False,
        widget=Boxes,
    )

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            "id": self.own_key(),
            "name": data["name"],
            "channel": data["channel"],
            "start": f"{data['start']:%H:%M}",
            "end": f"{data['end']:%H:%M}",
            "weekdays": data["weekdays"],
        }
