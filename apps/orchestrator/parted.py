"""What a merge that is undone owes to PostgreSQL: traits, consents, events, and what is unsent."""

from datetime import datetime
from uuid import UUID

import msgspec

from apps.delivery import operations as delivery
from apps.delivery import queries as deliveries
from apps.engine import person
from apps.engine.values import ProfileState
from apps.graph.partings import Parting
from apps.orchestrator import apart
from apps.people import unmerging
from apps.people.models import Merge
from apps.people.unmerging import Known

BECAUSE = "The merge by which it was decided was undone before it left."


class PartingOwed(msgspec.Struct):
    """`runs` are those of the given one; `addresses` where each side is reached, by channel."""

    merge: int
    at: datetime
    kept: Known
    given: Known
    runs: list[str]
    revived: list[str]
    let_in_together: list[str]
    addresses: dict[str, dict[str, str]]


def owed_of(parting: Parting) -> PartingOwed:
    """What this one owes."""
    kept, given = parting.parted.kept, parting.parted.given
    return PartingOwed(
        merge=parting.merge,
        at=kept.as_of,
        kept=_known(kept, parting.joined),
        given=_known(given, parting.joined),
        runs=sorted(parting.parted.given_runs),
        revived=sorted(parting.parted.revived),
        let_in_together=sorted(parting.parted.let_in_together),
        addresses={
            side.id: {channel: person.address(side, channel) for channel in person.ADDRESS_TRAITS}
            for side in (kept, given)
        },
    )


def _known(state: ProfileState, joined: ProfileState) -> Known:
    theirs = {
        key: consent.at
        for key, consent in joined.consents.items()
        if state.consents.get(key) != consent
    }
    return Known(
        profile=state.id,
        not_own=theirs,
        traits={key: (trait.value, trait.at) for key, trait in state.traits.items()},
        consents={key: (consent.status, consent.at) for key, consent in state.consents.items()},
    )


def apply(owed: PartingOwed, now: datetime) -> None:
    """Write it, in the transaction of the caller; twice gives the same."""
    merge = Merge.objects.get(id=owed.merge)
    kept, given = merge.survivor_id, merge.absorbed_id
    back = set(merge.given_back)
    events = [
        event.id
        for _, of_given, event in apart.events_since(kept, merge, merge.out_seq or 0, back)
        if of_given
    ]
    unmerging.put_apart(sides=[owed.kept, owed.given], kept=kept, given=given, events=events)
    stopped = delivery.withdraw(rows=unwanted(owed, merge), now=now)
    delivery.hand_back(kept=kept, given=given, runs=[UUID(run) for run in owed.runs])
    merge.outcome = {
        "at": owed.at.isoformat(),
        "events": len(events),
        "runs": owed.runs,
        "revived": owed.revived,
        "let_in_together": owed.let_in_together,
        "stopped": stopped,
    }
    merge.save(update_fields=["outcome"])


def unwanted(owed: PartingOwed, merge: Merge) -> list[delivery.Withdrawal]:
    """Runs whose messages would still go to the address of the other one."""
    runs = set(owed.runs)
    found: dict[UUID, delivery.Withdrawal] = {}
    for row in deliveries.unsent(merge.survivor_id, since=merge.at):
        side = merge.absorbed_id if str(row.enrollment_id) in runs else merge.survivor_id
        own = owed.addresses[str(side)].get(row.channel, "")
        if row.address and row.address != own:
            found[row.enrollment_id] = delivery.Withdrawal(
                merge.survivor_id, row.enrollment_id, owed.at, BECAUSE
            )
    return list(found.values())
