"""Who may not see personal data sees none, at any address there is, and who may sees it."""

import html
import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.authtoken.models import Token

from tests.console import every_address, masked_world
from tests.console.every_address import Address
from tests.console.masked_world import IP, LAST, NAME, SECRET, STREET
from tests.privacy.worlds import ANONYMOUS, EMAIL, PHONE, USER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]

KINDS = ("identifier", "profile", "event", "enrollment", "decision", "message", "session", "stage")
HX = {"HX-Request": "true"}
# What a request may be answered with: an answer, a way on, or that it only takes posts.
ANSWERED = {200, 302, 405}
# Without what they ask for in the query, some have nothing to say.
MAY_REFUSE = {400, 404, 406}


@pytest.fixture
def profile(graph: object) -> UUID:
    return masked_world.lived()


def test_no_address_tells_a_personal_value_to_whom_may_not_see_it(profile: UUID) -> None:
    client = masked_world.browser(masked_world.everything_else("mia"))
    leaks, unanswered, answered = [], [], set()
    for address in every_address.addresses(profile):
        for kind, answer in _answers(client, address):
            if answer.status_code in ANSWERED:
                answered.add(address.name)
            elif answer.status_code not in MAY_REFUSE | {403, 409}:
                unanswered.append((address.path, answer.status_code))
            leaks += [(address.path, kind, found) for found in _secrets(answer)]
    assert leaks == []
    assert unanswered == []
    known = {name for name, _ in every_address.named()} - set(every_address.SKIPPED)
    assert " ".join(sorted(known - answered)) == ""


def test_no_post_that_only_looks_tells_one(profile: UUID) -> None:
    client = masked_world.browser(masked_world.everything_else("mia"))
    values = every_address.values(profile)
    leaks: list[tuple[str, str]] = []
    for decision in values["decision_id"]:
        pages, api = f"/decisions/{decision}/replay/", f"/api/decisions/{decision}/replay/"
        for path, query in ((pages, ""), (pages, "today"), (api, ""), (api, "today")):
            asked = f"{path}?with={query}" if query else path
            answer = client.post(asked, {"with": query} if query else {})
            assert answer.status_code == 200, (asked, answer.content)
            leaks += [(asked, found) for found in _secrets(answer)]
    for key, whom in product(
        ("named", "never", "told"), ({"id": str(profile)}, {"identifier": f"user_id:{USER}"})
    ):
        given = {"person": whom, "document": masked_world.document(key)}
        path = f"/api/journeys/{key}/try/"
        answer = client.post(path, given | TRIED, content_type="application/json")
        assert answer.status_code == 200, answer.content
        leaks += [(path, found) for found in _secrets(answer)]
    assert leaks == []


# What they did may be told to a trial as well.
TOLD = {"fullName": NAME, "email": EMAIL}
TRIED = {"events": [{"name": "Named", "after": {"minutes": 5}, "properties": TOLD}]}


def test_no_step_through_the_picture_around_a_person_tells_one(profile: UUID) -> None:
    client = masked_world.browser(masked_world.everything_else("mia"))
    path, known, ahead = f"/api/people/{profile}/around/", {""}, [""]
    while ahead and len(known) < 150:
        answer = client.get(path, {"focus": ahead.pop()})
        assert answer.status_code == 200, answer.content
        assert _secrets(answer) == []
        text = answer.content.decode()
        found = set(re.findall(rf'"id": ?"((?:{"|".join(KINDS)}):[^"]+)"', text)) - known
        known |= found
        ahead += sorted(found)
    assert {one.partition(":")[0] for one in known} >= {"identifier", "event", "message"}
    assert not any(secret in one for one in known for secret in SECRET)


SEARCHES = (
    *("/people/", "/people/merges/?show=all", "/people/identity/left-off/", "/inbox/"),
    "/rules/suppressions/",
)


def test_a_search_by_how_something_begins_is_refused(profile: UUID) -> None:
    masked = masked_world.browser(masked_world.everything_else("mia"))
    seeing = masked_world.seeing("una")
    for path in SEARCHES:
        begins, whole = {"q": EMAIL[:9]}, {"q": EMAIL}
        join = dict([path.partition("?")[2].split("=")]) if "?" in path else {}
        assert b"lacks the right" in masked.get(path, join | begins).content, path
        assert b"lacks the right" not in masked.get(path, join | whole).content, path
        assert b"<table" in masked.get(path, join | whole, headers=HX).content, path
        assert EMAIL in seeing.get(path, join | begins, headers=HX).content.decode(), path
    refused = masked.get("/api/people/", {"search": EMAIL[:9]})
    assert refused.status_code == 400 and refused.json()["errors"][0]["code"] == "needs_right"
    assert masked.get("/api/people/", {"identifier": f"user_id:{USER}"}).json()["results"]
    assert seeing.get("/api/people/", {"search": EMAIL[:9]}).json()["results"]


def test_a_token_sees_what_its_user_may(profile: UUID) -> None:
    for user, sees in ((masked_world.everything_else("mia"), False), (_superuser(), True)):
        token = Token.objects.create(user=user).key
        answer = Client().get(
            f"/api/people/{profile}/", headers={"Authorization": f"Token {token}"}
        )
        assert answer.status_code == 200
        assert (EMAIL in answer.content.decode()) is sees


def test_what_is_remembered_for_one_is_not_shown_to_another(profile: UUID) -> None:
    masked, seeing = (
        masked_world.browser(masked_world.everything_else("mia")),
        masked_world.seeing("una"),
    )
    for client in (seeing, masked, seeing):
        told = client.get("/api/vocabulary/").json()
        values = next(one for one in told["traits"] if one["key"] == "lastName")["examples"]
        assert values == ([LAST] if client is seeing else [f"{LAST[0]}•••"])


def _superuser() -> User:
    return User.objects.create_superuser("robot")


def _answers(client: Client, address: Address) -> Iterator[tuple[str, Any]]:
    yield "page", client.get(address.path)
    if address.is_api:
        yield "browsable", client.get(address.path, headers={"Accept": "text/html"})
    else:
        yield "fragment", client.get(address.path, headers=HX)


def _secrets(answer: Any) -> list[str]:
    """Which values are in the answer, however they are written there."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace") + json.dumps(dict(answer.headers))
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), html.unescape(text))
    every = "\n".join((text, plain, unquote(plain))).lower()
    return [secret for secret in SECRET if secret.lower() in every]


def test_who_may_see_it_finds_it_where_it_belongs(profile: UUID) -> None:
    client = masked_world.seeing("una")
    found: dict[str, set[str]] = {}
    for address in every_address.addresses(profile):
        if address.name in SHOWS:
            answer = client.get(address.path)
            found.setdefault(address.name, set()).update(_secrets(answer))
    assert {name: missing for name in SHOWS if (missing := SHOWS[name] - found[name])} == {}


SHOWS = {
    "people": {EMAIL},
    "person": {EMAIL, USER, PHONE, ANONYMOUS, NAME, LAST, IP},
    "person-timeline": {EMAIL, IP},
    "events": {USER},
    "event": {EMAIL, NAME, IP, PHONE},
    "rejected-event": {USER, EMAIL},
    "inbox": {EMAIL},
    "inbox-html": {EMAIL, LAST},
    "as-sent-html": {EMAIL, LAST},
    "inbox-message": {EMAIL, NAME, LAST},
    "suppressions": {EMAIL, PHONE},
    "left-off": {EMAIL},
    "merges": {ANONYMOUS},
    "merge": {EMAIL, ANONYMOUS},
    "message-why": {EMAIL, USER, NAME, STREET},
    "person-why-not": {EMAIL, NAME},
    "person-around": {EMAIL, ANONYMOUS},
    "decisions": {EMAIL},
    "journey-node": {EMAIL},
    "stage-people": {EMAIL},
    "account": {EMAIL},
    "api-people": {EMAIL, USER},
    "api-person": {EMAIL, USER, PHONE, ANONYMOUS, NAME, LAST},
    "api-timeline": {EMAIL},
    "api-decision": {EMAIL, USER},
    "api-why": {EMAIL, NAME, LAST},
    "api-suppressions-list": {EMAIL},
    "api-left-off": {EMAIL},
    "administration": {EMAIL, USER},
}
