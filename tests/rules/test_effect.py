"""What a rule would have done to what was sent."""

from zoneinfo import ZoneInfo

from apps.engine.book import Cap, QuietHours
from apps.graph.queries_sends import Sent
from apps.graph.queries_stays import Stay
from apps.rules import effect, effect_words
from apps.rules.effect import Effect

HOUR = 3600.0


def utc(profile: str) -> ZoneInfo:
    return ZoneInfo("UTC")


def sends(profile: str, *hours: float) -> list[Sent]:
    return [Sent(profile, hour * HOUR) for hour in hours]


def test_a_rolling_cap_stops_what_is_over_it_and_a_stopped_one_does_not_count() -> None:
    cap = Cap("c", "c", 2, hours=24)
    found = effect.of_cap(cap, [*sends("a", 0, 1, 2, 24, 26), *sends("b", 0, 30)], utc)
    assert found == Effect(stopped=1, sends=7, touched=1, people=2)


def test_a_calendar_cap_begins_anew_at_each_persons_midnight() -> None:
    cap = Cap("c", "c", 1, calendar="day")
    told = [*sends("a", 1, 23, 25), *sends("b", 1, 23, 25)]
    assert effect.of_cap(cap, told, utc) == Effect(2, 6, 2, 2)
    # In Tokyo the day ends at 15:00 UTC.
    zones = {"a": ZoneInfo("Asia/Tokyo"), "b": ZoneInfo("UTC")}
    assert effect.of_cap(cap, sends("a", 1, 23, 25), zones.__getitem__).stopped == 1
    assert effect.of_cap(cap, sends("a", 1, 14, 16), zones.__getitem__).stopped == 1
    assert effect.of_cap(cap, sends("b", 1, 14, 16), zones.__getitem__).stopped == 2


def test_a_cap_of_none_stops_everything() -> None:
    assert effect.of_cap(Cap("c", "c", 0, hours=1), sends("a", 1, 5), utc).stopped == 2


def test_what_came_before_the_period_fills_the_window_and_is_not_counted() -> None:
    cap = Cap("c", "c", 1, hours=24)
    found = effect.of_cap(cap, [*sends("a", 1, 20, 26), *sends("b", 2)], utc, since=10 * HOUR)
    assert found == Effect(stopped=1, sends=2, touched=1, people=1)


def test_quiet_hours_delay_what_left_within_them() -> None:
    night = QuietHours("q", "q", "email", "21:00", "08:00")
    found = effect.of_quiet_hours(night, [*sends("a", 7, 8, 22), *sends("b", 12)], utc)
    assert found == Effect(stopped=2, sends=4, touched=1, people=2)


def stay(profile: str, journey: str, entered: float, left: float | None) -> Stay:
    return Stay(profile, journey, entered * HOUR, None if left is None else left * HOUR)


def test_a_group_refuses_who_is_in_another_of_its_journeys() -> None:
    stays = [
        stay("a", "trial", 1, None),
        stay("a", "winback", 5, 6),
        stay("a", "winback", 9, None),
        stay("b", "trial", 1, 4),
        stay("b", "winback", 4, None),
        stay("c", "trial", 2, None),
        stay("c", "trial", 3, None),
    ]
    assert effect.of_group(stays, since=0) == Effect(stopped=2, sends=7, touched=1, people=3)
    assert effect.of_group(stays, since=6 * HOUR) == Effect(1, 1, 1, 1)


def test_it_reads_as_a_sentence() -> None:
    assert effect_words.effect("caps", Effect(412, 5120, 230, 1903)) == (
        "In the last 30 days this would have stopped 412 of 5,120 sends, to 230 of 1,903 people."
    )
    partial = effect_words.effect("quiet_hours", Effect(1, 2, 1, 2, complete=False))
    assert partial.endswith("there were more than were looked at.")
    assert "Nobody entered" in effect_words.effect("exclusion_groups", Effect(0, 0, 0, 0))
