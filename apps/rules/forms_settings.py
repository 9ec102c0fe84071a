"""The forms of what there is one of: who wins, consent per channel, the workspace's zone."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms

from apps.engine import local_time
from apps.rules.checks import LONGEST_ARBITRATION_MINUTES, LONGEST_LOOK_AHEAD_HOURS
from apps.rules.document import Document
from apps.rules.forms_base import CHANNELS, sentence

MODELS = (
    ("opt_in", "Only to people who subscribed"),
    ("opt_out", "To everyone who has not unsubscribed"),
    ("none", "Without asking for consent"),
)


class SettingsForm(forms.Form):
    """What holds for all messages."""

    arbitration_window_minutes = forms.FloatField(
        min_value=0,
        max_value=LONGEST_ARBITRATION_MINUTES,
        label="Arbitration window, in minutes",
        help_text="Messages that become ready within it compete; 0: only at the same moment.",
    )
    look_ahead_hours = forms.FloatField(
        min_value=0,
        max_value=LONGEST_LOOK_AHEAD_HOURS,
        label="Look-ahead, in hours",
        help_text="Yield to a better message that is scheduled within so many hours; 0: never.",
    )
    timezone = forms.CharField(
        max_length=64,
        label="The workspace’s time zone",
        help_text="For people without one of their own, and for the times on these pages.",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel, label in CHANNELS:
            self.fields[f"consent_{channel}"] = forms.ChoiceField(
                choices=MODELS, label=f"{label} goes" if channel != "webhook" else "Webhooks go"
            )

    def clean_timezone(self) -> str:
        name = str(self.cleaned_data["timezone"]).strip()
        if local_time.zone(name) is None:
            raise forms.ValidationError("There is no such zone; write one like Europe/Berlin.")
        return name

    def changes(self) -> dict[str, Any]:
        """The sections of the document that the form says."""
        data = self.cleaned_data
        return {
            "arbitration_window_minutes": _short(data["arbitration_window_minutes"]),
            "look_ahead_hours": _short(data["look_ahead_hours"]),
            "timezone": data["timezone"],
            "consent": {channel: data[f"consent_{channel}"] for channel, _ in CHANNELS},
        }

    def add_problems(self, problems: Any) -> None:
        for problem in problems:
            name = problem.field.replace("consent.", "consent_")
            self.add_error(name if name in self.fields else None, sentence(problem.remedy))

    @property
    def consents(self) -> list[forms.BoundField]:
        return [self[f"consent_{channel}"] for channel, _ in CHANNELS]

    @staticmethod
    def zones() -> list[str]:
        """The names to choose from; others that exist are taken as well."""
        return sorted(name for name in available_timezones() if "/" in name or name == "UTC")


def settings_of(document: Mapping[str, Any]) -> Document:
    """The form's values of these rules; a channel nobody spoke of asks for a subscription."""
    consent = document.get("consent") or {}
    return {
        "arbitration_window_minutes": document.get("arbitration_window_minutes", 5),
        "look_ahead_hours": document.get("look_ahead_hours", 0),
        "timezone": document.get("timezone", "UTC"),
        **{f"consent_{channel}": consent.get(channel, "opt_in") for channel, _ in CHANNELS},
    }


def _short(number: float) -> float:
    return int(number) if number == int(number) else number
