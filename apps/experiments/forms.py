"""The form of a new holdout."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify

from apps.experiments.models import Holdout

START = (("now", "Now"), ("later", "Later, by hand"))


class HoldoutForm(forms.Form):
    """A share of people who get nothing from a scope."""

    name = forms.CharField(max_length=100, help_text="Such as “Win-back, spring 2026”.")
    share = forms.FloatField(
        min_value=0.1,
        max_value=90,
        initial=10,
        label="Share of people, in %",
        help_text="10 is a good start; fewer need more time to show a difference.",
    )
    scope = forms.ChoiceField(
        choices=Holdout.Scope.choices, initial=Holdout.Scope.EVERYTHING, widget=forms.RadioSelect
    )
    tiers = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    journeys = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    start = forms.ChoiceField(choices=START, initial="now", widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, tiers: Mapping[str, str], journeys: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tiers"].choices = list(tiers.items())  # type: ignore[attr-defined]
        self.fields["journeys"].choices = list(journeys.items())  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        key = slugify(name)[:64]
        if not key:
            raise forms.ValidationError("Use at least one letter or digit.")
        if Holdout.objects.filter(key=key).exists():
            raise forms.ValidationError("There is a holdout of this name; choose another name.")
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        field = {"tier": "tiers", "journeys": "journeys"}.get(data.get("scope", ""), "")
        if field and not data.get(field):
            self.add_error(field, f"Choose at least one of the {field}, or another scope.")
        return data

    @property
    def values(self) -> list[str]:
        """The keys that the chosen scope names."""
        field = {"tier": "tiers", "journeys": "journeys"}.get(self.cleaned_data["scope"], "")
        return list(self.cleaned_data[field]) if field else []
