"""Words for the pages of this room."""

import json
from collections.abc import Mapping
from typing import Any

from django import template

from apps.people.identity_types import name_of
from apps.people.models import LeftOff
from apps.people.queries_left_off import Line

register = template.Library()


@register.filter
def called(kind: str, names: Mapping[str, str]) -> str:
    """A type of identifier by its name."""
    return names.get(kind) or name_of(kind)


@register.filter
def because(line: Line, names: Mapping[str, str]) -> str:
    """Why something was left off, in a sentence."""
    row = line.row
    if row.because == LeftOff.Because.SHARED:
        return "Somebody with another user id has it."
    if row.because == LeftOff.Because.APART:
        return "It would have joined two people who are kept apart."
    limited = called(row.limit_type, names)
    if row.limit_type == row.type:
        return f"The limit for {limited} is reached."
    return (
        f"Joined, they would have more than the limit for {limited}."
        if row.other_id
        else (f"The event would have brought more than the limit for {limited}.")
    )


@register.filter
def lines(values: Any) -> str:
    """Texts, one per line, for a form's field; what is no list of texts shows as nothing."""
    return "\n".join(map(str, values)) if isinstance(values, list) else ""


@register.filter
def told_value(value: Any) -> str:
    """A trait's value: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
