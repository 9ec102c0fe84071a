"""What goes on happening in the shop, for ever. Pure: the same seed and name, the same sequence."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from apps.console.demo.diary import Call, stamp
from apps.console.demo.lives import CATEGORIES, FEATURES, PAGES, REASONS
from apps.console.demo.people import VISITOR, Person, person

Happening = Callable[[Random, Person], list[Call]]

TRIAL_DAYS, TRIAL_ENDS = 14, "trial_ends_at"


def live(*, people: int, seed: int, name: str) -> Iterator[Call]:
    """Events without a time, one after the other; `name` keeps the ids of two runs apart."""
    luck = Random(f"{seed}:{name}")
    said = 0
    newest = people
    under_way: list[Call] = []
    while True:
        if luck.random() < 0.08:
            someone, calls = person(seed, newest), []
            calls = _sign_up(luck, someone)
            newest += 1
        else:
            someone = _somebody(luck, seed, newest)
            happening = luck.choices(list(HAPPENINGS), list(HAPPENINGS.values()))[0]
            if happening is _get and under_way:
                calls = [_delivered(under_way.pop(0))]
            else:
                calls = happening(luck, someone)
        under_way += [call for call in calls if call.get("event") == "Order Completed"]
        for call in calls:
            said += 1
            yield call | {"messageId": f"demo-{seed}-{name}-{said}"}


def sent_at(call: Call, now: datetime) -> Call:
    """The event as it is sent at this moment: the end of a trial, told in days, gets its date."""
    call = call | {"timestamp": stamp(now)}
    days = call.get("traits", {}).get(TRIAL_ENDS)
    if days is None:
        return call
    ends = (now + timedelta(days=days)).date()
    return call | {"traits": call["traits"] | {TRIAL_ENDS: ends.isoformat()}}


def _somebody(luck: Random, seed: int, people: int) -> Person:
    while (one := person(seed, luck.randrange(people))).kind == VISITOR:
        pass
    return one


def _of(one: Person, call: Call) -> Call:
    return call | {"userId": one.user_id, "anonymousId": one.devices[0]}


def _track(one: Person, event: str, **properties: object) -> Call:
    return _of(one, {"type": "track", "event": event, "properties": properties})


def _page(one: Person, name: str) -> Call:
    return {"type": "page", "name": name, "anonymousId": one.devices[0], "properties": {}}


def _sign_up(luck: Random, one: Person) -> list[Call]:
    consent = {"channel": "email", "status": "subscribed"}
    trial = {"plan": "trial", TRIAL_ENDS: TRIAL_DAYS}
    return [
        _page(one, "Home"),
        _page(one, luck.choice(PAGES)),
        _of(one, {"type": "identify", "traits": one.traits | trial}),
        *([_track(one, "Subscription Changed", **consent)] if one.subscribed else []),
        _track(one, "Trial Started", plan="monthly", days=TRIAL_DAYS),
    ]


def _look_round(luck: Random, one: Person) -> list[Call]:
    return [_of(one, _page(one, luck.choice(PAGES))) for _ in range(luck.randint(1, 3))]


def _use(luck: Random, one: Person) -> list[Call]:
    return [_track(one, "Feature Used", feature=luck.choice(FEATURES))]


def _buy(luck: Random, one: Person) -> list[Call]:
    order = {"order_id": f"O{luck.randrange(10**6, 10**7)}", "category": luck.choice(CATEGORIES)}
    total = round(luck.uniform(12, 90), 2)
    return [
        _track(one, "Cart Updated", items=1),
        _track(one, "Order Completed", total=total, currency="EUR", **order),
    ]


def _get(luck: Random, one: Person) -> list[Call]:
    """A parcel arrives; where none is under way, somebody only looks round."""
    return _look_round(luck, one)


def _delivered(ordered: Call) -> Call:
    order = {key: ordered["properties"][key] for key in ("order_id", "category")}
    return ordered | {"event": "Order Delivered", "properties": order}


def _cancel(luck: Random, one: Person) -> list[Call]:
    cancelled = _track(one, "Subscription Cancelled", reason=luck.choice(REASONS))
    return [cancelled, _plan(one, "cancelled")]


def _stay(luck: Random, one: Person) -> list[Call]:
    started = _track(one, "Subscription Started", plan="monthly", price=19)
    return [started, _plan(one, "monthly")]


def _plan(one: Person, plan: str) -> Call:
    return _of(one, {"type": "identify", "traits": one.traits | {"plan": plan}})


HAPPENINGS: dict[Happening, int] = {
    _look_round: 40,
    _use: 22,
    _buy: 16,
    _get: 12,
    _cancel: 4,
    _stay: 6,
}
