"""Moments by the clock of whom a page is about."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.delivery.models import Delivery
from apps.explain import way_back
from apps.explain.conflicts import costs
from apps.rules.told import words
from apps.rules.told.telling import Telling

register = template.Library()


@register.filter
def told(at: datetime | float | None, telling: Telling) -> SafeString | str:
    """Such as "Tue 4 Nov 2026, 09:02", with the exact moment and the zone in its title."""
    if at is None:
        return "–"
    moment = at if isinstance(at, datetime) else datetime.fromtimestamp(at, UTC)
    local = moment.astimezone(telling.zone)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        f"{local:%H:%M:%S} {telling.zone.key}",
        words.moment(moment, telling.zone),
    )


@register.filter
def short(at: datetime, telling: Telling) -> SafeString:
    """Such as "4 Nov 09:02", for a value's date; the exact moment stands in its title."""
    full = words.moment(at, telling.zone)
    text = words.short(at, telling.zone)
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), full, text)


@register.filter
def short_text(at: datetime, telling: Telling) -> str:
    """As `short`, without any markup: for drawings and labels."""
    return words.short(at, telling.zone)


@register.filter
def message_name(row: Delivery, telling: Telling) -> str:
    """What the node is called that a delivery comes from."""
    return telling.node(row.version_id, row.node).name


@register.filter
def journey_name(key: str, telling: Telling) -> str:
    return telling.journey(key)


@register.filter
def clock(at: datetime, telling: Telling) -> str:
    return words.clock(at, telling.zone)


@register.filter
def day(at: datetime, telling: Telling) -> str:
    return words.day(at, telling.zone)


@register.filter
def shown(value: Any) -> str:
    """A value of a trait as it is shown."""
    return words.value(value)


@register.filter
def called(names: Mapping[str, str], key: str) -> str:
    """What is called so by key; the key itself where it has no name."""
    return names.get(key) or key


@register.filter
def percent(share: float) -> str:
    return words.percent(share)


@register.filter
def channel(key: str) -> str:
    return words.by_channel(key)


@register.filter
def length_of(seconds: float | None) -> str:
    """A length of time, “3 days”; a dash where there is none."""
    return "–" if seconds is None else words.length(seconds)


@register.simple_tag(takes_context=True)
def backed(context: template.Context, href: str) -> str:
    """An address that knows the way back to this page."""
    return way_back.backed(href, context["request"])


@register.inclusion_tag("explain/_way_back.html", takes_context=True)
def back_link(context: template.Context) -> dict[str, Any]:
    """The way back to where one came from, where the address tells it."""
    return {"back": way_back.way_back(context["request"])}


@register.simple_tag
def rule_page(reason: str, rule: str) -> str:
    """The address of a rule's page, with what it cost; "" where it has none."""
    return costs.page(reason, rule)
