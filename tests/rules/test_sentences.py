"""Rules of engagement as sentences, and what a cap would have stopped."""

from zoneinfo import ZoneInfo

import pytest

from apps.engine.book import Cap, QuietHours
from apps.graph.queries_sends import Sent
from apps.rules import sentences
from apps.rules.effect import Effect, effect
from apps.rules.sentences import Names

NAMES = Names({"marketing": "Marketing"}, {"winback": "Win-back", "thanks": "Post-purchase"})
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("cap", "says"),
    [
        (
            Cap("c", "c", 3, hours=168, channels=("email",)),
            "At most 3 e-mails in any 7 days.",
        ),
        (Cap("c", "c", 1, hours=24), "At most 1 message in any 24 hours."),
        (Cap("c", "c", 1, hours=1, channels=("sms",)), "At most 1 SMS in any 1 hour."),
        (
            Cap("c", "c", 2, calendar="week", channels=("email", "sms")),
            "At most 2 e-mails or SMS per calendar week in the person’s time zone.",
        ),
        (
            Cap("c", "c", 1, hours=48, tiers=("marketing",), journeys=("winback", "thanks")),
            "At most 1 marketing message from Win-back and Post-purchase in any 2 days.",
        ),
        (
            Cap("c", "c", 5, hours=72, tags=("promo",), transactional=True),
            "At most 5 messages tagged “promo” in any 3 days, transactional ones included.",
        ),
        (Cap("c", "c", 0, hours=24, channels=("email",)), "No e-mails."),
    ],
)
def test_a_cap_reads_as_a_sentence(cap: Cap, says: str) -> None:
    assert sentences.cap(cap, NAMES) == says


def test_quiet_hours_and_consent_read_as_sentences() -> None:
    quiet = QuietHours("q", "q", "email", "21:00", "08:00")
    assert sentences.quiet_hours(quiet).startswith("No e-mails from 21:00 to 08:00")
    assert sentences.consent("email", "opt_out") == (
        "E-mail goes to everyone who has not unsubscribed."
    )


def sends(profile: str, *hours: float) -> list[Sent]:
    return [Sent(profile, hour * 3600) for hour in hours]


def test_a_rolling_cap_stops_what_is_over_it_and_a_stopped_one_does_not_count() -> None:
    cap = Cap("c", "c", 2, hours=24)
    found = effect(cap, [*sends("a", 0, 1, 2, 24, 26), *sends("b", 0, 30)], UTC)
    assert found == Effect(stopped=1, sends=7, people=1)


def test_a_calendar_cap_begins_anew_at_midnight() -> None:
    cap = Cap("c", "c", 1, calendar="day")
    assert effect(cap, sends("a", 1, 23, 25), UTC) == Effect(stopped=1, sends=3, people=1)


def test_a_cap_of_none_stops_everything() -> None:
    assert effect(Cap("c", "c", 0, hours=1), sends("a", 1, 5), UTC).stopped == 2
