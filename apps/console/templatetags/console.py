"""What the pages' templates share: icons, badges, moments, paging, the navigation."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.common import clock
from apps.console import navigation as places
from apps.console import words

register = template.Library()


@register.inclusion_tag("console/_navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    request = context["request"]
    return {"groups": places.groups(request.path), "user": request.user, "request": request}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the drawings in static/console/icons.svg."""
    href = f"{static('console/icons.svg')}#{name}"
    return format_html(
        '<svg class="icon" aria-hidden="true" width="18" height="18"><use href="{}"></use></svg>',
        href,
    )


@register.simple_tag
def badge(code: str, label: str = "") -> SafeString:
    """A status or a verdict as a small coloured word."""
    text = label or words.LABELS.get(str(code), words.plain(str(code)))
    return format_html('<span class="badge badge-{}">{}</span>', str(code), text)


@register.filter
def reason(code: str) -> str:
    """A reason's code as people say it."""
    return words.reason(str(code))


@register.filter
def plain(code: str) -> str:
    """A key or code without its underscores."""
    return words.plain(str(code))


@register.filter
def share(value: float) -> str:
    """0.1 as “10 %”."""
    return f"{round(value * 100, 1):g} %"


@register.simple_tag
def when(moment: datetime | float | None) -> SafeString | str:
    """A moment in the workspace's zone: “2 Nov 2026, 09:14:05”."""
    at = _aware(moment)
    if at is None:
        return "–"
    local = timezone.localtime(at)
    text = f"{local.day} {local:%b %Y, %H:%M:%S}"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)


@register.simple_tag
def brief(moment: datetime | float | None) -> SafeString | str:
    """A moment for lists: the time today, the day and time this year; all of it in its title."""
    at = _aware(moment)
    if at is None:
        return "–"
    local, today = timezone.localtime(at), timezone.localtime(clock.now())
    day = f"{local.day} {local:%b}"
    if local.date() == today.date():
        text = f"{local:%H:%M:%S}"
    elif local.year == today.year:
        text = f"{day}, {local:%H:%M}"
    else:
        text = f"{day} {local.year}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        f"{day} {local:%Y, %H:%M:%S}",
        text,
    )


@register.simple_tag
def ago(moment: datetime | float | None) -> SafeString | str:
    """How long ago, in one unit; the exact moment stands in its title."""
    at = _aware(moment)
    if at is None:
        return "–"
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        f"{local.day} {local:%b %Y, %H:%M:%S}",
        words.ago((clock.now() - at).total_seconds()),
    )


@register.simple_tag
def current_zone() -> str:
    return timezone.get_current_timezone_name()


@register.inclusion_tag("console/_pages.html", takes_context=True)
def pages(context: template.Context, page: Page) -> dict[str, Any]:  # type: ignore[type-arg]
    """The way to the other pages of a list; the query's other parts stay."""
    return {"page": page, "request": context["request"]}


def _aware(moment: datetime | float | None) -> datetime | None:
    if moment is None or moment == "":
        return None
    return moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)


@register.simple_tag
def bar(value: float, most: float, kind: str = "") -> SafeString:
    """A bar as long as `value` is of `most`, in the colour of a verdict."""
    width = round(100 * value / most, 1) if most else 0
    return format_html(
        '<svg class="bar bar-{}" viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="9"></rect></svg>',
        kind,
        max(width, 0.7) if value else 0,
    )
