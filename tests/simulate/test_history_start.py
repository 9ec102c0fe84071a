"""The state at the beginning of the window: today's, taken back, with what the log knows."""

from datetime import timedelta

import pytest

from apps.engine.values import (
    ConsentValue,
    Enrollment,
    EntryEvent,
    InStage,
    Past,
    ProfileState,
    Send,
    TraitValue,
)
from apps.people.queries import by_identifier, survivor
from apps.simulate.history import before, start
from tests.scenario import START, at, identify, run_until, tell, track
from tests.simulate.test_history import subject

EARLY, LATE = START - timedelta(days=2), START + timedelta(days=2)


def send(message: str, when: object) -> Send:
    return Send(message, when, "email", "marketing", "j")  # type: ignore[arg-type]


def today() -> ProfileState:
    entry = EntryEvent(1, "Bought", EARLY, {})
    return ProfileState(
        id="p",
        as_of=LATE,
        traits={"plan": TraitValue("pro", LATE), "city": TraitValue("Bonn", EARLY)},
        consents={
            "email": ConsentValue("unsubscribed", LATE),
            "sms": ConsentValue("subscribed", EARLY),
        },
        suppressed={"email:a@b.example": "bounced"},
        bucket_keys=("user_id:ann",),
        tallies={"Bought": (EARLY, LATE)},
        enrollments=(Enrollment("e", "j", "v", EARLY, entry, "in", EARLY),),
        past={"old": Past(2, EARLY), "new": Past(1, LATE)},
        sends=(send("one", EARLY), send("two", LATE)),
        stages={"a": InStage("trial", EARLY), "b": InStage("paying", LATE)},
        decisions=7,
        window_closes_at=LATE,
    )


def test_what_is_dated_later_is_left_away() -> None:
    then = start.rewound(today(), START)
    assert then.as_of == START
    assert set(then.traits) == {"city"} and set(then.consents) == {"sms"}
    assert then.tallies == {"Bought": (EARLY,)} and set(then.past) == {"old"}
    assert [send.message_id for send in then.sends] == ["one"]
    assert set(then.stages) == {"a"} and not then.enrollments
    assert then.window_closes_at is None
    # Neither has a date: what holds today is taken to have held.
    assert then.bucket_keys == ("user_id:ann",) and then.suppressed


def test_of_a_count_the_fuller_one_is_taken() -> None:
    silent = start._silent(subject({}).book)
    then = start.rewound(today(), START)
    more = (EARLY - timedelta(days=1), EARLY)
    assert start.begun(then, (), {"Bought": more}, silent).tallies["Bought"] == more
    assert start.begun(then, (), {"Bought": ()}, silent).tallies["Bought"] == (EARLY,)
    assert start.begun(then, (), {"Looked": more}, silent).tallies["Looked"] == more


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("graph")
def test_the_log_is_asked_for_what_was_told_and_counted_before() -> None:
    anonymous = track("x", "Bought", at(-9)) | {"anonymousId": "visitor"}
    anonymous.pop("userId")
    tell(
        anonymous,
        identify("ann", at(-8), plan="free"),
        *(track("ann", "Bought", at(-hours)) for hours in (7, 6, 5)),
        track("ann", "Looked", at(-4)),
        track("ann", "Bought", at(1)),
        identify("ann", at(2), anonymous="visitor", plan="pro"),
    )
    run_until(at(3))
    ann = by_identifier("user_id", "ann")
    assert ann is not None and survivor(ann) == ann
    found = before.counted([str(ann)], {"Bought": 4, "Looked": 1, "Never": 3}, START)
    assert found == {
        str(ann): {"Bought": tuple(at(-hours) for hours in (9, 7, 6, 5)), "Looked": (at(-4),)}
    }
    assert before.counted([str(ann)], {"Bought": 2}, START)[str(ann)]["Bought"] == (at(-6), at(-5))
    told = before.told([str(ann)], START)[str(ann)]
    assert [event.traits["plan"] for event in told] == ["free"]
    assert before.told([], START) == {} == before.counted([], {"Bought": 1}, START)
