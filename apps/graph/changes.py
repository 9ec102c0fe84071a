"""What a batch changes, as rows for the graph: pure, one list per statement of the commit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.engine.outcome import (
    Adopted,
    Considered,
    Converted,
    Decision,
    Effect,
    Entered,
    Left,
    MessageOutcome,
    Moved,
    SendMessage,
    Step,
    Visited,
)
from apps.engine.reasons import Code, Verdict
from apps.engine.values import Enrollment, Event, ProfileState
from apps.graph import codec
from apps.graph.about import about
from apps.graph.against import against
from apps.graph.definitions import node_uid
from apps.graph.session_rows import SessionRows, session_rows
from apps.graph.stage_rows import stage_rows

Row = dict[str, Any]


@dataclass(slots=True)
class PersonChange:
    """What a batch did to one person."""

    lane: int
    state: ProfileState
    is_new: bool
    # Taken in by the survivor in the same batch: where its runs stand is the survivor's to write.
    handed_over: bool = False
    before: dict[str, Enrollment] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    steps: dict[str, Step] = field(default_factory=dict)


@dataclass(slots=True)
class Rows:
    """The rows of one commit, by statement."""

    new_profiles: list[Row] = field(default_factory=list)
    profiles: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    enrollments: list[Row] = field(default_factory=list)
    # Brought by a move between stages that no event caused.
    enrollments_by_time: list[Row] = field(default_factory=list)
    adopted: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    left_nodes: list[Row] = field(default_factory=list)
    stands: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    converted: list[Row] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)
    left_stages: list[Row] = field(default_factory=list)
    done_stages: list[Row] = field(default_factory=list)
    stages: list[Row] = field(default_factory=list)
    sessions: SessionRows = field(default_factory=SessionRows)
    decisions: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)


def rows(
    changes: Iterable[PersonChange], events: Mapping[int, Event], applied_at: datetime
) -> Rows:
    """All rows of these changes. `events` are the batch's inputs by id."""
    out = Rows()
    named: dict[int, Event] = {}
    for change in changes:
        _person(out, change)
        if not change.handed_over:
            _enrollments(out, change)
        for effect in change.effects:
            _effect(out, change, effect)
        _stages(out, change)
        out.sessions.add(session_rows(change.state.id, change.effects))
        messages = _messages(change)
        for decision in change.decisions:
            row = _decision(decision, change.steps[decision.id], applied_at)
            out.decisions.append(row | {"messages": messages.get(decision.id, [])})
            if decision.event_id is not None and decision.event_id in events:
                named[decision.event_id] = events[decision.event_id]
        for effect in change.effects:
            if isinstance(effect, Entered) and effect.enrollment.entry.id in events:
                named[effect.enrollment.entry.id] = events[effect.enrollment.entry.id]
    out.events = [
        {
            "uid": event.id,
            "name": event.name,
            "at": event.received_at.timestamp(),
            "occurred_at": event.occurred_at.timestamp(),
        }
        for event in named.values()
    ]
    return out


def _person(out: Rows, change: PersonChange) -> None:
    row = {
        "uid": change.state.id,
        "state": codec.encode(change.state),
        "lane": change.lane,
        "as_of": change.state.as_of.timestamp(),
    }
    (out.new_profiles if change.is_new else out.profiles).append(row)


def _enrollments(out: Rows, change: PersonChange) -> None:
    """Where every enrollment stands now that didn't stand there before the batch."""
    for enrollment in change.state.enrollments:
        before = change.before.get(enrollment.id)
        if before and _stands(before) == _stands(enrollment):
            continue
        if before:
            out.left_nodes.append({"uid": enrollment.id})
        out.stands.append(
            {
                "uid": enrollment.id,
                "node": node_uid(enrollment.version, enrollment.node),
                "since": enrollment.since.timestamp(),
            }
        )


def _stands(enrollment: Enrollment) -> tuple[str, str, datetime]:
    return enrollment.version, enrollment.node, enrollment.since


def _effect(out: Rows, change: PersonChange, effect: Effect) -> None:
    match effect:
        case Entered(enrollment, answer):
            of = out.enrollments if enrollment.entry.id else out.enrollments_by_time
            of.append(
                {
                    "uid": enrollment.id,
                    "profile": change.state.id,
                    "journey": enrollment.journey,
                    "version": enrollment.version,
                    "at": enrollment.entered_at.timestamp(),
                    "event": enrollment.entry.id,
                    "leaves": codec.encode(answer.leaves),
                }
            )
        case Visited():
            out.visits.append(_visit(effect))
        case Left():
            _left(out, effect)
        case Converted():
            out.converted.append(_converted(effect.enrollment, effect.node, effect.at))
        case Adopted(enrollment_id, at):
            out.adopted.append(
                {"uid": enrollment_id, "profile": change.state.id, "at": at.timestamp()}
            )
        case Moved():
            out.moved.append(
                {
                    "uid": effect.enrollment,
                    "before": effect.before,
                    "version": effect.version,
                    "node": node_uid(effect.version, effect.node),
                    "at": effect.at.timestamp(),
                }
            )
        case MessageOutcome():
            out.outcomes.append(
                {
                    "uid": f"{effect.message_id}:{effect.kind}",
                    "message": effect.message_id,
                    "kind": effect.kind,
                    "at": effect.at.timestamp(),
                    "detail": effect.detail,
                }
            )
        case _:
            pass


def _left(out: Rows, effect: Left) -> None:
    reason = effect.reason
    out.ended.append(
        {
            "uid": effect.enrollment,
            "at": effect.at.timestamp(),
            "because": reason.code.value,
            "reason": codec.encode(reason),
            "node": node_uid(effect.version, effect.node),
        }
    )
    if reason.code == Code.GOAL:
        out.converted.append(_converted(effect.enrollment, reason.rule, effect.at))


def _converted(enrollment: str, node: str, at: datetime) -> Row:
    return {"uid": enrollment, "node": node, "at": at.timestamp()}


def _stages(out: Rows, change: PersonChange) -> None:
    rows = stage_rows(change.state.id, change.effects)
    out.left_stages += rows.left
    out.done_stages += rows.done
    out.stages += rows.entered


def _visit(effect: Visited) -> Row:
    return {
        "uid": effect.enrollment,
        "node": node_uid(effect.version, effect.node),
        "seq": effect.seq,
        "at": effect.arrived_at.timestamp(),
        "left_at": effect.left_at.timestamp(),
        "port": effect.port,
        "leaves": codec.encode(effect.leaves) if effect.leaves else "",
    }


def _messages(change: PersonChange) -> dict[str, list[Row]]:
    """The messages of each decision."""
    of: dict[str, list[Row]] = {}
    for effect in change.effects:
        if isinstance(effect, SendMessage):
            of.setdefault(effect.decision, []).append(_message(change, effect))
    return of


def _message(change: PersonChange, effect: SendMessage) -> Row:
    return {
        "uid": effect.message_id,
        "profile": change.state.id,
        "at": effect.at.timestamp(),
        "enrollment": effect.enrollment,
        "journey": effect.journey,
        "node": effect.node,
        "channel": effect.channel,
        "template": effect.template,
        "tier": effect.tier,
    }


def _decision(decision: Decision, step: Step, applied_at: datetime) -> Row:
    content = codec.encode(decision)
    return {
        "uid": decision.id,
        "profile": decision.profile,
        "at": decision.at.timestamp(),
        "applied_at": applied_at.timestamp(),
        "book": decision.book,
        "rule_set": decision.rule_set,
        "event": decision.event_id,
        "content": content,
        "hash": codec.fingerprint(content),
        "step": codec.encode(step),
        "considered": [_considered(decision, one) for one in decision.considered],
        "about": about([_edge(one) for one in decision.considered]),
        "candidates": [one.message_id for one in decision.considered],
    }


def _edge(one: Considered) -> tuple[str, str, str, str]:
    return one.journey, one.node, one.reason.code.value, one.reason.name


def _considered(decision: Decision, one: Considered) -> Row:
    reason = one.reason
    return {
        "node": node_uid(one.version, one.node),
        "verdict": one.verdict.value,
        "reason": reason.code.value if one.verdict != Verdict.SENT else Code.OK.value,
        "rule": reason.rule,
        "rule_name": reason.name,
        "rank": one.rank,
        "at": decision.at.timestamp(),
        "journey": one.journey,
        "lost_to": reason.numbers.get("winner_journey", ""),
        "against": against(reason),
        "channel": one.channel,
        "message": one.message_id,
        "enrollment": one.enrollment,
    }


def enrollments_by_id(enrollments: Sequence[Enrollment]) -> dict[str, Enrollment]:
    return {enrollment.id: enrollment for enrollment in enrollments}
