"""Which leaves of a condition were in the way: those that, changed together, turn its answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.engine import conditions
from apps.engine.conditions import Condition, Facts, evaluate
from apps.engine.reasons import LeafAnswer
from apps.explain.why_not.reasoning.cause import Leaf

Turned = tuple[tuple[LeafAnswer, bool], ...]


@dataclass(frozen=True, slots=True)
class _Answered:
    """A condition's answer, and the fewest leaves that would have to turn for either answer."""

    ok: bool
    for_yes: Turned
    for_no: Turned


def in_the_way(
    condition: Condition, answers: Sequence[LeafAnswer], *, wanted: bool = True
) -> tuple[Leaf, ...]:
    """The fewest leaves that kept the condition from being `wanted`.

    `answers` are those of `evaluate`, in their order, as they are stored.
    """
    found = _answered(condition, iter(answers))
    turned = found.for_yes if wanted else found.for_no
    return tuple(Leaf(answer, must) for answer, must in turned)


def against(condition: Condition, then: Facts, now: Facts | None = None) -> tuple[Leaf, ...]:
    """As `in_the_way`, asked anew; with `now`, today's value beside it where it is another."""
    found = in_the_way(condition, evaluate(condition, then).leaves)
    today = evaluate(condition, now).leaves if now else ()
    values = {(one.subject, one.op, str(one.expected)): one.actual for one in today}
    return tuple(_beside(leaf, values) for leaf in found)


def _beside(leaf: Leaf, values: dict[tuple[str, str, str], object]) -> Leaf:
    asked = (leaf.answer.subject, leaf.answer.op, str(leaf.answer.expected))
    if asked not in values or asked[0].startswith(("event ", "entry ")):
        return leaf
    return Leaf(leaf.answer, leaf.wanted, values[asked], values[asked] != leaf.answer.actual)


def _answered(condition: Condition, answers: Iterator[LeafAnswer]) -> _Answered:
    if isinstance(condition, conditions.Leaf):
        one = next(answers)
        turn = ((one, not one.ok),)
        return _Answered(one.ok, () if one.ok else turn, turn if one.ok else ())
    parts = [_answered(part, answers) for part in condition.parts]
    if condition.op == "any":
        return _any(parts)
    if condition.op == "not":
        told = _any(parts)
        return _Answered(not told.ok, told.for_no, told.for_yes)
    ok = all(part.ok for part in parts)
    for_no = _fewest([part.for_no for part in parts]) if ok else ()
    return _Answered(ok, _every([part.for_yes for part in parts]), for_no)


def _any(parts: Sequence[_Answered]) -> _Answered:
    ok = any(part.ok for part in parts)
    for_yes = () if ok else _fewest([part.for_yes for part in parts])
    return _Answered(ok, for_yes, _every([part.for_no for part in parts]))


def _every(turned: Sequence[Turned]) -> Turned:
    return tuple(one for part in turned for one in part)


def _fewest(turned: Sequence[Turned]) -> Turned:
    return min((part for part in turned if part), key=len, default=())
