"""Undoing a merge: what two were, they are again; and nothing that was sent is forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps.engine.advance import advance
from apps.engine.evolve import evolve
from apps.engine.joint import Joint, RunSince, Told
from apps.engine.outcome import Entered, Left, Outcome
from apps.engine.unmerge import Parted, split
from apps.engine.values import Absorb, Event, ProfileState
from tests.engine.test_promises import START, book, lifecycle, ordered
from tests.scenario import message_on, node, path

ENTRY_PER_ORDER = {
    "key": "in",
    "type": "entry",
    "settings": {"event": "Ordered", "again": "once_per_key", "key": "order"},
}
HELD = book(
    {
        "welcome": message_on("Came", again="once"),
        "order": path(
            ENTRY_PER_ORDER,
            node("wait", "delay", duration={"days": 2}),
            node("message", "message", template="t"),
            node("over", "goal", event="Paid", window={"days": 20}),
        ),
        "pro": path(
            node(
                "in", "entry", event="Came", audience={"trait": "plan", "op": "eq", "value": "pro"}
            ),
            node("wait", "delay", duration={"days": 9}),
            node("out", "exit"),
        ),
    },
    caps=[{"id": "two", "name": "2 a week", "limit": 2, "hours": 168}],
    lifecycles=lifecycle(
        {"key": "new", "when": {"trait": "email", "op": "exists"}},
        {"key": "buyer", "when": ordered(1), "from": ["", "new"]},
    ),
)
NAMES = ("Came", "Ordered", "Paid")


def told(side: str, number: int, kind: int, plan: str) -> Event:
    """The n-th event, an hour after the last; of the kinds that people and journeys know."""
    at = START + timedelta(hours=number)
    if kind == 0:
        return Event(number, "identify", "", at, at, traits={"plan": plan, f"only {side}": number})
    if kind == 1:
        status = "unsubscribed" if plan == "pro" else "subscribed"
        asked = {"channel": "email", "topic": side, "status": status}
        return Event(number, "track", "Subscription Changed", at, at, properties=asked)
    return Event(number, "track", NAMES[kind - 2], at, at, properties={"order": str(number)})


def person(side: str) -> ProfileState:
    traits = Event(
        1 if side == "kept" else 2, "identify", "", START, START, f"user {side}",
        traits={"email": f"{side}@example.test"},
    )  # fmt: skip
    return advance(ProfileState(side, START), [traits], HELD, START).state


Happening = tuple[bool, int, str]
happenings = st.lists(
    st.tuples(st.booleans(), st.integers(0, 4), st.sampled_from(["pro", "free"])), max_size=12
)


def live(state: ProfileState, events: Sequence[Event], until: datetime) -> ProfileState:
    return advance(state, events, HELD, until).state


def events(before: Sequence[Happening], first: int) -> list[tuple[bool, Event]]:
    return [
        (of_given, told("given" if of_given else "kept", first + place, kind, plan))
        for place, (of_given, kind, plan) in enumerate(before)
    ]


def side(told: Sequence[tuple[bool, Event]], given: bool) -> list[Event]:
    return [event for of_given, event in told if of_given == given]


def joint(kept: ProfileState, given: ProfileState, at: datetime, outcome: Outcome,
          since: Sequence[tuple[bool, Event]]) -> Joint:  # fmt: skip
    """What the stores would say of the merge."""
    began = {e.enrollment.id: e.enrollment for e in outcome.effects if isinstance(e, Entered)}
    left = {e.enrollment: e for e in outcome.effects if isinstance(e, Left)}
    inside = {e.id: e for s in (kept, given) for e in s.enrollments}
    runs = [
        RunSince(
            id=id,
            journey=(began | inside)[id].journey,
            event=(began | inside)[id].entry.id,
            entered_at=(began | inside)[id].entered_at,
            left_at=left[id].at if id in left else None,
            by_merge=id in left and left[id].reason.code == "merged_twice_inside",
        )
        for id in {**began, **dict.fromkeys(left)}
        if id in began or id in inside
    ]
    return Joint(at, kept, given, [Told(of_given, event) for of_given, event in since], runs)


def joined_and_parted(
    before: Sequence[Happening], since: Sequence[Happening]
) -> tuple[ProfileState, ProfileState, ProfileState, Parted, datetime]:
    """Both before the merge, the joined person, and the two again."""
    first = events(before, 3)
    merged_at = START + timedelta(hours=20)
    kept = live(person("kept"), side(first, False), merged_at)
    given = evolve(live(person("given"), side(first, True), merged_at), moved_to="kept")
    then = events(since, 30)
    end = START + timedelta(hours=60)
    absorb = Absorb(29, merged_at, given)
    outcome = advance(kept, [absorb, *(event for _, event in then)], HELD, end)
    parted = split(outcome.state, joint(kept, given, merged_at, outcome, then), HELD, end)
    return kept, given, outcome.state, parted, end


@given(happenings)
def test_a_merge_that_is_undone_at_once_leaves_both_as_they_were(before: list[Happening]) -> None:
    kept, given = person("kept"), person("given")
    first = events(before, 3)
    at = START + timedelta(hours=20)
    kept, given = live(kept, side(first, False), at), live(given, side(first, True), at)
    given = evolve(given, moved_to="kept")
    outcome = advance(kept, [Absorb(29, at, given)], HELD, at)
    parted = split(outcome.state, joint(kept, given, at, outcome, []), HELD, at)
    known = {"stage_plan": "", "stages_due_at": None, "as_of": at}
    assert evolve(parted.kept, decisions=kept.decisions, **known) == evolve(kept, **known)
    assert evolve(parted.given, **known) == evolve(given, **known)


@given(happenings, happenings)
def test_each_side_knows_what_it_was_told_and_every_opt_out(
    before: list[Happening], since: list[Happening]
) -> None:
    _, _, joined, parted, end = joined_and_parted(before, since)
    first, then = events(before, 3), events(since, 30)
    for state, theirs in ((parted.kept, False), (parted.given, True)):
        alone = live(person(state.id), side(first, theirs) + side(then, theirs), end)
        assert state.traits == alone.traits
        assert state.tallies == alone.tallies
        assert state.bucket_keys == alone.bucket_keys
        opted_out = {
            key: consent for key, consent in joined.consents.items()
            if consent.status == "unsubscribed" and consent.at > START + timedelta(hours=20)
        }  # fmt: skip
        assert state.consents == {**alone.consents, **opted_out}


@given(happenings, happenings)
def test_every_run_goes_to_one_of_the_two_and_what_was_sent_counts_for_both(
    before: list[Happening], since: list[Happening]
) -> None:
    kept, given, joined, parted, _ = joined_and_parted(before, since)
    sides = (parted.kept, parted.given)
    inside = [{e.id for e in state.enrollments} for state in sides]
    assert inside[0].isdisjoint(inside[1])
    assert inside[0] | inside[1] == {e.id for e in joined.enrollments} | parted.revived
    assert {e.id for e in given.enrollments} & inside[0] == set()
    assert {e.id for e in kept.enrollments} & inside[1] == set()
    known = {s.message_id for state in (kept, given) for s in state.sends}
    for state in sides:
        sent = {s.message_id for s in state.sends}
        assert {s.message_id for s in joined.sends} - known <= sent
    # Nobody is let in once more where once was all there may be.
    for journey in joined.past:
        entered = sum(s.past[journey].entered for s in sides if journey in s.past)
        assert entered == joined.past[journey].entered


def test_who_was_let_in_by_what_the_other_had_told_is_named() -> None:
    # The given one is on the plan; the kept one, who isn't, comes while they are one.
    before = [(True, 0, "pro")]
    parted = joined_and_parted(before, [(False, 2, "")])[3]
    assert len(parted.let_in_together) == 1
    alone = joined_and_parted(before, [(True, 2, "")])[3]
    assert alone.let_in_together == frozenset()
