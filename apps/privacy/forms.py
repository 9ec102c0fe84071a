"""Forms of this room: confirming an erasure, and how long something is kept."""

from typing import Any

from django import forms

from apps.privacy.keeping.kinds import Kind

WORD = "erase"


class EraseForm(forms.Form):
    """Asks for the person's label or the word, so that nobody is erased by a slip."""

    confirm = forms.CharField(max_length=600, required=False)
    refuse = forms.BooleanField(required=False)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label = label

    def clean_confirm(self) -> str:
        told = str(self.cleaned_data["confirm"]).strip()
        if told.lower() not in (WORD, self.label.lower()):
            raise forms.ValidationError(f"Type “{self.label}” or “{WORD}” to confirm.")
        return told


class KeepForm(forms.Form):
    """For how many days one kind of thing is kept."""

    enabled = forms.BooleanField(required=False)
    keep_days = forms.IntegerField()

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep_days"] = forms.IntegerField(
            min_value=kind.least,
            max_value=36_500,
            error_messages={
                "required": "Say for how many days.",
                "invalid": "Write a whole number of days.",
                "min_value": f"At least {kind.least} days: what is younger is still needed.",
                "max_value": "At most 36,500 days; to keep them for good, switch the rule off.",
            },
        )
