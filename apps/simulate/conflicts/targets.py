"""Where a place of a finding is looked at and changed: its address."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

from apps.rules.kinds import OF_SECTION
from apps.simulate.conflicts.finding import Place


def look(place: Place, drafts: Collection[str] = ()) -> str:
    """The address at which the place is seen; of a journey in `drafts` that of its draft."""
    if place.journey and place.journey not in drafts:
        if place.node:
            return reverse("journey-node", args=[place.journey, place.node])
        return reverse("journey", args=[place.journey])
    return mend(place)


def mend(place: Place) -> str:
    """The address at which the place is changed: a form, open at the right spot."""
    if place.template:
        query = urlencode({"q": place.template})
        return f"{reverse('admin:delivery_template_changelist')}?{query}"
    if place.journey:
        page = reverse("journey-draft", args=[place.journey])
        return f"{page}#at-{slugify(place.node)}" if place.node else f"{page}#edit"
    kind = OF_SECTION.get(place.section)
    if kind is None:
        return reverse("rules-draft")
    if place.rule:
        return reverse("rule", args=[kind.slug, place.rule])
    return reverse("rule-new", args=[kind.slug])
