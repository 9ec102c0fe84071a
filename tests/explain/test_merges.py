"""Merges to review: what speaks against one, undoing it, and the messages because of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis import Redis

from apps.config.celery import app
from apps.delivery.models import Delivery
from apps.engine.luck import draw
from apps.experiments import operations as experiments
from apps.explain import tasks
from apps.explain.merges.merge_page import merge_page
from apps.explain.merges.suspicious import MANY_TAKEN_IN, Seen, Side, suspicions
from apps.graph import queries_people
from apps.orchestrator import advance, books, unmerging
from apps.orchestrator.models import PoisonedProfile
from apps.orchestrator.route import route_all
from apps.people import queries_identity
from apps.people.models import IdentityRules, KeptApart, Merge, Profile
from tests.orchestrator.test_unmerging import told, visit
from tests.scenario import at, identify, message_on, node, path, publish, rule_set, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
MERGED = at(days=10)
LATE = at(days=400)


@pytest.fixture(autouse=True)
def woken() -> Iterator[Redis]:
    """The queue of wake-ups; nobody works on it but the test."""
    queue = Redis.from_url(app.conf.broker_url)
    queue.delete("advance")
    yield queue
    queue.delete("advance")


def go(until: datetime = LATE) -> None:
    route_all()
    advance.drain_all(until)


def joined(email: str | None = "bob@example.test", **traits: Any) -> Merge:
    """Ann is known; somebody comes on a telephone, which an event of Ann's names, too."""
    rule_set()
    publish("news", message_on("Read"))
    publish(
        "pros",
        path(
            node("in", "entry", event="Came", audience={"trait": "plan", "value": "pro"}),
            node("message", "message", template="hello"),
            node("wait", "delay", duration={"days": 300}),
            node("out", "exit"),
        ),
    )
    tell(
        identify("ann", at(0), plan="free"),
        track("ann", "Read", at(1)),
        told("phone", at(3), **{"plan": "pro"} | ({"email": email} if email else {}) | traits),
        visit("phone", "Looked", at(4)),
    )
    tell(identify("ann", MERGED, anonymous="phone") | {"messageId": "both", "traits": {}})
    go()
    return Merge.objects.get()


def looked_at() -> Merge:
    tasks.sweep()
    return Merge.objects.get()


def kinds(merge: Merge) -> list[str]:
    return [one["kind"] for one in merge.suspicions]


# What speaks against a merge ----------------------------------------------------------------------


def seen(**changes: Any) -> list[dict[str, Any]]:
    return suspicions(Seen(**{"kept": Side(), "given": Side()} | changes))


def test_nothing_speaks_against_a_visitor_who_logs_in() -> None:
    kept = Side(matched=frozenset({"user_id"}), emails=frozenset({"ann@x.test"}))
    given = Side(matched=frozenset({"anonymous_id"}))
    assert seen(kept=kept, given=given, identifiers=1, events=999) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"identifiers": 11}, {"identifiers": 11}),
        ({"events": 1001}, {"events": 1001}),
        ({"runs": 21}, {"runs": 21}),
        ({"taken_in": MANY_TAKEN_IN}, {"taken_in": MANY_TAKEN_IN}),
    ],
)
def test_a_large_one_is_to_be_reviewed(changes: dict[str, int], found: dict[str, int]) -> None:
    assert seen(**changes) == [{"kind": "large", **found}]


def test_a_shared_device_counts_only_between_two_who_are_somebody() -> None:
    kept = Side(matched=frozenset({"user_id"}), names=frozenset({"ann"}))
    device = frozenset({"anonymous_id"})
    assert seen(kept=kept, given=Side(matched=device)) == []
    by_device = seen(kept=kept, given=Side(matched=device, names=frozenset({"bob"})))
    assert by_device[0] == {"kind": "devices", "types": ["anonymous_id"]}
    by_email = seen(kept=kept, given=Side(frozenset({"email"}), names=frozenset({"bob"})))
    assert [one["kind"] for one in by_email] == ["traits"]


def test_the_same_address_on_both_sides_is_no_conflict() -> None:
    same = Side(emails=frozenset({"ann@x.test"}), names=frozenset({"ann a"}))
    assert seen(kept=same, given=same) == []


def test_differing_addresses_and_a_device_alone_are_found_by_the_sweep() -> None:
    joined(first_name="Bob", phone="+491701234567")
    merge = looked_at()
    assert kinds(merge) == ["devices", "traits"]
    assert merge.suspicions[1]["about"] == ["email"]
    assert merge.suspicious is True


def test_a_merge_of_a_visitor_is_looked_at_and_fine() -> None:
    rule_set()
    tell(visit("phone", "Looked", at(0)), identify("ann", at(1)))
    tell(identify("ann", at(2), anonymous="phone"))
    go()
    merge = looked_at()
    assert merge.suspicious is False and merge.suspicions == []


def test_it_is_looked_at_only_when_it_is_applied() -> None:
    rule_set()
    tell(visit("phone", "Looked", at(0)), identify("ann", at(1)))
    go()
    tell(identify("ann", at(2), anonymous="phone"))
    route_all()
    assert looked_at().suspicious is None
    go()
    assert looked_at().suspicious is False


def test_one_who_took_in_many_is_large() -> None:
    rule_set()
    tell(identify("ann", at(0)), *(visit(f"v{n}", "Looked", at(n)) for n in range(1, 6)))
    go()
    tell(*(identify("ann", at(9 + n), anonymous=f"v{n}") | {"traits": {}} for n in range(1, 6)))
    go()
    tasks.sweep()
    found = list(Merge.objects.order_by("id").values_list("suspicious", flat=True))
    assert found == [False, False, False, False, True]


def test_a_limit_that_is_reached_later_brings_it_to_the_review() -> None:
    rule_set()
    tell(visit("phone", "Looked", at(0)), identify("ann", at(1)))
    tell(identify("ann", at(2), anonymous="phone"))
    go()
    assert looked_at().suspicious is False
    tell(identify("bob", at(3), anonymous="phone"))
    go()
    merge = looked_at()
    assert merge.suspicious is True
    assert merge.suspicions == [{"kind": "limit", "types": ["user_id"], "apart": False, "times": 1}]


def test_a_holdout_that_it_made_silent_is_named(browser: Client) -> None:
    rule_set()
    document = queries_identity.current_document()
    types = [one | ({"limit": 2} if one["key"] == "user_id" else {}) for one in document["types"]]
    # Nobody can publish this any more; people of that time may be there.
    IdentityRules.objects.create(number=1, document=document | {"types": types}, published_at=at(0))
    hold = experiments.create(
        name="Nobody new", share=0.5, scope="everything", values=[], by=None, now=at(0)
    )
    experiments.start(key=hold.key, now=at(0))
    (holdout,) = books.current().holdouts
    of_arm = {draw(holdout.salt, f"user_id:u{n}") < holdout.share: f"u{n}" for n in range(50)}
    same = {"email": "both@example.test"}
    tell(*(track(user, "Looked", at(1)) for user in of_arm.values()))
    tell(*(identify(user, at(2)) | {"traits": same} for user in of_arm.values()))
    go()
    merge = looked_at()
    assert {"kind": "arms", "holdouts": ["Nobody new"]} in merge.suspicions
    shown = text(browser, f"/people/merges/{merge.pk}/")
    assert "Held out, of both arms" in shown and "the person stays silent" in shown


# Lists --------------------------------------------------------------------------------------------


def text(browser: Client, address: str, status: int = 200, **query: Any) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == status
    return answer.content.decode()


def test_lists_say_when_there_is_nothing(browser: Client) -> None:
    assert "Nothing to review" in text(browser, "/people/merges/")
    assert "No merges yet" in text(browser, "/people/merges/", show="all")
    assert "No merge was undone" in text(browser, "/people/merges/", show="undone")
    assert "found right yet" in text(browser, "/people/merges/", show="right")
    assert "No merge matches" in text(browser, "/people/merges/", q="nobody")


def test_a_merge_is_found_by_either_side_and_by_what_speaks_against_it(browser: Client) -> None:
    merge = joined()
    assert "have not been looked at" in text(browser, "/people/merges/")
    looked_at()
    link = f'href="/people/merges/{merge.pk}/"'
    shown = text(browser, "/people/merges/")
    assert link in shown and "Shared device" in shown and "bob@example.test" in shown
    for search in ("ann", "phone", f"{merge.absorbed_id}", f"{merge.survivor_id}"):
        assert link in text(browser, "/people/merges/", q=search), search
    assert link in text(browser, "/people/merges/", kind="traits")
    assert link not in text(browser, "/people/merges/", kind="large")
    assert link not in text(browser, "/people/merges/", show="undone")
    part = browser.get("/people/merges/", headers={"HX-Request": "true"}).content.decode()
    assert link in part and "<html" not in part


def test_a_list_takes_the_same_few_queries_however_long_it_is(browser: Client) -> None:
    rule_set()
    tell(identify("ann", at(0)), *(visit(f"v{n}", "Looked", at(n)) for n in range(1, 30)))
    go()
    tell(identify("ann", at(31), anonymous="v1") | {"traits": {}})
    go()
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            text(browser, "/people/merges/", show="all")
        asked.append(len(queries))
        tell(*(identify("ann", at(40 + n), anonymous=f"v{n}") for n in range(2, 30)))
        go()
    assert asked[0] == asked[1] <= 12
    assert "v2" in text(browser, "/people/merges/", show="all", page=2)


def test_one_found_right_leaves_the_review_and_comes_back(browser: Client) -> None:
    merge = joined()
    looked_at()
    answer = browser.post(f"/people/merges/{merge.pk}/right/", follow=True)
    assert "Found right by mia" in answer.content.decode()
    assert "Nothing to review" in text(browser, "/people/merges/")
    assert f"/merges/{merge.pk}/" in text(browser, "/people/merges/", show="right")
    browser.post(f"/people/merges/{merge.pk}/right/", {"again": 1})
    assert f"/merges/{merge.pk}/" in text(browser, "/people/merges/")


# One merge ----------------------------------------------------------------------------------------


def test_a_merge_shows_both_sides_and_how_it_came(browser: Client) -> None:
    merge = joined()
    looked_at()
    shown = text(browser, f"/people/merges/{merge.pk}/")
    for said in ("ann@example.test", "bob@example.test", "“free”", "“pro”", "led to", "Looked"):
        assert said in shown or said == "Looked", said
    assert f'href="/events/{merge.event_id}/"' in shown
    assert "the initial identity rules" in shown
    assert text(browser, "/people/merges/999999/", 404)


def because(merge: Merge) -> list[tuple[str, str, str, str]]:
    merge.refresh_from_db()
    page = merge_page(merge, LATE)
    assert page.known
    return sorted((m.delivery.journey, m.run_of, m.address_of, m.because) for m in page.messages)


def after_the_merge() -> None:
    """Ann reads and gets it at the other's address; Ann comes, as a pro that only the other is."""
    tell(
        track("ann", "Read", at(days=11)),
        track("ann", "Came", at(days=12)),
        visit("phone", "Read", at(days=13)),
    )
    go()


EXPECTED = [
    ("news", "given", "given", ""),
    ("news", "kept", "given", "address"),
    ("pros", "kept", "given", "address"),
]


def test_messages_because_of_the_merge_are_told_before_and_after_undoing(browser: Client) -> None:
    merge = joined()
    after_the_merge()
    assert because(merge) == EXPECTED
    review = merge_page(merge, LATE)
    assert (review.since.kept, review.since.given) == (3, 1)
    assert [bool(one.because) for one in review.messages] == [True, True, False]
    undo(merge)
    assert because(merge) == EXPECTED
    shown = text(browser, f"/people/merges/{merge.pk}/")
    assert "2 of 3 because of the merge" in shown
    assert all(f"/messages/{m.delivery.pk}/why/" in shown for m in review.messages)


def test_a_run_that_began_only_because_they_were_one_is_named() -> None:
    merge = joined(email=None)
    tell(track("ann", "Came", at(days=12)))
    go()
    assert because(merge) == [("pros", "kept", "kept", "together")]
    undo(merge)
    assert because(merge) == [("pros", "kept", "kept", "together")]


# Undoing ------------------------------------------------------------------------------------------


def undo(merge: Merge) -> None:
    unmerging.undo(merge_id=merge.pk, by=None, because="two people", now=at(days=20))
    go()
    merge.refresh_from_db()


def test_undoing_asks_shows_what_goes_back_and_is_waited_for(browser: Client) -> None:
    merge = joined()
    after_the_merge()
    page = f"/people/merges/{merge.pk}/"
    asked = text(browser, f"{page}undo/")
    for said in (
        "Gets back",
        "anonymous id phone",
        "e-mail bob@",
        "count against the caps of both",
    ):
        assert said.lower() in asked.lower(), said
    assert Merge.objects.get().undone_at is None
    refused = browser.post(f"{page}undo/", {"because": " "})
    assert refused.status_code == 422 and "why these are two people" in refused.content.decode()
    answer = browser.post(f"{page}undo/", {"because": "A shared phone"}, follow=True)
    shown = answer.content.decode()
    assert "Being taken apart" in shown and "every 2s" in shown
    part = browser.get(f"{page}?part=standing", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in part.headers
    go()
    part = browser.get(f"{page}?part=standing", headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    shown = text(browser, page)
    assert "are two people again" in shown and "every 2s" not in shown
    assert f'href="/people/{merge.absorbed_id}/"' in shown and "A shared phone" in shown
    assert "by mia" in shown
    assert browser.get(f"{page}undo/").status_code == 302
    assert "bob@example.test" in text(browser, page)


def test_the_persons_timelines_tell_that_they_were_taken_apart(browser: Client) -> None:
    merge = joined()
    undo(merge)
    for one, other in (
        (merge.survivor_id, "Visitor"), (merge.absorbed_id, "ann@example.test")
    ):  # fmt: skip
        shown = text(browser, f"/people/{one}/timeline/", kind="merge")
        assert "Taken apart from" in shown and "two people" in shown, other
        assert "Joined with another profile" in shown


def test_one_inside_of_another_says_which_comes_first(browser: Client) -> None:
    merge = joined()
    tell(identify("zoe", at(days=11)) | {"userId": None, "anonymousId": "z"})
    go()
    outer = Profile.objects.create(created_at=at(0))
    Merge.objects.create(
        survivor=outer, absorbed_id=merge.survivor_id, event_id=1, at=at(days=14), rule="user_id",
        identifiers=[], lane=1, lane_seq=10**6, from_lane=2, from_seq=10**6,
    )  # fmt: skip
    assert "undo that merge first" in text(browser, f"/people/merges/{merge.pk}/undo/")
    answer = browser.post(f"/people/merges/{merge.pk}/undo/", {"because": "x"})
    assert answer.status_code == 409
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_a_worker_that_fails_is_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    merge = joined()

    def fails(*_: Any) -> Any:
        raise ValueError("no way to split")

    with monkeypatch.context() as patched:
        patched.setattr("apps.orchestrator.fold.unmerge.split", fails)
        undo(merge)
    assert PoisonedProfile.objects.count() == 1
    shown = text(browser, f"/people/merges/{merge.pk}/")
    assert "Taking the two apart failed" in shown and "no way to split" in shown
    assert "every 2s" not in shown


def test_two_kept_apart_may_be_let_join_again(browser: Client) -> None:
    merge = joined()
    undo(merge)
    page = f"/people/merges/{merge.pk}/release/"
    assert "are kept apart since" in text(browser, page)
    assert KeptApart.objects.count() == 1
    browser.post(page)
    assert KeptApart.objects.count() == 0
    tell(identify("ann", at(days=30), anonymous="phone"))
    go()
    assert Merge.objects.filter(undone_at__isnull=True).count() == 1
    assert "An event that names both" in text(browser, f"/people/merges/{merge.pk}/")


# The preview --------------------------------------------------------------------------------------


WORLDS: dict[str, list[dict[str, Any]]] = {
    "nothing since": [],
    "both go on": [track("ann", "Read", at(days=11)), visit("phone", "Came", at(days=12))],
    "told since": [
        told("phone", at(days=11), plan="team", size=3),
        identify("ann", at(days=12), city="Ulm") | {"traits": {"city": "Ulm"}},
        visit("phone", "Read", at(days=13)),
        track("ann", "Came", at(days=14)),
    ],
    "an opt-out": [
        visit("phone", "Subscription Changed", at(days=11), channel="email", status="unsubscribed"),
        track("ann", "Came", at(days=12)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("world", WORLDS)
def test_the_preview_is_what_then_happens(world: str) -> None:
    merge = joined()
    tell(*WORLDS[world])
    go()
    Delivery.objects.update(created_at=F("decided_at"))
    seen = unmerging.preview(merge, at(days=20))
    assert seen is not None
    assert merge.given_back == []
    undo(merge)
    assert merge.outcome is not None
    assert list(seen.identifiers) == merge.given_back
    assert sorted(seen.parted.given_runs) == merge.outcome["runs"]
    assert sorted(seen.parted.let_in_together) == merge.outcome["let_in_together"]
    assert sorted(seen.parted.revived) == merge.outcome["revived"]
    assert (seen.events, len(seen.stopped)) == (
        merge.outcome["events"], merge.outcome["stopped"],
    )  # fmt: skip
    for would_be in (seen.parted.kept, seen.parted.given):
        now = queries_people.state(would_be.id)
        assert now is not None
        for part in ("traits", "consents", "enrollments", "sends", "past", "bucket_keys"):
            assert getattr(now, part) == getattr(would_be, part), (would_be.id, part)


def test_a_preview_writes_nothing() -> None:
    merge = joined()
    after_the_merge()
    with CaptureQueriesContext(connection) as asked:
        unmerging.preview(merge, at(days=20))
    changed = [q["sql"] for q in asked if not q["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert changed == []


def test_only_those_who_are_logged_in_may_look(client: Client) -> None:
    for page in ("/people/merges/", "/people/merges/1/", "/people/merges/1/undo/"):
        answer = client.get(page)
        assert answer.status_code == 302 and "login" in answer["Location"]
    assert User.objects.count() == 0


def test_a_worker_is_woken(browser: Client, woken: Redis) -> None:
    merge = joined()
    browser.post(f"/people/merges/{merge.pk}/undo/", {"because": "two"})
    assert woken.llen("advance") == 1
