"""A month in the life of one person with a subscription shop. Pure: luck and time are arguments."""

from datetime import datetime, timedelta

from apps.console.demo.diary import Call, Diary
from apps.console.demo.people import CUSTOMER, NEWCOMER, Person, luck_of

CATEGORIES = ("coffee", "tea", "snacks", "kitchenware")
FEATURES = ("wish list", "box builder", "recipes", "delivery planner")
REASONS = ("too expensive", "not what I expected", "no time", "moving")
PAGES = ("Home", "Coffee", "Tea", "Kitchen", "About")
DAYTIME, EVENING = (9, 19), (17, 22)


def life(person: Person, *, seed: int, start: datetime, end: datetime) -> list[Call]:
    """All that this person does between the two moments, in the order of telling."""
    luck = luck_of(seed, person.number, "life")
    diary = Diary(person, luck, seed=seed, start=start, end=end)
    if person.kind == NEWCOMER:
        _newcomer(diary)
    elif person.kind == CUSTOMER:
        _customer(diary)
    else:
        for _ in range(luck.randint(1, 3)):
            _visit(diary, diary.moment(luck.randint(0, diary.days)), person.devices[0], known=False)
    return diary.calls


def _newcomer(diary: Diary) -> None:
    """Looks round unknown, signs up, most of them for a trial."""
    luck, device = diary.luck, diary.person.devices[0]
    arrives = diary.moment(luck.randint(0, diary.days))
    for _ in range(luck.randint(0, 2)):
        _visit(diary, arrives - timedelta(hours=luck.uniform(2, 60)), device, known=False)
    signs_up = _visit(diary, arrives, device, known=False)
    diary.identify(signs_up, device, plan="trial", signed_up_at=signs_up.date().isoformat())
    if diary.person.subscribed:
        diary.consent(diary.soon(signs_up, 0.1, 1), "subscribed")
    begins = diary.soon(signs_up)
    if luck.random() < 0.85:
        _trial(diary, begins)
    else:
        _orders(diary, begins, luck.randint(1, 2))
    _second_device(diary, begins)
    _second_thoughts(diary, begins)


def _customer(diary: Diary) -> None:
    """Known from before: the shop tells who they are on the first day; then they come and go."""
    luck, person = diary.luck, diary.person
    plan = luck.choices(("monthly", "yearly", "none"), (50, 15, 35))[0]
    known_at = diary.start + timedelta(minutes=luck.uniform(1, 240))
    diary.identify(known_at, plan=plan)
    if person.subscribed:
        diary.consent(known_at + timedelta(seconds=2), "subscribed")
    for _ in range(luck.randint(1, 4)):
        at = diary.moment(luck.randint(1, diary.days))
        _visit(diary, at, person.devices[0], known=luck.random() < 0.6)
    first = diary.moment(luck.randint(1, diary.days), EVENING)
    if luck.random() < 0.55:
        _orders(diary, first, luck.choices((1, 2, 3), (60, 30, 10))[0])
    if plan == "none" and luck.random() < 0.3:
        _trial(diary, diary.moment(luck.randint(1, diary.days)))
    elif plan == "monthly" and luck.random() < 0.16:
        # Often after something has arrived that was not what they expected.
        arrived = diary.moment(luck.randint(1, diary.days), DAYTIME)
        _order(diary, diary.days_later(arrived, -4, -2), delivered=arrived)
        _cancel(diary, diary.days_later(arrived, 0, 0, EVENING))
    _second_device(diary, known_at)
    _second_thoughts(diary, first)


def _visit(diary: Diary, at: datetime, device: str, *, known: bool) -> datetime:
    """Some pages in a row; when the visit ends."""
    for _ in range(diary.luck.randint(2, 5)):
        diary.page(at, diary.luck.choice(PAGES), device, known=known)
        at = diary.soon(at)
    return at


def _second_device(diary: Diary, after: datetime) -> None:
    """Looks round on another device and logs in there: two profiles turn out to be one person."""
    if len(diary.person.devices) > 1:
        device = diary.person.devices[1]
        leaves = _visit(diary, diary.days_later(after, 0, 12), device, known=False)
        diary.identify(leaves, device)


def _second_thoughts(diary: Diary, after: datetime) -> None:
    luck = diary.luck
    if diary.person.subscribed and luck.random() < 0.07:
        topic = "offers" if luck.random() < 0.4 else ""
        diary.consent(diary.days_later(after, 2, 20), "unsubscribed", topic)


def _trial(diary: Diary, begins: datetime) -> None:
    """Two weeks to try it out, with a first box for most; then they stay, leave or forget."""
    luck, device = diary.luck, diary.person.devices[0]
    diary.track(begins, "Trial Started", device, plan="monthly", days=14)
    ends = (begins + timedelta(days=14)).date()
    diary.identify(diary.soon(begins, 0.05, 0.2), device, trial_ends_at=ends.isoformat())
    on_its_way = luck.choice((2, 3, 3, 3, 4))
    arrived = diary.days_later(begins, on_its_way, on_its_way, DAYTIME)
    boxed = luck.random() < 0.75
    if boxed:
        _order(diary, diary.soon(begins, 3, 25), delivered=arrived, category="coffee")
    engaged = luck.random() < 0.55
    for _ in range(luck.randint(2, 5) if engaged else luck.randint(0, 1)):
        _session(diary, diary.days_later(begins, 0, 9))
    if luck.random() < (0.5 if engaged else 0.2):
        diary.page(diary.days_later(begins, 1, 5), "Pricing", device, known=True)
    fate = luck.random()
    if boxed and fate < 0.32:
        _cancel(diary, diary.days_later(arrived, 0, 0, EVENING))
    elif fate < 0.4:
        _cancel(diary, diary.days_later(begins, 5, 13, EVENING))
    elif fate < (0.8 if engaged else 0.5):
        stays = diary.days_later(begins, 5, 14)
        _subscribe(diary, stays)
        _orders(diary, diary.days_later(stays, 1, 10), luck.randint(0, 2))


def _session(diary: Diary, at: datetime) -> None:
    for _ in range(diary.luck.randint(1, 4)):
        diary.track(
            at, "Feature Used", diary.person.devices[0], feature=diary.luck.choice(FEATURES)
        )
        at = diary.soon(at)


def _cancel(diary: Diary, at: datetime) -> None:
    """Leaves; one in seven comes back some days later."""
    diary.track(at, "Subscription Cancelled", reason=diary.luck.choice(REASONS))
    diary.identify(diary.soon(at), plan="cancelled")
    if diary.luck.random() < 1 / 7:
        _subscribe(diary, diary.days_later(at, 3, 14))


def _subscribe(diary: Diary, at: datetime) -> None:
    device = diary.person.devices[0]
    diary.track(at, "Subscription Started", device, plan="monthly", price=19)
    diary.identify(diary.soon(at), device, plan="monthly")


def _orders(diary: Diary, first: datetime, count: int) -> None:
    """Orders some days apart; carts that came to nothing in between."""
    at = first
    for _ in range(count):
        _order(diary, at, delivered=diary.days_later(at, 2, 5, DAYTIME))
        at = diary.days_later(at, 4, 14)
        if diary.luck.random() < 0.4:
            diary.track(at, "Cart Updated", diary.person.devices[0], items=2)


def _order(diary: Diary, at: datetime, *, delivered: datetime, category: str = "") -> None:
    luck, device = diary.luck, diary.person.devices[0]
    order = {
        "order_id": f"O{luck.randrange(10**6, 10**7)}",
        "category": category or luck.choice(CATEGORIES),
    }
    total = round(luck.uniform(12, 90), 2)
    diary.track(at - timedelta(minutes=luck.uniform(1, 15)), "Cart Updated", device, items=1)
    diary.track(at, "Order Completed", device, total=total, currency="EUR", **order)
    # One in twelve gets lost on its way.
    if luck.random() < 11 / 12:
        diary.track(delivered, "Order Delivered", **order)
