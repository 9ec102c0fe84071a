"""Rules of engagement as sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest

from apps.engine.book import Cap, ExclusionGroup, QuietHours, RuleSet, Tier
from apps.engine.conditions import parse
from apps.engine.problems import Problems
from apps.rules import sentences
from apps.rules.condition_words import words
from apps.rules.saying import rules_of
from apps.rules.sentences import Names

NAMES = Names({"marketing": "Marketing"}, {"winback": "Win-back", "thanks": "Post-purchase"})


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


@pytest.mark.parametrize(
    ("start", "end", "days", "says"),
    [
        ("21:00", "08:00", (), "No SMS from 21:00 to 08:00, {CLOCK}"),
        (
            "21:00",
            "08:00",
            (5, 6),
            "No SMS from 21:00 on Saturday and Sunday to 08:00 the next day, {CLOCK}",
        ),
        (
            "12:00",
            "14:00",
            (0, 1, 2, 3, 4),
            "No SMS from 12:00 to 14:00 on Monday to Friday, {CLOCK}",
        ),
        (
            "00:00",
            "00:00",
            (6,),
            "No SMS for 24 hours from 00:00 on Sunday, {CLOCK}",
        ),
    ],
)
def test_quiet_hours_read_as_a_sentence(
    start: str, end: str, days: tuple[int, ...], says: str
) -> None:
    says = says.format(CLOCK="by the person’s clock.")
    assert sentences.quiet_hours(QuietHours("q", "q", "sms", start, end, days)) == says


def test_an_exclusion_group_reads_as_a_sentence() -> None:
    group = ExclusionGroup("g", "g", ("winback", "thanks", "trial"))
    assert sentences.exclusion_group(group, NAMES) == (
        "A person is in at most one of Win-back, Post-purchase and trial; whoever is in one isn’t "
        "let in to another until that is over."
    )
    assert sentences.exclusion_group(replace(group, displace=True), NAMES).endswith(
        "; the one with the better tier, or else the higher priority, takes the place."
    )


def test_arbitration_reads_as_sentences() -> None:
    tiers = (Tier("a", "Receipts", True), Tier("b", "Lifecycle"), Tier("c", "Marketing"))
    rules = RuleSet("", 0, tiers, look_ahead=timedelta(hours=48))
    assert sentences.tiers(rules) == (
        "Receipts goes before Lifecycle, which goes before Marketing."
    )
    assert "scheduled within the next 2 days" in sentences.look_ahead(rules)
    assert "No message yields" in sentences.look_ahead(replace(rules, look_ahead=timedelta()))


def test_stages_read_as_sentences() -> None:
    raw = {
        "key": "customer",
        "name": "Customer",
        "stages": [
            {"key": "trial", "name": "Trial", "when": {"count": "Trial Started", "value": 1}},
            {
                "key": "paying",
                "name": "Paying",
                "from": ["trial"],
                "when": {"all": [{"trait": "plan", "value": "pro"}, {"stage": "x", "value": "y"}]},
                "done": {"done": "other", "value": True},
            },
            {"key": "vip", "name": "VIP", "when": {"any": []}},
        ],
    }
    [cycle] = rules_of({"lifecycles": [raw]}).lifecycles
    assert sentences.lifecycle(cycle).startswith("Trial, then Paying, then VIP;")
    assert [sentences.stage(cycle, stage) for stage in cycle.stages] == [
        "A person enters Trial from no stage yet when exactly 1 Trial Started.",
        "A person enters Paying from Trial when plan is pro and stage of x is y; it is done when "
        "the stage of other is done.",
        "A person enters VIP from no stage yet, Trial or Paying when a journey says so; no "
        "condition brings anybody here.",
    ]


def test_conditions_say_where_a_value_comes_from() -> None:
    problems = Problems()
    raw = {"event": "order_id", "op": "eq", "value_from": {"entry": "order_id"}}
    asked = parse(raw, problems, "where")
    assert words(asked) == "order id is the entry’s order id" and not list(problems)


def test_consent_reads_as_a_sentence() -> None:
    assert sentences.consent("email", "opt_out") == (
        "E-mail goes to everyone who has not unsubscribed."
    )
