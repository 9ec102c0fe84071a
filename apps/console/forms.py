"""The form of a new source."""

from django import forms
from django.utils.text import slugify

from apps.events.models import Source


class SourceForm(forms.Form):
    """Where events will come from."""

    name = forms.CharField(max_length=100, help_text="Such as “Web shop” or “Billing”.")
    kind = forms.ChoiceField(
        choices=Source.Kind.choices, initial=Source.Kind.LIVE, widget=forms.RadioSelect
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        key = slugify(name)[:64]
        if not key:
            raise forms.ValidationError("Use at least one letter or digit.")
        if Source.objects.filter(key=key).exists():
            raise forms.ValidationError("There is a source of this name; choose another name.")
        return name

    @property
    def key(self) -> str:
        return slugify(str(self.cleaned_data["name"]))[:64]
