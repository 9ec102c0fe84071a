"""The forms of a lifecycle and of one of its stages.

Conditions are sent as JSON; in the browser a builder stands in front of the text.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from apps.rules.document import Item
from apps.rules.forms_base import RuleForm

NOBODY_YET = ""
EXAMPLE = '{"trait": "plan", "op": "eq", "value": "pro"}'
COUNTED = '{"count": "Order Completed", "days": 30, "op": "gte", "value": 2}'


class ConditionField(forms.JSONField):
    """A condition as JSON, laid out to be read; "" is None."""

    widget = forms.Textarea(
        attrs={"rows": 5, "class": "mono", "spellcheck": "false", "data-condition-field": ""}
    )
    default_error_messages = {"invalid": "This is no JSON; a condition is like " + EXAMPLE}

    def __init__(self, *, nothing: str, never: str = "", **kwargs: Any) -> None:
        """`nothing` is what an empty one means; `never` is offered for one that never holds."""
        super().__init__(**kwargs)
        self.widget.attrs |= {"data-nothing": nothing} | ({"data-never": never} if never else {})

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)


class LifecycleForm(RuleForm):
    """What the lifecycle is called; its stages are written one by one."""

    FALLBACK = "lifecycle"

    name = forms.CharField(
        label="Name of the lifecycle", max_length=100, help_text="Such as “Subscription”."
    )

    def item(self) -> Item:
        return {"key": self.own_key(), "name": self.cleaned_data["name"]}


class StageForm(RuleForm):
    """A stage: who gets in, from where, and what it is for."""

    FALLBACK = "stage"
    PROBLEMS = {"from": "before"}

    name = forms.CharField(
        label="Name of the stage", max_length=100, help_text="Such as “Activated”."
    )
    when = ConditionField(
        nothing="At once, from the stages below.",
        never="Only where a journey says so",
        label="A person gets in when",
        required=False,
        help_text=f"A condition, such as {EXAMPLE} or {COUNTED}. Empty: at once; "
        '{"any": []}: only where a journey says so.',
    )
    before = forms.MultipleChoiceField(
        label="From", required=False, widget=forms.CheckboxSelectMultiple
    )
    done = ConditionField(
        nothing="Nobody has said it.",
        label="It is done when",
        required=False,
        help_text="What the stage is for, as a condition. Empty: nobody has said it.",
    )

    def __init__(self, *args: Any, stages: Mapping[str, str], **kwargs: Any) -> None:
        """`stages` are the other stages of the lifecycle, by key."""
        super().__init__(*args, **kwargs)
        choices = [(NOBODY_YET, "no stage yet"), *stages.items()]
        self.fields["before"].choices = choices  # type: ignore[attr-defined]

    def item(self) -> Item:
        data = self.cleaned_data
        stage = {"key": self.own_key(), "name": data["name"], "when": data["when"] or {}}
        if data["before"]:
            stage["from"] = data["before"]
        if data["done"]:
            stage["done"] = data["done"]
        return stage

    @classmethod
    def values(cls, item: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "name": item.get("name", item["key"]),
            "when": item.get("when") or None,
            "before": item.get("from", []),
            "done": item.get("done"),
        }
