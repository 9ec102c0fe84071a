"""Why and replay in the management API: the evidence, and the decision as it would be today."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.delivery.drain import drain
from apps.delivery.models import Delivery, Template
from tests.api.conftest import Get
from tests.explain.worlds import DAY_CAP, person, three_that_compete
from tests.scenario import at, rule_set, run_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
    pytest.mark.graph,
]
NOBODY = "00000000-0000-0000-0000-000000000000"


def sent() -> Delivery:
    Template.objects.create(key="hello", name="Hello", channel="email", subject="Hi", text="Hello")
    three_that_compete()
    drain("email", lambda: at(1, minutes=2))
    return Delivery.objects.get()


def test_the_evidence_of_a_message(get: Get) -> None:
    message = sent()
    run_until(at(days=3))
    told = get(f"/api/messages/{message.pk}/why/")
    assert told["identity"]["carried"][0] == {
        "type": "user_id",
        "value": "ann",
        "how": "known",
        "since": told["identity"]["carried"][0]["since"],
        "profile": str(person()),
        "found": "",
    }
    assert {(one["journey"], one["number"]) for one in told["versions"]} == {
        ("onboarding", 1),
        ("winback", 1),
        ("thanks", 1),
    }
    mine = told["candidates"][0]["sent"]
    assert mine["content"]["subject"] == "Hi" and mine["content"]["text"] == "Hello"
    assert mine["attempts"][0]["outcome"] == "sent"
    assert told["after"]["next"] and told["after"]["converted"] is False
    assert get(f"/api/decisions/{told['after']['next']}/")["after"]["before"] == told["id"]


def test_the_login_of_a_browser_reads_it(get: Get) -> None:
    message = sent()
    client = Client()
    assert client.get(f"/api/messages/{message.pk}/why/").status_code in (401, 403)
    client.force_login(User.objects.create_user("reader"))
    assert client.get(f"/api/messages/{message.pk}/why/").json()["id"] == str(message.decision_id)


def test_a_decision_is_replayed_as_it_was_and_as_it_would_be(get: Get, post: Get) -> None:
    uid = sent().decision_id
    same = post(f"/api/decisions/{uid}/replay/")
    assert same["same"] and same == post(f"/api/decisions/{uid}/replay/?with=then")
    rule_set(caps=[DAY_CAP | {"limit": 0}])
    other = post(f"/api/decisions/{uid}/replay/?with=today")
    assert other["changed"] == 3 and other["which"] == "today" and other["rules"] == 2
    first = other["rows"][0]
    assert first["then"]["verdict"] == "sent" and first["now"]["reason"] == "frequency_cap"
    draft = post(f"/api/decisions/{uid}/replay/?with=draft")
    assert draft["which"] == "draft" and draft["changed"] == 3
    wrong = post(f"/api/decisions/{uid}/replay/?with=tomorrow", 400)
    assert wrong["errors"][0]["field"] == "with" and "today" in str(wrong["errors"][0])
    for which in ("then", "today", "draft"):
        post(f"/api/decisions/{NOBODY}/replay/?with={which}", 404)
