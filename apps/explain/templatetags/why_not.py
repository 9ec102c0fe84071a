"""Causes in a few words."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.engine.reasons import LeafAnswer
from apps.explain.why_not import never_words, why_not_labels
from apps.explain.why_not.reasoning.cause import Kind, Leaf
from apps.rules.told import words

register = template.Library()


@register.filter
def asked_of(answer: LeafAnswer) -> str:
    """What a leaf asks, without what was there."""
    return never_words.wanted(Leaf(answer))


@register.filter
def leaf_value(answer: LeafAnswer, value: Any) -> str:
    """A value that a leaf saw, then or now."""
    return words.of_leaf(answer.subject, value)


@register.simple_tag
def kind_badge(kind: str) -> SafeString:
    """The kind of a cause as a small coloured word."""
    known = Kind(kind)
    colour = why_not_labels.BADGES[known]
    return format_html(
        '<span class="badge badge-{}">{}</span>', colour, why_not_labels.KINDS[known]
    )


@register.filter
def code_label(code: str) -> str:
    return why_not_labels.code(code)
