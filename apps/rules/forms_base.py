"""What the forms of all kinds of rules share: they read an item of the document and write one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify

from apps.engine.problems import Problem
from apps.rules.checks_reading import RESERVED
from apps.rules.document import Item, free_key

CHANNELS = (("email", "E-mail"), ("sms", "SMS"), ("onsite", "Onsite"), ("webhook", "Webhook"))
LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Known:
    """What a form may name: tiers and journeys by key, and the rules of its kind there are."""

    tiers: Mapping[str, str] = field(default_factory=dict)
    journeys: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)


class RuleForm(forms.Form):
    """One rule. `key` is that of the rule being changed, "" for a new one."""

    # Where a problem of the document is shown, if not at the field of the same name.
    PROBLEMS: ClassVar[Mapping[str, str]] = {}
    FALLBACK = "rule"

    def __init__(self, *args: Any, known: Known, key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.key = known, key
        for name, given in (("tiers", known.tiers), ("journeys", known.journeys)):
            if name in self.fields:
                self.fields[name].choices = list(self._choices(name, given).items())  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if name in {called for key, called in self.known.taken.items() if key != self.key}:
            raise forms.ValidationError("There is one of this name; choose another name.")
        return name

    def item(self) -> Item:
        """The rule as the document has it."""
        raise NotImplementedError

    @classmethod
    def values(cls, item: Mapping[str, Any]) -> dict[str, Any]:
        """The form's values of a rule that is there."""
        return {name: item[name] for name in cls.base_fields if name in item}

    def own_key(self) -> str:
        """The key of the rule: it stays; a new one is made from the name."""
        wanted = slugify(self.cleaned_data.get("name", ""))[:LONGEST_SLUG] or self.FALLBACK
        taken = {*self.known.taken, *RESERVED}
        return self.key or free_key(wanted, taken.__contains__)

    def add_problems(self, problems: list[Problem], path: str) -> None:
        """Shows what is wrong with the document; what is at `path` is about this rule."""
        for problem in problems:
            inner = problem.field.removeprefix(f"{path}.").split(".")[0]
            name = self.PROBLEMS.get(inner, inner)
            at_field = problem.field.startswith(f"{path}.") and name in self.fields
            place = "" if at_field else f" ({problem.field})"
            self.add_error(name if at_field else None, f"{sentence(problem.remedy)}{place}")

    def _choices(self, name: str, given: Mapping[str, str]) -> dict[str, str]:
        """Those there are, and those that the rule names though they aren't there (any more)."""
        named = self.initial.get(name) or ()
        return {**given, **{key: f"{key} (unknown)" for key in named if key not in given}}


def sentence(remedy: str) -> str:
    """A remedy as a sentence of its own."""
    return f"{remedy[:1].upper()}{remedy[1:]}{'' if remedy.endswith('.') else '.'}"
