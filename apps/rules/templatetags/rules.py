"""Words that the pages of the rules need."""

from django import template
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError

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


@register.simple_tag
def condition_builder() -> str:
    """The script that puts a builder over conditions; "" where it isn't built: text does, too."""
    try:
        made = DjangoViteAssetLoader.instance().generate_vite_asset("conditions/form.tsx")
    except (DjangoViteAssetNotFoundError, DjangoViteManifestError):
        return ""
    # Made of the build's own file names.
    return SafeString(made)
