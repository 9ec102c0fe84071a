"""Identity as events really come in: rules, what is left off, kept apart, accounts, the graph."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.events.models import Event
from apps.graph import store
from apps.orchestrator.route import route_all, route_batch
from apps.people import operations, queries, queries_accounts
from apps.people import operations_identity as rules
from apps.people.identity_rules import INITIAL
from apps.people.labels import labels
from apps.people.models import Account, Identifier, LeftOff, Membership, Merge
from apps.people.queries_left_off import left_off, lines
from tests.scenario import at, identify, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def event(user: str = "", hours: float = 0, **more: Any) -> dict[str, Any]:
    told = track(user, "Visited", at(hours)) | {"messageId": f"m{hours}{user}"} | more
    return told if user else {key: value for key, value in told.items() if key != "userId"}


def publish(region: str = "", **limits: int | None) -> None:
    types = [one | {"limit": limits.get(one["key"], one["limit"])} for one in INITIAL["types"]]
    shop = {"key": "shopify_id", "name": "Shop", "limit": 2, "blocked": []}
    document = INITIAL | {"types": [*types[:3], shop, *types[3:]], "default_region": region}
    rules.publish(document=document, note="", by=None, now=NOW)


def known() -> set[tuple[str, str]]:
    return set(Identifier.objects.values_list("type", "value"))


def profile_of(message: str) -> UUID:
    found = Event.objects.values_list("profile_id", flat=True).get(message_id=message)
    assert found is not None
    return queries.survivor(found) or found


def test_everything_that_tells_who_it_is_leads_to_one_person() -> None:
    publish(region="DE")
    shop = {"type": "shopify_id", "id": 4711, "collection": "users", "encoding": "none"}
    device = {"type": "ios", "id": "D1", "token": "T1"}
    tell(
        identify("ann", at(0), phone="0151 12345678"),
        event("ann", 1, context={"externalIds": [shop], "device": device}),
        event("", 2, anonymousId="x", context={"traits": {"phone": "+49 151 12345678"}}),
        event("", 3, anonymousId="y", context={"externalIds": [shop]}),
        event("", 4, anonymousId="z", context={"device": device}),
    )
    route_all()
    assert Event.objects.values("profile_id").distinct().count() == 1
    assert known() == {
        *(("user_id", "ann"), ("email", "ann@example.test"), ("phone", "+4915112345678")),
        *(("shopify_id", "4711"), ("ios.id", "D1"), ("ios.push_token", "T1")),
        *(("anonymous_id", name) for name in "xyz"),
    }


def test_rules_hold_for_what_comes_after_and_nothing_is_resolved_again() -> None:
    tell(*(event("ann", n, anonymousId=f"x{n}") for n in range(3)))
    route_all()
    publish(anonymous_id=2)
    tell(event("ann", 3, anonymousId="x3"), event("ann", 4, anonymousId="x3"))
    route_all()
    assert {value for kind, value in known() if kind == "anonymous_id"} == {"x0", "x1", "x2"}
    (row,) = LeftOff.objects.all()
    assert (row.type, row.value, row.because, row.limit_type) == (
        *("anonymous_id", "x3"),
        *("limit", "anonymous_id"),
    )
    assert row.times == 2 and row.first_event < row.last_event and row.other is None
    tell(event("ann", 5, anonymousId="x3"))
    route_all()
    row.refresh_from_db()
    assert row.times == 3 and row.last_at == at(5)


def test_a_shared_device_is_listed_with_both_people() -> None:
    tell(event("ann", 0, anonymousId="kiosk"), event("bob", 1, anonymousId="kiosk"))
    route_all()
    (line,) = lines(list(left_off(because="shared")))
    assert (line.row.value, line.person.label, line.row.limit_type) == ("kiosk", "bob", "user_id")
    assert line.other and line.other.label == "ann" and not line.same
    assert list(left_off(search="kio")) == [line.row] == list(left_off(kind="anonymous_id"))
    assert list(left_off(search="anonymous_id:kiosk")) == [line.row]
    assert not left_off(because="apart") and not left_off(search="iosk")


def test_a_merge_says_what_led_to_whom_and_by_which_rules() -> None:
    publish()
    tell(event("", 0, anonymousId="x"), event("ann", 1), event("ann", 2, anonymousId="x"))
    route_all()
    merge = Merge.objects.get()
    assert merge.rules == 1 and merge.rule == "user_id+anonymous_id"
    assert merge.matched == {
        str(merge.survivor_id): ["user_id:ann"],
        str(merge.absorbed_id): ["anonymous_id:x"],
    }


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_who_is_kept_apart_stays_so_also_through_others(batch: int) -> None:
    tell(event("", 0, anonymousId="a"), event("", 1, anonymousId="b"))
    route_all()
    one, other = profile_of("m0"), profile_of("m1")
    for _ in range(2):
        operations.keep_apart(one=other, other=one, at=NOW, by=None, reason="Not the same")
    tell(
        # Each of the two is absorbed into somebody with a user id, and then they are told as one.
        *(
            event("ann", 2),
            event("bob", 3),
            event("", 4, context={"traits": {"email": "e@x.y"}}),
        ),
        event("ann", 5, anonymousId="a"),
        event("", 6, anonymousId="b", context={"traits": {"email": "e@x.y"}}),
        event("ann", 7, context={"traits": {"email": "e@x.y"}}),
    )
    while route_batch(batch):
        pass
    assert profile_of("m0") == profile_of("m2ann") == profile_of("m7ann")
    assert profile_of("m1") == profile_of("m6") != profile_of("m0")
    row = LeftOff.objects.get(because="apart")
    assert (row.type, row.value) == ("email", "e@x.y")


def test_an_alias_of_another_users_id_joins_nobody() -> None:
    tell(event("old", 0), event("ann", 1))
    tell({"type": "alias", "userId": "ann", "previousId": "old", "messageId": "alias"})
    route_all()
    assert profile_of("m0old") != profile_of("m1ann") == profile_of("alias")
    assert LeftOff.objects.get().value == "old"


def test_a_batch_asks_a_fixed_number_of_questions() -> None:
    def asked(count: int, start: int) -> int:
        tell(*(event(f"u{start + n}", n, anonymousId=f"a{start + n}") for n in range(count)))
        with CaptureQueriesContext(connection) as captured:
            assert route_batch(1000) == count
        return len(captured)

    asked(2, 0)
    assert asked(5, 100) == asked(60, 200)


NONSENSE: list[Any] = [
    None,
    True,
    7,
    1.5,
    "",
    "x",
    [],
    [[]],
    {},
    {"type": []},
    [{"id": {}}],
    "\U0001f600",
]


@pytest.mark.parametrize("kind", ["track", "identify", "group", "alias"])
def test_nonsense_is_routed_like_anything_else(kind: str) -> None:
    fields = ["traits", "externalIds", "device", "os", "integrations", "groupId"]
    told = []
    for number, wrong in enumerate(NONSENSE):
        for field in fields:
            one = event("ann", 0, type=kind, messageId=f"{number}{field}", previousId="p")
            told.append(one | {"groupId": "g", "context": {field: wrong}})
        told.append(event("ann", 0, type=kind, messageId=f"{number}", context=wrong, groupId="g"))
        told.append(one | {"messageId": f"{number}t", "traits": {"email": wrong, "phone": wrong}})
        told.append(one | {"messageId": f"{number}i", "integrations": {"Google Analytics": wrong}})
    tell(*told)
    run_until(at(1))
    assert not Event.objects.filter(lane_seq=None).exists()


# ---- accounts


def group(user: str, id: str, hours: float, **traits: Any) -> dict[str, Any]:
    more = {"type": "group", "groupId": id, "traits": traits, "messageId": f"g{user}{hours}"}
    return event(user, hours, **more)


def test_groups_become_accounts_and_the_later_word_stays() -> None:
    tell(group("ann", "acme", 5, name="Acme", seats=5, plan="pro"))
    route_all()
    tell(group("bob", "acme", 3, seats=3, city="Bonn"), group("bob", "acme", 8, plan="free"))
    tell(event("cat", 9, context={"groupId": "acme"}), event("cat", 10, context={"groupId": 7}))
    route_all()
    acme = Account.objects.get(group_id="acme")
    assert acme.name == "Acme"
    assert acme.traits == {"name": "Acme", "seats": 5, "plan": "free", "city": "Bonn"}
    assert set(Account.objects.values_list("group_id", flat=True)) == {"acme", "7"}
    assert Membership.objects.filter(account=acme).count() == 3
    assert queries_accounts.sizes([acme.pk]) == {acme.pk: 3}
    assert [one.person.label for one in queries_accounts.members(acme.pk)] == ["cat", "bob", "ann"]
    assert not Identifier.objects.filter(type="email").exists(), "the account’s, not the person’s"


def test_a_person_belongs_to_what_any_of_their_profiles_belongs_to() -> None:
    anonymous = group("", "acme", 0) | {"anonymousId": "x"}
    tell(anonymous, group("ann", "beta", 1), group("ann", "acme", 2))
    tell(event("ann", 3, anonymousId="x"))
    run_until(at(4))
    person = profile_of("m3ann")
    ids = queries.all_of(person)
    assert [row.account.group_id for row in queries.accounts(ids)] == ["beta", "acme"]
    (acme, *_) = [row for row in queries.accounts(ids) if row.account.group_id == "acme"]
    assert acme.since == at(0)
    assert len(queries_accounts.members(acme.account_id)) == 1
    assert queries_accounts.sizes([acme.account_id]) == {acme.account_id: 1}
    rows = store.read(
        "MATCH (p:Profile)-[b:BELONGS_TO]->(a:Account) "
        "RETURN a.uid AS account, b.since AS since ORDER BY since"
    )
    assert [(row["account"], row["since"]) for row in rows] == [
        ("acme", at(0).timestamp()),
        ("beta", at(1).timestamp()),
        ("acme", at(2).timestamp()),
    ]


def test_the_graph_hears_of_an_accounts_new_name() -> None:
    tell(group("ann", "acme", 0))
    run_until(at(1))
    tell(group("ann", "acme", 2, name="Acme"))
    run_until(at(3))
    rows = store.read(
        "MATCH (:Profile)-[b:BELONGS_TO]->(a:Account) RETURN a.name AS name, b.since AS s"
    )
    assert [(row["name"], row["s"]) for row in rows] == [("Acme", at(0).timestamp())]


# ---- what people are called and found by


def test_people_are_called_by_what_says_most() -> None:
    tell(
        identify("ann", at(0)),
        event("bob", 1, anonymousId="b"),
        event("", 2, anonymousId="c", context={"traits": {"phone": "+4915112345678"}}),
        event("", 3, anonymousId="d", context={"device": {"type": "ios", "id": "D1"}}),
        event("", 4, anonymousId="e"),
        # So many that the page doesn't show all of them.
        *(event("ann", 5 + n, anonymousId=f"a{n}") for n in range(12)),
    )
    route_all()
    expected = ["ann@example.test", "bob", "+4915112345678", "D1", "e"]
    assert sorted(labels(Event.objects.values_list("profile_id", flat=True)).values()) == sorted(
        expected
    )
    assert sorted(one.label for one in queries.latest()) == sorted(expected)


@pytest.mark.parametrize(
    "search",
    [
        *("phone:+49 151 12345678", "phone:0151 12345678", "+4915112345678", "0151 12345678"),
        *("+49151", "shopify_id:4711", "4711", "email:ANN@example.test", "user_id:ann"),
        *("ios.id:D1", "D1", "anonymous_id:x"),
    ],
)
def test_somebody_is_found_by_every_type_of_the_rules(search: str) -> None:
    publish(region="DE")
    shop = {"type": "shopify_id", "id": "4711"}
    device = {"type": "ios", "id": "D1"}
    tell(identify("ann", at(0), anonymous="x", phone="0151 12345678"))
    tell(event("ann", 1, context={"externalIds": [shop], "device": device}), event("bob", 2))
    route_all()
    assert [one.label for one in queries.search(search)] == ["ann@example.test"]
