"""Whatever is told in whatever batches: the same people, each identifier with one of them."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.people.identity import Sighting
from apps.people.identity_rules import Rules
from tests.people.identities import Registry, rules, seen, short

identifiers = st.lists(
    st.sampled_from(
        [*(f"u:{n}" for n in "abc"), *(f"e:{n}@x.y" for n in "abcd"), *(f"a:{n}" for n in "abcdef")]
    ),
    min_size=1,
    max_size=3,
)
told = st.lists(identifiers, min_size=1, max_size=25).map(
    lambda many: [seen(id, *one) for id, one in enumerate(many, 1)]
)
EXAMPLES = settings(max_examples=300, deadline=None, derandomize=True)


@EXAMPLES
@given(told, st.integers(1, 9))
def test_the_size_of_a_batch_does_not_show(sightings: Sequence[Sighting], size: int) -> None:
    whole = Registry().tell(sightings)
    for other in (Registry().tell(sightings, size), Registry().tell(sightings, 1)):
        assert other.profile_of == whole.profile_of
        assert other.merges == whole.merges
        assert other.of == whole.of


@EXAMPLES
@given(told)
def test_every_identifier_leads_to_exactly_one_living_profile(
    sightings: Sequence[Sighting],
) -> None:
    known = Registry().tell(sightings, 4)
    assert all(profile not in known.into for profile in known.of.values())
    users = [profile for (kind, _), profile in known.of.items() if kind == "user_id"]
    assert len(users) == len(set(users)), "a person has one user id"
    # What has the highest priority in its event is never left off.
    assert all(s.identifiers[0] in known.of for s in sightings)


@EXAMPLES
@given(told)
def test_told_again_nothing_is_new(sightings: Sequence[Sighting]) -> None:
    known = Registry().tell(sightings)
    last = max(s.event_id for s in sightings)
    before = dict(known.of)
    profiles, users = set(known.profiles), [s for s in sightings if len(s.identifiers) == 1]
    known.tell([seen(last + n, *map(short, s.identifiers)) for n, s in enumerate(users, 1)])
    assert known.of == before and set(known.profiles) == profiles


limits = st.fixed_dictionaries(
    {
        "email": st.sampled_from([1, 2, None]),
        "anonymous_id": st.sampled_from([1, 2, 3, None]),
    }
).map(lambda chosen: rules(None, **chosen))
pairs = st.lists(st.tuples(st.integers(1, 25), st.integers(1, 25)), max_size=3)


def kept(known: Registry) -> tuple[object, ...]:
    return known.profile_of, known.merges, known.of, known.left_off


@EXAMPLES
@given(told, limits, st.lists(st.integers(1, 24), max_size=5))
def test_where_a_batch_is_cut_does_not_show(
    sightings: Sequence[Sighting], by: Rules, places: Sequence[int]
) -> None:
    whole = Registry(by).tell(sightings)
    assert kept(Registry(by).cut(sightings, places)) == kept(whole)


@EXAMPLES
@given(told, limits)
def test_nobody_has_more_than_a_limit_allows(sightings: Sequence[Sighting], by: Rules) -> None:
    known = Registry(by).tell(sightings, 4)
    for (_, kind), count in Counter((p, kind) for (kind, _), p in known.of.items()).items():
        limit = by.limit(kind)
        assert limit is None or count <= limit
    for joined in known.merges:
        assert len(joined.matched) > 1 and joined.survivor in joined.matched


@EXAMPLES
@given(told, told, pairs, st.lists(st.integers(1, 24), max_size=5))
def test_who_is_kept_apart_stays_so_however_they_are_told_of(
    before: Sequence[Sighting],
    after: Sequence[Sighting],
    asked: Sequence[tuple[int, int]],
    places: Sequence[int],
) -> None:
    last = len(before)
    later = [seen(last + s.event_id, *map(short, s.identifiers)) for s in after]
    ends = []
    for cuts in ([], places):
        known = Registry().tell(before)
        for one, other in asked:
            if max(one, other) <= last:
                sides = [known.living(known.profile_of[event]) for event in (one, other)]
                if sides[0] != sides[1]:
                    known.keep_apart(one, other)
        known.cut(later, cuts)
        assert all(known.living(one) != known.living(other) for one, other in known.apart)
        ends.append(kept(known))
    assert ends[0] == ends[1]


@EXAMPLES
@given(told)
def test_wider_rules_never_leave_more_off_the_first_event(sightings: Sequence[Sighting]) -> None:
    """What one event tells fits a new person unless it breaks a limit all by itself."""
    first = Registry(rules(email=1, anonymous_id=1)).tell(sightings[:1])
    for left in first.left_off:
        assert left.because == "limit" and left.other is None
