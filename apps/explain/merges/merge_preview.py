"""What undoing a merge would do, in lines that a page shows before anybody agrees to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.engine.values import Enrollment, ProfileState
from apps.explain.merges.merge_page import MergePage
from apps.orchestrator.unmerging import Preview
from apps.people import shown
from apps.people.identity_types import name_of
from apps.people.queries_merges import pair
from apps.rules.told import words
from apps.rules.told.telling import Telling


@dataclass(frozen=True, slots=True)
class Return:
    """What one of the two has afterwards, as lines; `changes` are about traits."""

    name: str
    identifiers: list[str]
    traits: list[str]
    runs: list[str]
    stages: list[str]


@dataclass(frozen=True, slots=True)
class Shared:
    """What holds for both: opt-outs since, and how many messages since count for both."""

    opt_outs: list[str]
    sends: int


@dataclass(frozen=True, slots=True)
class WouldBe:
    kept: Return
    given: Return
    shared: Shared
    events: int
    stopped: int

    @property
    def sides(self) -> tuple[Return, Return]:
        return self.kept, self.given


def would_be(page: MergePage) -> WouldBe | None:
    """What would go back to whom; None where nobody can say yet."""
    seen = page.preview
    if seen is None:
        return None
    called = page.one.called
    return WouldBe(
        kept=_return(called.kept, seen.parted.kept, (), seen, page.telling),
        given=_return(called.given, seen.parted.given, seen.identifiers, seen, page.telling),
        shared=_shared(seen),
        events=seen.events,
        stopped=len(seen.stopped),
    )


def _return(
    name: str, state: ProfileState, back: Sequence[str], seen: Preview, telling: Telling
) -> Return:
    joined = seen.joined
    changed = {
        key: trait
        for key, trait in state.traits.items()
        if key not in joined.traits or joined.traits[key].value != trait.value or back
    }
    gone = [key for key in joined.traits if key not in state.traits]
    lines = [f"{key}: {words.under(key, trait.value)}" for key, trait in sorted(changed.items())]
    if gone and not back:
        lines.append(f"without {words.listed([f'“{key}”' for key in sorted(gone)])}")
    return Return(
        name=name,
        identifiers=[
            f"{name_of(kind).lower()} {shown.identifier(value)}" for kind, value in map(pair, back)
        ],
        traits=lines,
        runs=[_run(one, seen, telling) for one in state.enrollments],
        stages=[
            f"{telling.lifecycle(key)}: {telling.stage(key, one.stage)}"
            for key, one in state.stages.items()
        ],
    )


def _run(one: Enrollment, seen: Preview, telling: Telling) -> str:
    said = f"{telling.journey(one.journey)}, at “{telling.node(one.version, one.node).name}”"
    if one.id in seen.parted.revived:
        return f"{said}: the merge had ended it, and it goes on"
    if one.id in seen.parted.let_in_together:
        return f"{said}: goes on, though it would not have begun for this person alone"
    return said


def _shared(seen: Preview) -> Shared:
    kept, given = seen.parted.kept, seen.parted.given
    mine = {send.message_id for send in kept.sends}
    return Shared(
        opt_outs=sorted(
            key.replace("/", " about ")
            for key, consent in kept.consents.items()
            if consent.status == "unsubscribed"
            and consent.at > seen.joint.at
            and given.consents.get(key) == consent
        ),
        sends=sum(send.message_id in mine for send in given.sends if not send.ghost),
    )
