"""The form of a frequency cap."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify

from apps.rules.checks import LONGEST_WINDOW_HOURS, MAX_LIMIT

UNITS = (
    ("hours", "hours, rolling"),
    ("days", "days, rolling"),
    ("day", "calendar day"),
    ("week", "calendar week"),
)
CHANNELS = (("email", "E-mail"), ("sms", "SMS"), ("onsite", "Onsite"), ("webhook", "Webhook"))
CALENDARS = ("day", "week")


class CapForm(forms.Form):
    """At most `limit` messages per window, for what the scope names; an empty scope names all."""

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
    channels = forms.MultipleChoiceField(
        choices=CHANNELS, required=False, widget=forms.CheckboxSelectMultiple
    )
    tiers = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    journeys = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    tags = forms.CharField(
        required=False, max_length=200, help_text="Separated by commas; empty for all."
    )
    transactional = forms.BooleanField(
        required=False, label="Transactional messages too, which are exempt otherwise"
    )

    def __init__(
        self,
        *args: Any,
        tiers: Mapping[str, str],
        journeys: Mapping[str, str],
        taken: Mapping[str, str],
        id: str = "",
        **kwargs: Any,
    ) -> None:
        """`taken` are the names of the caps there are, by id; `id` is the one being changed."""
        super().__init__(*args, **kwargs)
        self.fields["tiers"].choices = list(tiers.items())  # type: ignore[attr-defined]
        self.fields["journeys"].choices = list(journeys.items())  # type: ignore[attr-defined]
        self.taken, self.id = taken, id

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if name in {known for id, known in self.taken.items() if id != self.id}:
            raise forms.ValidationError("There is a cap of this name; choose another name.")
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("unit") in CALENDARS or "window" in self.errors:
            return data
        if not data.get("window"):
            self.add_error("window", "Say how many hours or days the window is long.")
        elif self._hours(data) > LONGEST_WINDOW_HOURS:
            self.add_error("window", f"At most {LONGEST_WINDOW_HOURS // 24} days.")
        return data

    def cap(self) -> dict[str, Any]:
        """The cap as the rules' document has it."""
        data = self.cleaned_data
        scopes = {name: data[name] for name in ("channels", "tiers", "journeys")}
        tags = [tag.strip() for tag in data["tags"].split(",") if tag.strip()]
        known = {
            "id": self.id or self._free_id(data["name"]),
            "name": data["name"],
            "limit": data["limit"],
            "transactional": data["transactional"],
            **scopes,
            "tags": tags,
        }
        if data["unit"] in CALENDARS:
            return known | {"calendar": data["unit"]}
        return known | {"hours": self._hours(data)}

    def _hours(self, data: Mapping[str, Any]) -> float:
        hours = data["window"] * (24 if data["unit"] == "days" else 1)
        return int(hours) if hours == int(hours) else float(hours)

    def _free_id(self, name: str) -> str:
        wanted = slugify(name)[:60] or "cap"
        number = 2
        id = wanted
        while id in self.taken:
            id, number = f"{wanted}-{number}", number + 1
        return id


def initial(cap: Mapping[str, Any]) -> dict[str, Any]:
    """The form's values of a cap that is there."""
    hours = cap.get("hours")
    if hours is None:
        window: dict[str, Any] = {"unit": cap["calendar"]}
    elif hours % 24 == 0:
        window = {"window": hours / 24, "unit": "days"}
    else:
        window = {"window": hours, "unit": "hours"}
    kept = ("name", "limit", "channels", "tiers", "journeys", "transactional")
    return {
        **{name: cap[name] for name in kept if name in cap},
        **window,
        "tags": ", ".join(cap.get("tags", ())),
    }
