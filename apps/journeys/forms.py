"""The forms of a journey: its draft as JSON."""

import json
from typing import Any

from django import forms

from apps.journeys import checks

LONGEST_DOCUMENT = 1_000_000
# The database keeps no order of its own.
ORDER = (
    *("tier", "priority", "longest_stay", "key", "type", "name", "from", "port", "to"),
    *("event", "where", "settings", "nodes", "edges"),
)


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
