"""Every address of the application: what its pages may load and run, and what stands in them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html.parser import HTMLParser
from uuid import UUID

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from apps.common import clock
from apps.journeys import operations as journeys
from tests.pages import onboarding

pytestmark = pytest.mark.django_db(transaction=True)

# The documentation of the API writes styles of its own into itself.
DOCS = "/api/docs/"
# Pages of Django's own; their policy is the same, their words are not ours.
FOREIGN = ("/admin/", "/api/")
NOWHERE = UUID(int=0)
VALUES: Mapping[str, object] = {
    "slug": "onboarding",
    "int": 1,
    "uuid": NOWHERE,
    "path": "hello",
    "str": "onboarding",
}


class Inline(HTMLParser):
    """Scripts and styles that stand in a page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        data = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            runs = (value or "").strip().lower().startswith("javascript:")
            if name == "style" or name.startswith("on") or runs:
                self.found.append(f"{tag} {name}={value}")


def inline(page: str) -> list[str]:
    parser = Inline()
    parser.feed(page)
    return parser.found


def policy(response: HttpResponseBase) -> dict[str, str]:
    """The directives of its Content-Security-Policy."""
    given = response.headers["Content-Security-Policy"]
    return dict(each.strip().partition(" ")[::2] for each in given.split(";"))


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, begin: str = "/"
) -> Iterator[str]:
    """Every address, with something in the place of each of its parts."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, begin + str(entry.pattern))
        else:
            address = begin + str(entry.pattern)
            if "(" not in address and "^" not in address:
                yield filled(address)


def filled(address: str) -> str:
    """With values for `<uuid:profile_id>` and its like."""
    head, sign, rest = address.partition("<")
    if not sign:
        return head
    part, _, tail = rest.partition(">")
    kind = part.partition(":")[0] if ":" in part else "str"
    return f"{head}{VALUES.get(kind, 'onboarding')}{filled(tail)}"


@pytest.fixture
def drafted(world: datetime) -> None:
    journeys.save_draft(
        key="onboarding", name="Onboarding", document=onboarding(), by=None, now=clock.now()
    )


@pytest.mark.usefixtures("drafted")
def test_no_page_allows_scripts_or_styles_of_its_own_but_the_documentation(staff: Client) -> None:
    asked = sorted(set(addresses()) - {"/logout/"})
    assert len(asked) > 60 and "/journeys/onboarding/draft/" in asked
    pages = 0
    staff.raise_request_exception = False
    for address in asked:
        response = staff.get(address)
        loose = {name for name, value in policy(response).items() if "unsafe" in value}
        assert loose == ({"style-src"} if address == DOCS else set()), address
        if address.startswith(FOREIGN):
            continue
        assert response.status_code < 500, address
        if "text/html" not in response.headers["Content-Type"]:
            continue
        pages += 1
        assert inline(response.content.decode()) == [], address
    assert pages > 25


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize("address", ["draft/", "versions/1/"])
def test_the_editor_s_page_loads_its_script_from_here_alone(staff: Client, address: str) -> None:
    response = staff.get(f"/journeys/onboarding/{address}")
    page, directives = response.content.decode(), policy(response)
    assert directives["script-src"] == directives["default-src"] == "'self'"
    assert '<script type="module" src="/static/built/' in page.replace(' crossorigin=""', "")
    assert inline(page) == []
    assert "http://" not in page and "https://" not in page
