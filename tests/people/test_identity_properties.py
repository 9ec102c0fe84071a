"""Whatever is told in whatever batches: the same people, each identifier with one of them."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.people.identity import Sighting, usable
from tests.people.identities import Registry, seen

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
    assert all(usable(s.identifiers)[0] in known.of for s in sightings)


@EXAMPLES
@given(told)
def test_told_again_nothing_is_new(sightings: Sequence[Sighting]) -> None:
    known = Registry().tell(sightings)
    last = max(s.event_id for s in sightings)
    before = dict(known.of)
    profiles, users = set(known.profiles), [s for s in sightings if len(s.identifiers) == 1]
    known.tell([seen(last + n, *map(short, s.identifiers)) for n, s in enumerate(users, 1)])
    assert known.of == before and set(known.profiles) == profiles


def short(identifier: tuple[str, str]) -> str:
    return f"{identifier[0][0]}:{identifier[1]}"
