"""A whole decision in one sentence that anyone understands. Pure: engine values in, text out."""

from collections import Counter
from collections.abc import Sequence

from apps.engine.outcome import Considered, Decision
from apps.engine.reasons import Code, Verdict
from apps.rules.told import words
from apps.rules.told.reason_words import clause
from apps.rules.told.sentences import LOST, full_name, loss
from apps.rules.told.telling import Telling

# So many of those that did not win are named.
MOST_NAMED = 6
# What kept a message waiting, where the rule's own name doesn't say it.
KEPT_BY = {
    **dict.fromkeys(LOST, "another message that went first"),
    Code.NO_CONSENT: "the missing subscription",
    Code.UNSUBSCRIBED: "the missing subscription",
    Code.NO_ADDRESS: "the missing address",
    Code.SUPPRESSED: "the suppressed address",
    Code.JOURNEY_NOT_LIVE: "its journey’s pause",
    Code.LOOK_AHEAD: "a better message that was due soon",
    Code.GATE_ERROR: "a gate that failed",
}
KINDS = {
    Code.QUIET_HOURS: "the quiet hours",
    Code.FREQUENCY_CAP: "the cap",
    Code.EXCLUDED: "the exclusion group",
}


def decision(
    made: Decision, telling: Telling, *, because: str = "", fate: str = "got", about: str = ""
) -> str:
    """The whole decision in one sentence. `about`: the message that was asked for, by its id.

    `because` is why the first message had come so far, `fate` what became of what was sent.
    """
    sent = [one for one in made.considered if one.verdict == Verdict.SENT]
    rest = [one for one in made.considered if one.verdict != Verdict.SENT]
    when = f"on {telling.moment(made.at)} ({telling.zone.key})"
    more = _more(len(rest) - MOST_NAMED)
    if not sent:
        said = f"{telling.who} got nothing {when}: {_unsent(rest, telling, because)}"
        return " ".join(part for part in (words.sentence(said), _next(rest, telling), more) if part)
    head = sorted(sent, key=lambda one: one.message_id != about)
    why = f" because {because}" if because else ""
    said = f"{telling.who} {fate} {_by_channel(head, telling)} {when}{why}"
    return words.sentence("; ".join([said, *others(rest[:MOST_NAMED], telling, also=True)])) + more


def others(which: Sequence[Considered], telling: Telling, *, also: bool) -> list[str]:
    """The candidates that did not win, in half a sentence for each reason."""
    by_fate: dict[tuple[str, str], list[Considered]] = {}
    for one in which:
        by_fate.setdefault(_fate(one, telling.of_them), []).append(one)
    said: list[str] = []
    for (wanted, why), group in by_fate.items():
        again = " also" if wanted and (also or said) else ""
        said.append(f"{_named(group, telling)}{again} {wanted or 'would have been sent,'} {why}")
    return said


def kept_by(code: str, rule_name: str) -> str:
    """What a message had to wait for: “the cap “3 a week””, “the missing subscription”."""
    known = Code(code) if code in {one.value for one in Code} else Code.OK
    if known in KEPT_BY:
        return KEPT_BY[known]
    return f"{KINDS.get(known, '')} “{rule_name}”".strip() if rule_name else ""


def _unsent(rest: Sequence[Considered], telling: Telling, because: str) -> str:
    said = others(rest[:MOST_NAMED], telling, also=False)
    if because and len(rest) == 1:
        name = full_name(rest[0], telling)
        return f"{name} was due because {because}, but {_hindrance(rest[0], telling.of_them)}"
    return "; ".join(said)


def _hindrance(one: Considered, telling: Telling) -> str:
    if one.reason.code in LOST:
        return f"it lost: {loss(one.reason, telling)}"
    return clause(one.reason, telling)


def _fate(one: Considered, telling: Telling) -> tuple[str, str]:
    """What a message wanted, "" for one that was held out, and what came in between."""
    if one.verdict == Verdict.HELD_OUT:
        return "", f"but {clause(one.reason, telling)}"
    if one.reason.code in LOST:
        return "wanted to write", f"and lost: {loss(one.reason, telling)}"
    return "wanted to write,", f"but {clause(one.reason, telling)}"


def _next(rest: Sequence[Considered], telling: Telling) -> str:
    """What becomes of those that nothing was sent of."""
    by_verdict: dict[Verdict, list[Considered]] = {}
    for one in rest:
        by_verdict.setdefault(one.verdict, []).append(one)
    said = [
        _becomes(verdict, group, telling, alone=len(by_verdict) == 1)
        for verdict, group in by_verdict.items()
    ]
    return " ".join(part for part in said if part)


def _becomes(
    verdict: Verdict, group: Sequence[Considered], telling: Telling, *, alone: bool
) -> str:
    one = len(group) == 1
    who = ("It" if one else "They") if alone else _named(group, telling)
    again = [considered.again_at for considered in group if considered.again_at]
    if verdict == Verdict.WAITS and again:
        asked = "waits and is asked" if one else "wait and are asked"
        return f"{who} {asked} again {telling.moment(min(again))}."
    if verdict == Verdict.SKIPPED:
        return f"{who} {'was' if one else 'were'} given up, and the path went on."
    if verdict == Verdict.LEFT:
        return f"{who} {'was' if one else 'were'} given up, and the journey was left."
    return ""


def _by_channel(which: Sequence[Considered], telling: Telling) -> str:
    by_channel: dict[str, list[Considered]] = {}
    for one in which:
        by_channel.setdefault(one.channel, []).append(one)
    return words.listed(
        [f"{_named(group, telling)} {words.by_channel(kind)}" for kind, group in by_channel.items()]
    )


def _named(which: Sequence[Considered], telling: Telling) -> str:
    names = Counter(full_name(one, telling) for one in which)
    return words.listed(
        [name if times == 1 else f"{name} ({times} times)" for name, times in names.items()]
    )


def _more(count: int) -> str:
    return f" {words.count_of(count, 'more candidate')} below." if count > 0 else ""
