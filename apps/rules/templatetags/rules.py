"""Words that the pages of the rules need."""

from django import template

register = template.Library()


@register.filter
def article(noun: str) -> str:
    """“an exclusion group”; what is many has none."""
    if noun.endswith("hours"):
        return noun
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


@register.filter
def side(name: str) -> str:
    """A side of a comparison: the draft, or a version by its number."""
    if name == "draft":
        return "Draft"
    return f"Version {name}" if name != "0" else "Before the first version"
