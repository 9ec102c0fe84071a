"""Why this message, and why not the others: on the real stores."""

from typing import Any

import pytest
from django.test import Client

from apps.delivery.models import Delivery
from apps.engine.reasons import Code
from apps.events import operations as events
from apps.experiments import operations as experiments
from apps.explain.why import why
from apps.explain.why.candidates import CandidateView
from apps.explain.why.why import Explanation
from apps.graph import store
from tests.explain.worlds import one_journey, person, three_that_compete
from tests.scenario import at, identify, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

NIGHT = {
    "id": "night",
    "name": "Quiet nights",
    "channel": "email",
    "start": "08:00",
    "end": "20:00",
}


def latest_decision() -> Explanation:
    rows = store.read("MATCH (d:Decision) RETURN d.uid AS uid ORDER BY d.at DESC LIMIT 1")
    found = why.of_decision(rows[0]["uid"])
    assert found is not None
    return found


def the_only_candidate() -> CandidateView:
    (one,) = latest_decision().candidates
    return one


def test_it_names_the_winner_the_losers_and_the_rule() -> None:
    three_that_compete()
    found = why.of_message(Delivery.objects.get().pk)
    assert found is not None
    assert found.sentence == (
        "ann@example.test is about to get “Trial day 1” of Onboarding by e-mail on"
        " Mon 2 Mar 2026, 11:00 (Europe/Berlin) because they started a trial at 11:00 and their"
        " plan was “pro”; “message” of Winback and “message” of Thanks also wanted to write and"
        " lost: lower tier (Marketing comes after Lifecycle), and the cap “1 e-mail a day” had no"
        " place for both. It waits to be sent."
    )
    assert [c.verdict for c in found.candidates] == ["Sent", "Lost, waits", "Lost, waits"]
    gates = {gate.gate: gate for gate in found.candidates[1].gates}
    assert gates["arbitration"].decided and not gates["arbitration"].ok
    assert found.own_zone


def test_it_tells_the_way_with_the_values_that_were_seen() -> None:
    three_that_compete()
    run_until(at(2, days=3))
    found = why.of_message(Delivery.objects.get(node="Trial day 3").pk)
    assert found is not None and found.asked is not None
    assert [(step.type, step.stayed) for step in found.asked.path] == [
        ("entry", ""),
        ("message", ""),
        ("delay", "3 days"),
        ("message", ""),
    ]
    assert found.asked.path[0].asked[0].text == "trait plan is “pro”: it was “pro”"
    assert "because they started a trial on Mon 2 Mar, their plan was “pro” and 3 days" in (
        found.sentence
    )
    assert found.trigger.kind == "timer"
    assert "the wait “three days” of Onboarding was over, after 3 days" in found.trigger.sentence


def test_it_says_what_became_of_a_loser_later() -> None:
    three_that_compete()
    run_until(at(2, days=2))
    first = Delivery.objects.order_by("decided_at")[0]
    found = why.of_message(first.pk)
    assert found is not None
    loser = next(c for c in found.candidates if c.considered.journey == "winback")
    assert [then.verdict for then in loser.later][-1:] == ["sent"]


@pytest.mark.parametrize(
    ("rules", "told", "code", "says"),
    [
        (
            {"caps": [{"id": "week", "name": "1 a week", "limit": 1, "hours": 168}]},
            [track("ann", "Signed Up", at(0.5))],
            Code.FREQUENCY_CAP,
            "the cap “1 a week” is full: 1 of 1 message in the last 7 days (2 Mar 09:30),"
            " free again Mon 9 Mar 2026, 09:30",
        ),
        (
            {"quiet_hours": [NIGHT]},
            [],
            Code.QUIET_HOURS,
            "it was 10:00 in UTC, inside the quiet hours “Quiet nights” (08:00 to 20:00),"
            " which end Mon 2 Mar 2026, 20:00",
        ),
        ({"consent": {"email": "opt_in"}}, [], Code.NO_CONSENT, "never subscribed to e-mail"),
        (
            {},
            [track("ann", "Subscription Changed", at(0.5), channel="email", status="unsubscribed")],
            Code.UNSUBSCRIBED,
            "ann@example.test unsubscribed from e-mail on Mon 2 Mar 2026, 09:30",
        ),
        (
            {},
            [identify("ann", at(0.5), email="")],
            Code.NO_ADDRESS,
            "no e-mail address is known (the trait “email” is empty)",
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Code) else "",
)
def test_it_says_why_a_message_was_stopped(
    rules: dict[str, Any], told: list[dict[str, Any]], code: Code, says: str
) -> None:
    one_journey(**rules)
    tell(identify("ann", at(0)), *told, track("ann", "Signed Up", at(1)))
    run_until(at(1, minutes=1))
    one = the_only_candidate()
    assert one.considered.reason.code == code
    assert says in one.sentence
    assert [gate.sentence for gate in one.gates if gate.decided] != []


def test_it_says_that_an_address_is_suppressed() -> None:
    one_journey()
    tell(identify("ann", at(0)))
    run_until(at(0))
    properties = {"channel": "email", "address": "ann@example.test", "reason": "hard_bounce"}
    events.append_internal(
        name="Address Suppressed",
        profile_id=person(),
        message_id="bounce",
        now=at(0.5),
        properties=properties,
    )
    tell(track("ann", "Signed Up", at(1)))
    run_until(at(1, minutes=1))
    assert "the e-mail address is suppressed (hard_bounce)" in the_only_candidate().sentence


def test_it_says_who_was_held_out_and_by_which_holdout() -> None:
    made = experiments.create(
        name="Nine in ten", share=0.9, scope="everything", values=[], by=None, now=at(0), salt="s2"
    )
    experiments.start(key=made.key, now=at(0))
    one_journey()
    tell(*(identify(f"u{n}", at(0)) for n in range(9)))
    tell(*(track(f"u{n}", "Signed Up", at(1)) for n in range(9)))
    run_until(at(1, minutes=1))
    rows = store.read(
        "MATCH (d:Decision)-[c:CONSIDERED {verdict: 'held_out'}]->() RETURN d.uid AS u"
    )
    found = why.of_decision(rows[0]["u"])
    assert found is not None
    assert "would have been sent at this very moment, but u" in found.candidates[0].sentence
    assert "is in the holdout “Nine in ten” (90 % of people)" in found.candidates[0].sentence
    assert "got nothing on" in found.sentence
    assert [(arm.name, arm.arm) for arm in found.arms] == [("Nine in ten", "holdout")]


def test_what_else_would_have_stopped_it_is_told() -> None:
    one_journey(quiet_hours=[NIGHT], consent={"email": "opt_in"})
    tell(identify("ann", at(0)), track("ann", "Signed Up", at(1)))
    run_until(at(1, minutes=1))
    one = the_only_candidate()
    assert one.considered.reason.code == Code.NO_CONSENT
    assert len(one.else_stopped) == 1 and "quiet hours" in one.else_stopped[0]


def test_the_page_shows_it(browser: Client) -> None:
    three_that_compete()
    message = Delivery.objects.get()
    page = browser.get(f"/messages/{message.pk}/why/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "lower tier (Marketing comes after Lifecycle)" in text
    assert "3 candidates at that moment" in text
    assert "&quot;source&quot;: &quot;ad&quot;" in text
    decision = browser.get(f"/decisions/{message.decision_id}/")
    assert decision.status_code == 200 and "What was decided" in decision.content.decode()


def test_an_unknown_message_or_decision_is_not_found(browser: Client) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    assert browser.get(f"/messages/{nobody}/why/").status_code == 404
    assert browser.get(f"/decisions/{nobody}/").status_code == 404
