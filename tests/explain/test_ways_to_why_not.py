"""From where somebody waits, ended, or was stopped, a link asks why not; each is answered."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.explain.worlds import person, three_that_compete
from tests.scenario import at, run_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def ways(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="([^"]+/why-not/\?[^"]+)"', page)]


def answers(browser: Client, address: str) -> list[str]:
    """What each question that the page links to is answered."""
    found = []
    for way in ways(browser.get(address).content.decode()):
        page = browser.get(way).content.decode()
        sentence = re.search(r'class="sentence">([^<]+)<', page)
        assert sentence, way
        found.append(unescape(sentence[1]))
    return found


def test_from_now_for_the_message_that_waits(browser: Client) -> None:
    three_that_compete()
    page = browser.get(f"/people/{person()}/?kind=event").content.decode()
    waiting = [way for way in ways(page) if "node=" in way]
    assert len(waiting) == 2 and all("run=" in way and "at=" not in way for way in waiting)
    told = answers(browser, f"/people/{person()}/?kind=event")
    assert sum("“Trial day 1” of Onboarding went first" in one for one in told) == 2


def test_from_a_decision_for_each_message_that_lost_as_of_that_moment(browser: Client) -> None:
    three_that_compete()
    run_until(at(days=9))
    told = answers(browser, f"/people/{person()}/timeline/?kind=decision&from=earliest")
    first = [one for one in told if "“Trial day 1” of Onboarding went first" in one]
    # Whatever became of them since, the answer is the one of that moment.
    assert len(first) == 2


def test_from_a_run_that_is_over(browser: Client) -> None:
    three_that_compete()
    run_until(at(days=9))
    told = answers(browser, f"/people/{person()}/runs/")
    assert len(told) == 3


def test_another_journey_is_asked_about_without_the_message_of_the_one_before(
    browser: Client,
) -> None:
    three_that_compete()
    address = f"/people/{person()}/why-not/"
    asked = {"journey": "winback", "node": "Trial day 1", "at": ""}
    answer = browser.get(address, asked, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "“Trial day 1” of Onboarding went first" in page and "has no node" not in page
    assert answer["HX-Push-Url"] == f"{address}?journey=winback"
    # A link that names a message which is not there says so.
    assert "has no node" in browser.get(address, asked).content.decode()
    kept = browser.get(address, {"journey": "onboarding", "node": "Trial day 1"})
    assert "HX-Push-Url" not in kept


def test_the_moment_in_the_form_is_not_before_the_one_that_was_asked_about(browser: Client) -> None:
    three_that_compete()
    asked = {"journey": "winback", "at": "2026-03-02T10:00:18.250000+00:00"}
    page = browser.get(f"/people/{person()}/why-not/", asked).content.decode()
    assert 'value="2026-03-02T11:00:19" step="1"' in page
    minute = browser.get(f"/people/{person()}/why-not/", asked | {"at": "2026-03-02T10:00"})
    assert 'value="2026-03-02T10:00">' in minute.content.decode()
