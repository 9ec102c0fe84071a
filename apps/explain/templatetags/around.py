"""Addresses and words of the picture around a person."""

from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError

from apps.explain.around.neighbours.parts import Node, singular

register = template.Library()
# As the build names it: from the editor's folder, where the build begins.
SCRIPT = "../../explain/around/main.ts"


@register.simple_tag
def step(focus: str, filters: str) -> str:
    """The address of the next step, with the kinds that are chosen."""
    return f"?{urlencode({'focus': focus})}" + (f"&{filters}" if filters else "")


@register.simple_tag
def further(focus: str, kind: str, cursor: str) -> str:
    """The address at which the neighbours of one kind go on."""
    return f"?{urlencode({'focus': focus, 'kinds': kind, 'cursor': cursor})}"


@register.filter
def kind_word(node: Node) -> str:
    """What kind of thing it is, as a heading says it: "Run"."""
    return singular(node.kind).capitalize()


@register.simple_tag
def around_script() -> str:
    """The script that draws the picture; "" where it isn't built: the list says the same."""
    try:
        made = DjangoViteAssetLoader.instance().generate_vite_asset(SCRIPT)
    except (DjangoViteAssetNotFoundError, DjangoViteManifestError):
        return ""
    # Made of the build's own file names.
    return SafeString(made)
