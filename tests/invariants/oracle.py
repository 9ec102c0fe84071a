"""What must hold, judged in another way than the engine does: from what was told, event by event.

The oracle keeps its own books of a person (words, consents, sends, runs, stages) and asks the rules
as they were written, not as they were compiled. No gate, and nothing that a gate uses, runs here,
but for the hash from which luck is drawn.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.engine.book import Book, Journey
from apps.engine.outcome import (
    Adopted,
    Considered,
    Decision,
    Effect,
    Entered,
    Left,
    Moved,
    SendMessage,
    StageEntered,
)
from apps.engine.reasons import Code
from tests.invariants.by_hand import Document, Sent, falls_under, is_in_window, is_within
from tests.invariants.known import Active, Known

ADDRESSES = {"email": "email", "sms": "phone"}


# What was decided -------------------------------------------------------------------------------


def judge(known: Known, decisions: Sequence[Decision], book: Book, rules: Document) -> None:
    """Each gate said what the oracle says, and what went out is counted from then on."""
    for decision in decisions:
        assert decision.rule_set == book.rules.id and decision.book == book.id
        alone = [one for one in decision.considered if one.tier == "transactional"]
        competing = [one for one in decision.considered if one.tier != "transactional"]
        # Transactional ones are judged one after the other, those that compete all at once.
        for together in (*([one] for one in alone), competing):
            sends = [_as_sent(known, decision.at, one, book) for one in together]
            for one, sent in zip(together, sends, strict=True):
                _judge_gates(known, decision.at, one, sent, book, rules)
            for one, sent in zip(together, sends, strict=True):
                if one.verdict in ("sent", "held_out"):
                    assert sent.ghost == (one.verdict == "held_out"), "silence is silent"
                    assert one.message_id not in known.sends
                    known.sends[one.message_id] = sent


def _as_sent(known: Known, at: datetime, one: Considered, book: Book) -> Sent:
    settings = book.journeys[one.version].nodes[one.node].settings
    assert one.tier == (settings.tier or book.journeys[one.version].tier)
    silent = known.is_silent(one.journey, one.tier, book.holdouts)
    return Sent(at, one.channel, one.tier, one.journey, settings.tags, silent)


def _judge_gates(
    known: Known, at: datetime, one: Considered, sent: Sent, book: Book, rules: Document
) -> None:
    topic = book.journeys[one.version].nodes[one.node].settings.topic
    exempt = one.tier == "transactional"
    address = known.word(ADDRESSES[one.channel]) if one.channel in ADDRESSES else ""
    expected = {
        "journey_live": one.journey not in book.paused,
        "suppression": f"{one.channel}:{address}" not in known.suppressed,
        "address": address is not None,
        "consent": exempt or _allows(known, one.channel, topic, rules),
        "frequency_cap": not any(_is_full(cap, known, sent, rules) for cap in rules["caps"]),
        "holdout": not sent.ghost,
    }
    said = {gate.gate: gate.ok for gate in one.gates}
    assert {gate: said[gate] for gate in expected} == expected
    local = at.astimezone(known.zone(rules))
    windows = [w for w in rules["quiet_hours"] if w["channel"] == one.channel and not exempt]
    quiet = any(is_within(window, local) for window in windows)
    # The hands of the clock don't tell the two passes of an hour that comes twice.
    assert said["quiet_hours"] == (not quiet) or (windows and not quiet and _is_changing(local))


def _is_changing(local: datetime) -> bool:
    hours = timedelta(hours=3)
    around = [(local.astimezone(UTC) + d).astimezone(local.tzinfo) for d in (-hours, hours)]
    return around[0].utcoffset() != around[1].utcoffset()


def _allows(known: Known, channel: str, topic: str, rules: Document) -> bool:
    model = rules["consent"].get(channel, "opt_in")
    asked = {"all", channel, f"{channel}/{topic}"}
    said = {key: known.consents[key][0] for key in asked if key in known.consents}
    asks_nobody = model in ("opt_out", "none")
    return "unsubscribed" not in said.values() and (asks_nobody or bool({*said} - {"all"}))


def _is_full(cap: Document, known: Known, sent: Sent, rules: Document) -> bool:
    if not falls_under(cap, sent):
        return False
    counted = [s for s in known.sends.values() if sent.ghost or not s.ghost]
    counted = [s for s in counted if falls_under(cap, s)]
    inside = [s for s in counted if is_in_window(cap, s.at, sent.at, known.zone(rules))]
    return len(inside) >= int(cap["limit"])


# What came of it --------------------------------------------------------------------------------


def follow(known: Known, effects: Sequence[Effect], book: Book, rules: Document) -> None:
    """Runs begin and end as the groups allow; each stage follows the one before it."""
    for effect in effects:
        match effect:
            case Entered(run):
                assert run.id not in known.active
                _judge_entry(known, run.journey, book, rules)
                known.active[run.id] = Active(run.journey, run.version, run.entered_at)
            case Left():
                left = known.active.pop(effect.enrollment)
                if effect.reason.code == Code.DISPLACED:
                    _judge_displacement(known, left, str(effect.reason.numbers["by"]), book)
            case Adopted(run_id):
                assert run_id in known.active
            case Moved():
                moved = known.active[effect.enrollment]
                assert moved.version == effect.before
                known.active[effect.enrollment] = Active(
                    moved.journey, effect.version, moved.entered_at
                )
            case StageEntered():
                own, since = known.stages.get(effect.lifecycle, ("", effect.at))
                assert own == effect.previous != effect.stage
                _judge_stage(effect, rules)
                if effect.because == "merge":
                    assert known.offered[effect.lifecycle] == (effect.stage, effect.at)
                    assert not own or since < effect.at
                known.stages[effect.lifecycle] = (effect.stage, effect.at)
            case SendMessage():
                _judge_beside_others(known, effect, book, rules)


def _rivals(known: Known, journey: str, book: Book, group: Document) -> list[Active]:
    """Those who are active in the group beside the journey, and not silent."""
    return [
        run
        for run in known.active.values()
        if run.journey != journey
        and run.journey in group["journeys"]
        and not known.is_silent(run.journey, book.journeys[run.version].tier, book.holdouts)
    ]


def _groups(journey: str, rules: Document) -> list[Document]:
    return [group for group in rules["exclusion_groups"] if journey in group["journeys"]]


def _live(key: str, book: Book) -> Journey:
    [journey] = [j for v in book.live if (j := book.journeys[v]).key == key]
    return journey


def _judge_displacement(known: Known, left: Active, by: str, book: Book) -> None:
    """Only a stronger one takes a place, and from who is really there only who is, too."""
    one, other = _live(by, book), book.journeys[left.version]
    tiers = ["transactional", "lifecycle", "marketing"]
    strengths = [(tiers.index(j.tier), -j.priority) for j in (one, other)]
    assert strengths[0] < strengths[1]
    silent = [known.is_silent(j.key, j.tier, book.holdouts) for j in (one, other)]
    assert silent[0] <= silent[1]


def _judge_entry(known: Known, key: str, book: Book, rules: Document) -> None:
    journey = _live(key, book)
    if not known.is_silent(key, journey.tier, book.holdouts):
        for group in _groups(key, rules):
            assert not _rivals(known, key, book, group), f"two of {group['id']}"


def _judge_beside_others(known: Known, sent: SendMessage, book: Book, rules: Document) -> None:
    """Who was in two of a group before it held gets messages from one of them only."""
    if sent.transactional:
        return
    own = known.active[sent.enrollment]
    if known.is_silent(own.journey, book.journeys[own.version].tier, book.holdouts):
        return
    for group in _groups(sent.journey, rules):
        for rival in _rivals(known, sent.journey, book, group):
            assert _standing(own, book, group) <= _standing(rival, book, group)


def _standing(run: Active, book: Book, group: Document) -> tuple[Any, ...]:
    journey = book.journeys[run.version]
    tier = ["transactional", "lifecycle", "marketing"].index(journey.tier)
    strength = (tier, -journey.priority) if group.get("displace") else ()
    return (*strength, run.entered_at)


def _judge_stage(entered: StageEntered, rules: Document) -> None:
    if entered.because != "condition":
        return
    [lifecycle] = [known for known in rules["lifecycles"] if known["key"] == entered.lifecycle]
    order = [stage["key"] for stage in lifecycle["stages"]]
    stage = lifecycle["stages"][order.index(entered.stage)]
    previous = entered.previous if entered.previous in order else ""
    earlier = ["", *order[: order.index(entered.stage)]]
    assert previous in (stage.get("from") or earlier)


def keeps_apart(known: Known, book: Book, rules: Document) -> None:
    """After a merge nobody is really in two journeys of a group."""
    for group in rules["exclusion_groups"]:
        inside = {run.journey for run in _rivals(known, "", book, group)}
        assert len(inside) <= 1, f"two of {group['id']} after a merge"
