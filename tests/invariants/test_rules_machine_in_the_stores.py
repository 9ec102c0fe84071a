"""The rules hold in the stores: people live, rules change, workers die between the two commits.

A small state machine over the real log, route and advance. At every rest all that was decided is
read back from the graph and the outbox, counted by hand, and run again.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from apps.engine.outcome import Decision
from apps.graph import codec, commits, store
from apps.journeys import operations as journeys
from apps.orchestrator import advance, owed
from apps.rules import operations as rules
from apps.rules.models import RuleSetVersion
from apps.simulate.replay import replay_all
from tests.invariants import flow, rulebook
from tests.invariants.by_hand import Sent, falls_under, is_in_window
from tests.scenario import at, identify, tell, track

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
    pytest.mark.graph,
]
PEOPLE = ("ann", "bob", "cid")
EVENTS = ("Signed Up", "Viewed", "Viewed", "Bought", "Paid", "Cancelled")
INSTANTS = {
    "before the graph": (commits, "commit", False),
    "after the graph": (commits, "commit", True),
    "before PostgreSQL": (owed, "apply", False),
    "after PostgreSQL": (advance, "_pay", True),
}
DECIDED = "MATCH (p:Profile)-[:DECIDED]->(d:Decision) RETURN d.content AS content ORDER BY d.at"
MERGED = "MATCH (a:Profile)-[r:MERGED_INTO]->(b) RETURN a.uid AS gone, b.uid AS into, r.at AS at"
CHOSE = "MATCH (:Decision)-[:CHOSE]->(m:Message) RETURN m.uid AS uid"


class Died(BaseException):
    """Not an Exception: nothing may catch it, as nothing catches a `kill -9`."""


class Stores(RuleBasedStateMachine):
    @initialize(document=rulebook.rules)
    def begin(self, document: dict[str, Any]) -> None:
        flow.reset()
        self.now = at(0)
        self.told = 0
        self.document = document | {"timezone": "Europe/Berlin"}
        self._publish()
        for key, drawn in rulebook.JOURNEYS.items():
            journeys.publish(key=key, name=key.title(), document=drawn, by=None, now=at(0))
        for user in PEOPLE:
            tell(identify(user, self._later(1), plan="free", phone="+4917012345"))
            self.opt(user, "email", "subscribed")
            self.live(user, [(event, 60) for event in EVENTS], 0, False, True)

    def _publish(self) -> None:
        rules.publish(document=self.document, note="", by=None, now=self.now)

    @rule(document=rulebook.rules, part=st.sampled_from(rulebook.PARTS))
    def publish_rules(self, document: dict[str, Any], part: str) -> None:
        self.document = self.document | {part: document[part]}
        self._publish()

    @rule(
        user=st.sampled_from(PEOPLE),
        day=st.lists(
            st.tuples(st.sampled_from(EVENTS), st.sampled_from([1, 5, 60, 600])),
            min_size=3,
            max_size=8,
        ),
        late=st.sampled_from([0, 0, 30, 3000]),
        twice=st.booleans(),
        unknown=st.booleans(),
    )
    def live(
        self, user: str, day: list[tuple[str, int]], late: int, twice: bool, unknown: bool
    ) -> None:
        """Some events, some of them late, some told twice, some on a device not yet known."""
        for event, minutes in day:
            self._tell_one(user, event, minutes, late, twice, unknown)
        if unknown:
            tell(identify(user, self._later(1), anonymous=f"device-{self.told + 1}"))

    def _tell_one(
        self, user: str, event: str, minutes: int, late: int, twice: bool, unknown: bool
    ) -> None:
        told = track(user, event, self._later(minutes), order=minutes)
        told["timestamp"] = (self.now - timedelta(minutes=late)).isoformat()
        if unknown:
            del told["userId"]
            told["anonymousId"] = f"device-{self.told + 1}"
        tell(told, *([told] if twice else ()))
        self.told += not unknown

    def _later(self, minutes: float) -> datetime:
        self.now += timedelta(minutes=minutes, microseconds=1)
        return self.now

    @rule(
        user=st.sampled_from(PEOPLE),
        channel=st.sampled_from(["email", "sms", "all"]),
        status=st.sampled_from(["subscribed", "subscribed", "unsubscribed"]),
    )
    def opt(self, user: str, channel: str, status: str) -> None:
        said = {"channel": channel, "status": status}
        tell(track(user, "Subscription Changed", self._later(1), **said))

    @rule(hours=st.sampled_from([1, 12, 100]))
    def time_goes_by(self, hours: int) -> None:
        self._later(60 * hours)

    @rule(batch=st.sampled_from([1, 7, 500]), lanes=st.sampled_from([1, 64]))
    def work(self, batch: int, lanes: int) -> None:
        flow.alone(batch, lanes)(self.now)
        self.assert_all_holds()

    @rule(batch=st.sampled_from([3, 500]), instant=st.sampled_from(sorted(INSTANTS)))
    def die(self, batch: int, instant: str) -> None:
        """A worker is gone at that instant of its first batch."""
        room, name, after = INSTANTS[instant]
        with pytest.MonkeyPatch.context() as patch:
            real = getattr(room, name)

            def dying(*args: Any, **more: Any) -> None:
                if after:
                    real(*args, **more)
                raise Died

            patch.setattr(room, name, dying)
            with suppress(Died):
                flow.alone(batch)(self.now)

    def teardown(self) -> None:
        if hasattr(self, "document"):
            self._later(60 * 24 * 10)
            self.work(500, 64)
            assert all(replay.same for replay in replay_all())

    # What holds -----------------------------------------------------------------------------------

    def assert_all_holds(self) -> None:
        assert flow.finished(self.now)
        decisions = [codec.decision(row["content"]) for row in store.read(DECIDED)]
        sent = [c for d in decisions for c in d.considered if c.verdict == "sent"]
        ids = sorted(one.message_id for one in sent)
        assert len(set(ids)) == len(ids)
        assert len({(one.enrollment, one.node, one.visit) for one in sent}) == len(ids)
        assert sorted(row["uid"] for row in store.read(CHOSE)) == ids
        assert sorted(str(row[0]) for row in flow.postgres(flow.POSTGRES["outbox"])) == ids
        assert not flow.postgres(flow.POSTGRES["quarantined"])
        assert not flow.postgres(flow.POSTGRES["poisoned"])
        assert_caps_hold(decisions)


def assert_caps_hold(decisions: list[Decision]) -> None:
    """At each moment of a send, by the rules of its decision and what was sent until then."""
    documents = {str(known.id): known.document for known in RuleSetVersion.objects.all()}
    merges = store.read(MERGED)
    for (profile, moment), group in groupby(decisions, key=lambda d: (d.profile, d.at)):
        last = list(group)[-1]
        rules = documents[last.rule_set]
        of_person = [d for d in decisions if d.profile in who(profile, moment, merges)]
        before = [s for d in of_person if d.at <= moment for s in sends(d, rules)]
        for cap in rules["caps"]:
            now_sent = [s for s in sends(last, rules) if falls_under(cap, s)]
            zone = ZoneInfo(rules["timezone"])
            inside = [s for s in before if falls_under(cap, s)]
            inside = [s for s in inside if is_in_window(cap, s.at, moment, zone)]
            assert not now_sent or len(inside) <= cap["limit"], cap["id"]


def who(profile: str, moment: datetime, merges: list[dict[str, Any]]) -> set[str]:
    """The profile and those that had been joined to it by then."""
    joined = {m["gone"] for m in merges if m["into"] == profile and m["at"] <= moment.timestamp()}
    return {profile}.union(*(who(gone, moment, merges) for gone in joined))


def sends(decision: Decision, rules: dict[str, Any]) -> list[Sent]:
    return [
        Sent(decision.at, one.channel, one.tier, one.journey, tags_of(one.journey))
        for one in decision.considered
        if one.verdict == "sent"
    ]


def tags_of(journey: str) -> tuple[str, ...]:
    nodes = rulebook.JOURNEYS[journey]["nodes"]
    return tuple(tag for node in nodes for tag in node["settings"].get("tags", ()))


def test_the_rules_hold_in_the_stores_too() -> None:
    # Shrinking would take hours on real stores: a failure is shown as it was found.
    few = settings(max_examples=14, stateful_step_count=25, phases=[Phase.generate])
    run_state_machine_as_test(Stores, settings=few)
