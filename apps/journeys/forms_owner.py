"""The form that gives a journey to somebody."""

from django import forms
from django.contrib.auth import get_user_model


class OwnerForm(forms.Form):
    """Staff who can log in; empty: nobody in particular."""

    owner = forms.ModelChoiceField(
        queryset=get_user_model().objects.none(),
        required=False,
        empty_label="Nobody in particular",
        help_text="Whom others ask about this journey. It changes no rights.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = get_user_model().objects.filter(is_active=True, is_staff=True)
        field: forms.ModelChoiceField = self.fields["owner"]  # type: ignore[type-arg, assignment]
        field.queryset = people.order_by("username")
