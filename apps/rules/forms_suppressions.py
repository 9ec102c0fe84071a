"""The form of an address for the suppression list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from apps.rules.operations_suppressions import normal

CHANNELS = (("email", "E-mail"), ("sms", "SMS"), ("webhook", "Webhook"))


class SuppressionForm(forms.Form):
    """An address that nothing may be sent to, and why."""

    channel = forms.ChoiceField(choices=CHANNELS)
    address = forms.CharField(max_length=512, help_text="An e-mail address or telephone number.")
    reason = forms.CharField(max_length=255, help_text="Such as “asked by letter on 3 March”.")

    def clean_address(self) -> str:
        return normal(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("channel") == "email" and data.get("address"):
            try:
                validate_email(data["address"])
            except ValidationError as error:
                self.add_error("address", error)
        return data
