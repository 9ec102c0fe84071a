"""Why not in the management API: the structured cause, and codes that the schema explains."""

from typing import Any

import pytest

from apps.engine.reasons import Code
from apps.explain.why_not.reasoning.cause import CODES, Kind
from apps.explain.why_not.serializers_why_not import CODE, CauseSerializer
from tests.api.conftest import Get
from tests.explain.worlds import person, three_that_compete
from tests.scenario import at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_the_cause_is_structured(get: Get) -> None:
    three_that_compete()
    found: dict[str, Any] = get(
        f"/api/people/{person()}/why-not/", journey="winback", node="message"
    )
    cause = found["cause"]
    assert (cause["kind"], cause["code"], cause["gate"]) == ("lost", "lost_tier", "arbitration")
    assert cause["winner"]["journey"] == "onboarding"
    assert cause["verdict"] == "waits" and cause["until"] and cause["give_up_at"]
    assert cause["decision"] == found["decided"][0]["decision"]
    assert found["differently"].startswith("Onboarding would have had to")


def test_the_past_is_not_told_by_the_present(get: Get) -> None:
    three_that_compete()
    query = {"journey": "onboarding", "at": at(0.5).isoformat()}
    found = get(f"/api/people/{person()}/why-not/", **query)
    assert found["cause"]["kind"] == "never_entered" and found["cause"]["awaited"]
    assert found["path"] == [] and found["decided"] == []


def test_an_unknown_message_is_named_as_the_field(get: Get) -> None:
    three_that_compete()
    [problem] = get(f"/api/people/{person()}/why-not/", 400, journey="winback", node="none")[
        "errors"
    ]
    assert problem["field"] == "node"


def test_every_code_is_explained_in_the_schema() -> None:
    assert all(f"`{code}`" in CODE for code in CODES)
    assert all(f"`{code.value}`" in CODE for code in Code if code is not Code.OK)
    assert set(CauseSerializer().fields["kind"].choices) == {kind.value for kind in Kind}
