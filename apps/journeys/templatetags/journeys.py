"""Small measures of the journey's drawing, which the template can't work out."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.engine.book import Node
from apps.journeys.behind import kind_of
from apps.journeys.drawing import WIDTH, Line
from apps.journeys.pictures import Picture
from apps.journeys.ports import port_words

register = template.Library()
# About how wide a character of the drawing's small type is, in pixels.
LETTER = 6.4
WAITS = {
    "": "not decided yet",
    "excluded": "exclusion group",
    "journey_not_live": "journey is not live",
    "lost_tier": "lost to a higher tier",
    "lost_priority": "lost to a higher priority",
    "lost_ready_time": "lost to one ready earlier",
    "lost_key": "lost by the journey’s key",
    "no_consent": "no consent",
}


@register.filter
def cut_to(text: str, length: int) -> str:
    """The text, with “…” in place of what is too long."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


@register.filter
def after_colon(what: str) -> str:
    """“Wait 3 days” of “Added: Wait 3 days”: where its kind stands beside it anyway."""
    for kind in ("Added: ", "Removed: ", "Changed: "):
        if what.startswith(kind):
            rest = what.removeprefix(kind)
            return rest[:1].upper() + rest[1:]
    return what


@register.filter
def of(values: Mapping[str, Any], key: str) -> Any:
    """The value of this key."""
    return values.get(key, "")


@register.filter
def id_of(picture: Picture | None, node: str) -> str:
    """Where in the page the node is drawn; the form where it isn't."""
    nodes = picture.nodes if picture else []
    return next((drawn.id for drawn in nodes if drawn.key == node), "edit")


@register.filter
def wait_reason(code: str) -> str:
    """Why a message waits, in two or three words."""
    return WAITS.get(code) or code.replace("_", " ")


@register.filter
def waits_now(waits: Mapping[str, int]) -> str:
    """“5 wait: frequency cap 4, quiet hours 1”."""
    total = sum(waits.values())
    reasons = [wait_reason(code) for code in waits]
    if len(reasons) == 1:
        return f"{intcomma(total)} wait: {reasons[0]}"
    parts = [f"{said} {intcomma(n)}" for said, n in zip(reasons, waits.values(), strict=True)]
    return f"{intcomma(total)} wait: {', '.join(parts)}"


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


@register.filter
def share_of(count: int, whole: int) -> str:
    """“62 %”, in whole percents; “< 1 %” for what would be none."""
    share = 100 * count / whole if whole else 0
    return "< 1 %" if 0 < share < 0.5 else f"{round(share)} %"


@register.filter
def way(port: str, node: Node) -> str:
    """What it is that leads this way."""
    return port_words(node.type, port)


@register.filter
def after_slash(text: str) -> str:
    return text.partition("/")[2]


@register.filter
def whole(kind: str) -> str:
    """All of what this is a part of: those here now for those who wait."""
    return kind_of(kind)
