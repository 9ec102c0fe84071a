"""What is written of people: the later word stays, and a merge moves every identifier."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.people import operations
from apps.people.models import Consent, Identifier, Merge, Profile, Suppression, Trait
from tests.scenario import at, identify, run_until, tell, track

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def profile(db: None) -> str:
    return str(Profile.objects.create(created_at=NOW).id)


def test_the_later_word_on_a_trait_stays(profile: str) -> None:
    early, late = NOW, NOW + timedelta(hours=1)
    operations.save_traits(rows=[(profile, "plan", "pro", late)])
    operations.save_traits(rows=[(profile, "plan", "free", early), (profile, "city", [1], early)])
    operations.save_traits(rows=[(profile, "plan", "again", late)])
    assert {t.key: t.value for t in Trait.objects.all()} == {"plan": "again", "city": [1]}


def test_the_later_word_on_a_consent_stays(profile: str) -> None:
    row = (profile, "email", "", "unsubscribed", NOW)
    operations.save_consents(rows=[row])
    operations.save_consents(rows=[(*row[:3], "subscribed", NOW - timedelta(hours=1))])
    assert Consent.objects.get().status == "unsubscribed"


def test_an_address_is_suppressed_once_with_its_first_reason(db: None) -> None:
    operations.suppress(channel="email", address="a@b.c", reason="bounce", now=NOW)
    operations.suppress(channel="email", address="a@b.c", reason="complaint", now=NOW)
    assert Suppression.objects.get().reason == "bounce"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("graph")
def test_a_merge_moves_every_identifier_and_says_what_it_joined() -> None:
    visit = track("", "Visited", at(0)) | {"anonymousId": "x"}
    tell({k: v for k, v in visit.items() if k != "userId"}, identify("ann", at(1)))
    run_until(at(2))
    tell(identify("ann", at(3), anonymous="x"))
    run_until(at(4))
    merge = Merge.objects.get()
    assert merge.identifiers == ["anonymous_id:x"]
    assert merge.absorbed.merged_into == merge.survivor
    assert set(Identifier.objects.values_list("type", "profile_id")) == {
        (kind, merge.survivor_id) for kind in ("user_id", "email", "anonymous_id")
    }
