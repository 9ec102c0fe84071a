"""Messages since a merge: whose run each belongs to, to whose address it went, and what of that is

because of the merge. Deciding that is pure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.delivery.models import Delivery
from apps.engine import person
from apps.engine.values import ProfileState
from apps.people.models import Merge

KEPT, GIVEN, BOTH, UNKNOWN = "kept", "given", "both", ""
ADDRESS, TOGETHER = "address", "together"
# Messages of one person since one merge that are looked at, the latest ones.
MOST = 2000


@dataclass(frozen=True, slots=True)
class Whose:
    """What tells the two apart: the runs of the one who was absorbed, and each side's addresses.

    `together`: runs that would not have begun alone. `known` False: nobody can say whose runs are.
    """

    given_runs: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()
    kept_addresses: frozenset[str] = frozenset()
    given_addresses: frozenset[str] = frozenset()
    known: bool = True


@dataclass(frozen=True, slots=True)
class MessageSince:
    """`run_of` and `address_of` name a side; `because` "" where the merge has no part in it."""

    delivery: Delivery
    run_of: str
    address_of: str
    because: str


def told_apart(rows: Iterable[Delivery], whose: Whose) -> list[MessageSince]:
    """These messages, those because of the merge first, each part in the order given."""
    found = [_one(row, whose) for row in rows]
    return sorted(found, key=lambda one: not one.because)


def _one(row: Delivery, whose: Whose) -> MessageSince:
    run = str(row.enrollment_id)
    run_of = (GIVEN if run in whose.given_runs else KEPT) if whose.known else UNKNOWN
    address_of = _address_of(row.address.strip().lower(), whose)
    if {run_of, address_of} == {KEPT, GIVEN}:
        because = ADDRESS
    else:
        because = TOGETHER if run in whose.together else ""
    return MessageSince(row, run_of, address_of, because)


def _address_of(address: str, whose: Whose) -> str:
    sides = (address in whose.kept_addresses, address in whose.given_addresses)
    return {(True, False): KEPT, (False, True): GIVEN, (True, True): BOTH}.get(sides, UNKNOWN)


def addresses(
    states: Collection[ProfileState | None], identifiers: Iterable[tuple[str, str]]
) -> frozenset[str]:
    """Where somebody is reached, by their states and identifiers."""
    known = {value.lower() for kind, value in identifiers if kind in ("email", "phone")}
    for state in states:
        if state is not None:
            known |= {person.address(state, channel) for channel in person.ADDRESS_TRAITS}
    return frozenset(known - {""})


def since(merge: Merge) -> Sequence[Delivery]:
    """What was decided for the person while the two were one, the latest first."""
    # Those of the absorbed one's runs went back to it, where the merge was undone.
    either = [merge.survivor_id, merge.absorbed_id]
    rows = Delivery.objects.filter(profile_id__in=either, decided_at__gte=merge.at)
    if merge.undone_at is not None:
        rows = rows.filter(decided_at__lte=merge.undone_at)
    return list(rows.defer("context").order_by("-decided_at", "id")[:MOST])


def counts(found: Sequence[MessageSince]) -> Mapping[str, int]:
    """How many messages there are, and how many because of the merge, by cause."""
    return {
        "all": len(found),
        "because": sum(bool(one.because) for one in found),
        ADDRESS: sum(one.because == ADDRESS for one in found),
        TOGETHER: sum(one.because == TOGETHER for one in found),
    }
