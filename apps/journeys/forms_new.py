"""The forms that begin a journey, or put something else into its draft."""

from typing import Any

from django import forms
from django.core.validators import validate_slug

from apps.engine.problems import Invalid
from apps.journeys import exporting, starters
from apps.journeys.exporting import Imported
from apps.journeys.models import Journey
from apps.journeys.queries_sides import LONGEST_KEY, free_key, is_free

FILE, COPY = "file", "copy"
CHOICES = [(starter.key, starter.name) for starter in starters.STARTERS]
CHOICES += [(FILE, "Import a file"), (COPY, "Copy a journey")]


class FileForm(forms.Form):
    """A journey that was exported: a file, or its text."""

    file = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"accept": ".json,application/json"})
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "class": "mono"}),
    )
    needed = True

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.needed:
            given["imported"] = self._imported(given)
        return given

    def _imported(self, given: dict[str, Any]) -> Imported | None:
        file, text = given.get("file"), given.get("text", "")
        if not file and not text.strip():
            self.add_error("file", "Choose a file that was exported, or paste its text.")
            return None
        field = "file" if file else "text"
        try:
            # No more of it is read than would be taken.
            return exporting.read(file.read(exporting.LONGEST + 1) if file else text)
        except Invalid as error:
            for problem in error.problems[:5]:
                where = f"{problem.field}: " if problem.field else ""
                self.add_error(field, f"{where}{problem.remedy}")
            return None


class NewJourneyForm(FileForm):
    """A journey's name, the key that it keeps, and what its first draft begins from."""

    name = forms.CharField(max_length=255, widget=forms.TextInput(attrs={"autofocus": True}))
    key = forms.CharField(
        max_length=LONGEST_KEY,
        required=False,
        help_text="Stays as it is for good: addresses, events and the API name the journey by it.",
    )
    start = forms.ChoiceField(choices=CHOICES, initial="empty", widget=forms.RadioSelect)
    journey = forms.ModelChoiceField(
        Journey.objects.order_by("name"),
        to_field_name="key",
        required=False,
        empty_label="Choose…",
        label="Journey to copy",
    )

    @property
    def needed(self) -> bool:  # type: ignore[override]
        return self.cleaned_data.get("start") == FILE

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).strip()
        if not key:
            return free_key(str(self.cleaned_data.get("name", "")))
        validate_slug(key)
        if not is_free(key):
            raise forms.ValidationError("There is a journey of this key; choose another one.")
        return key

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("start") == COPY and not given.get("journey"):
            self.add_error("journey", "Choose the journey to copy.")
        return given

    field_order = ("name", "key")


class ImportForm(FileForm):
    """A file for the draft of this journey; `revision` is that of the draft that was seen."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class DuplicateForm(forms.Form):
    """What the copy is called; its key is made of the name."""

    name = forms.CharField(max_length=255)
    version = forms.RegexField(r"^(draft|\d{1,9})$", required=False, widget=forms.HiddenInput)
