"""The way back on a page that was reached from a list or another page: an address of ours."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

# What the way back is called, by the name of the page it leads to: others are not led to.
PLACES = {
    "overview": "Overview",
    "decisions": "Stopped messages and others",
    "conflicts_costs_behind": "The messages behind the number",
    "conflicts_cell": "The messages behind the number",
    "conflicts_costs": "Cost of each rule",
    "decision": "The decision",
    "message-why": "Why this message",
    "person": "The person",
    "person-why-not": "Why not",
    "rule-cost": "The rule",
}
# Each way back carries the one before it; further ones are forgotten.
LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Back:
    href: str
    label: str


def way_back(request: HttpRequest) -> Back | None:
    """Where somebody came from, as the address says; None where it says nothing that we know."""
    given = request.GET.get("back", "")
    if not given.startswith("/") or not url_has_allowed_host_and_scheme(given, allowed_hosts=None):
        return None
    try:
        name = resolve(urlsplit(given).path).url_name
    except Resolver404:
        return None
    return Back(given, PLACES[name]) if name in PLACES else None


def backed(href: str, request: HttpRequest) -> str:
    """The address with the way back to this page in it."""
    here = request.get_full_path()
    if not href or len(here) > LONGEST:
        return href
    page, hash, anchor = href.partition("#")
    joined = "&" if "?" in page else "?"
    return f"{page}{joined}{urlencode({'back': here})}{hash}{anchor}"
