"""Small measures of the journey's drawing, which the template can't work out."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.journeys.drawing import WIDTH, Line

register = template.Library()
# About how wide a character of the drawing's small type is, in pixels.
LETTER = 6.4


@register.filter
def cut_to(text: str, length: int) -> str:
    """The text, with “…” in place of what is too long."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


@register.simple_tag
def port_box(line: Line) -> SafeString:
    """The ground behind a port's name."""
    width = len(cut_to(line.port, 18)) * LETTER + 10
    x, y = line.label_x - width / 2, line.label_y - 9
    return format_html('x="{}" y="{}" width="{}" height="18"', round(x), y, round(width))


@register.simple_tag
def here_box(count: int) -> SafeString:
    """The mark on a node's corner that says how many people are there."""
    width = _mark(count)
    return format_html('x="{}" y="-9" width="{}" height="20"', WIDTH - width - 10, width)


@register.simple_tag
def here_text(count: int) -> SafeString:
    return format_html('x="{}" y="5"', WIDTH - _mark(count) / 2 - 10)


def _mark(count: int) -> int:
    return max(24, round(len(intcomma(count)) * 7.5 + 12))
