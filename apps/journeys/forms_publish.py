"""The forms that say what becomes of people: at a publication, or by a move to another version."""

from collections.abc import Iterable
from typing import Any

from django import forms

from apps.engine.book import Journey as Compiled
from apps.journeys.moves import LEAVE
from apps.journeys.publishing import LEAVE_CHOICE, STAY_CHOICE, TO, Place
from apps.journeys.sentences import sentence


class PublishForm(forms.Form):
    """`anyway` accepts the warnings that were shown.

    For each place at which people stand, what becomes of them: they stay unless somebody chooses.
    `seen` names the places that were shown.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(
        required=False, max_length=255, help_text="What changed, for those who come after you."
    )
    anyway = forms.BooleanField(required=False, label="Publish anyway")

    def __init__(self, *args: Any, places: Iterable[Place] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = list(places)
        for place in self.places:
            self.fields[self.field_of(place)] = forms.ChoiceField(
                label=f"{place.says}, version {place.version}",
                choices=place.choices,
                required=False,
                initial=STAY_CHOICE,
            )

    @staticmethod
    def field_of(place: Place) -> str:
        return f"people:{place.version}:{place.node}"

    @property
    def moves_somebody(self) -> bool:
        """Whether anybody was to move, also where nobody stands any more."""
        sent = {name: str(self.data[name]) for name in self.data if name.startswith("people:")}
        return any(chosen(choice) is not None for choice in sent.values())

    @property
    def moves(self) -> dict[int, dict[str, str]]:
        """The maps, by the number of the version that people are on; who stays is left out."""
        found: dict[int, dict[str, str]] = {}
        for place in self.places:
            to = chosen(self.cleaned_data.get(self.field_of(place), ""))
            if to is not None:
                found.setdefault(place.version, {})[place.node] = to
        return found


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
        ways = {
            field.removeprefix("node:"): chosen(choice)
            for field, choice in self.cleaned_data.items()
        }
        return {node: to for node, to in ways.items() if to is not None}


def chosen(choice: str) -> str | None:
    """Where a choice leads: to a node, out of the journey (""), or nowhere (None)."""
    if choice == LEAVE_CHOICE:
        return LEAVE
    return choice.removeprefix(TO) if choice.startswith(TO) else None
