"""The forms of a journey: its draft as JSON, its publication, a move to another version."""

import json
from typing import Any

from django import forms

from apps.engine.book import Journey as Compiled
from apps.journeys import checks
from apps.journeys.models import Journey
from apps.journeys.moves import LEAVE
from apps.journeys.operations import RESERVED
from apps.journeys.sentences import sentence

LONGEST_DOCUMENT = 1_000_000
# The database keeps no order of its own.
ORDER = (
    *("tier", "priority", "longest_stay", "key", "type", "name", "from", "port", "to"),
    *("event", "where", "settings", "nodes", "edges"),
)
STAY_CHOICE, LEAVE_CHOICE, TO = "stay", "leave", "to:"


class DraftForm(forms.Form):
    """A draft as it is stored; `revision` is the one that the editor saw."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    name = forms.CharField(max_length=255)
    description = forms.CharField(required=False, max_length=2000)
    document = forms.CharField(
        label="Document (JSON)",
        max_length=LONGEST_DOCUMENT,
        help_text="tier, priority, nodes and edges. A draft may be saved while it is wrong.",
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "mono"}),
    )

    def clean_document(self) -> dict[str, Any]:
        try:
            document = json.loads(self.cleaned_data["document"], parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(f"This is no JSON: {error}.") from error
        if not isinstance(document, dict):
            raise forms.ValidationError("A journey is an object: {“nodes”: […], “edges”: […]}.")
        for problem in checks.too_deep(document):
            raise forms.ValidationError(f"It is nested too deeply: {problem.remedy}.")
        return document


class NewJourneyForm(DraftForm):
    """The first draft of a journey, with the key that it keeps."""

    key = forms.SlugField(
        max_length=64, help_text="Stays as it is for good; such as trial-onboarding."
    )
    field_order = ("name", "key", "description", "document")

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if key in RESERVED or Journey.objects.filter(key=key).exists():
            raise forms.ValidationError("There is a journey of this key; choose another one.")
        return key


class PublishForm(forms.Form):
    """`anyway` accepts the warnings that were shown."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = forms.CharField(
        required=False, max_length=255, help_text="What changed, for those who come after you."
    )
    anyway = forms.BooleanField(required=False, label="Publish anyway")


class MoveForm(forms.Form):
    """For each node of the version that people are on: where they go on, stay, or leave."""

    def __init__(self, *args: Any, before: Compiled, after: Compiled, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(STAY_CHOICE, "Stay on the old version"), (LEAVE_CHOICE, "Leave the journey")]
        choices += [
            (f"{TO}{key}", f"Go on at: {sentence(node).what} ({key})")
            for key, node in after.nodes.items()
            if key != after.entry
        ]
        for key, node in before.nodes.items():
            self.fields[self.field_of(key)] = forms.ChoiceField(
                label=f"{sentence(node).what} ({key})", choices=choices, required=False
            )

    @staticmethod
    def field_of(node: str) -> str:
        return f"node:{node}"

    @property
    def nodes(self) -> dict[str, str]:
        """The map: nodes whose people stay are left out, "" is for leaving."""
        found = {}
        for field, choice in self.cleaned_data.items():
            node = field.removeprefix("node:")
            if choice == LEAVE_CHOICE:
                found[node] = LEAVE
            elif choice.startswith(TO):
                found[node] = choice.removeprefix(TO)
        return found


def as_text(document: Any) -> str:
    """A document as it is edited: its fields in the order in which people read them."""
    return json.dumps(_ordered(document), indent=2, ensure_ascii=False)


def _ordered(value: Any) -> Any:
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    if not isinstance(value, dict):
        return value
    places = {key: place for place, key in enumerate(ORDER)}
    keys = sorted(value, key=lambda key: places.get(key, len(ORDER)))
    return {key: _ordered(value[key]) for key in keys}


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number here")
