"""Personal values in templates, masked for those who may not see them."""

from typing import Any

from django import template

from apps.common.viewer import sees_personal_data
from apps.people import shown

register = template.Library()
register.simple_tag(sees_personal_data, name="sees_personal_data")
register.filter("said", shown.text)
register.filter("erring", shown.error)
register.filter("content", shown.content)
register.filter("any_value", shown.anything)


@register.filter
def person_value(value: Any) -> Any:
    """An identifier or an address."""
    return shown.identifier(str(value)) if value else value
