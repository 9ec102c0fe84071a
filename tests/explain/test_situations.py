"""Why not, in every situation: the kind of cause, its code, what it saw, and the sentence."""

from typing import Any

import pytest

from apps.explain.why_not.reasoning.cause import Cause
from apps.explain.why_not.why_not import WhyNot, why_not
from tests.explain import (  # noqa: F401 (each adds its situations)
    situations_decided,
    situations_delivered,
    situations_ended,
)
from tests.explain.situations import LATER, SITUATIONS, Told
from tests.explain.worlds import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def ask(told: Told) -> WhyNot:
    found = why_not(person(told.user), told.journey, node=told.node, at=told.at, now=LATER)
    assert found is not None
    return found


def value(cause: Any, way: str) -> Any:
    """ "leaves.0.answer.actual" of a cause."""
    for name in way.split("."):
        if isinstance(cause, tuple):
            cause = cause[int(name)]
        elif isinstance(cause, dict):
            cause = cause.get(name)
        else:
            cause = getattr(cause, name)
    return cause


def differences(cause: Cause, told: Told) -> list[str]:
    found = {way: value(cause, way) for way in told.cause}
    return [
        f"{way}: {found[way]!r}, not {wanted!r}"
        for way, wanted in told.cause.items()
        if found[way] != wanted
    ]


@pytest.mark.parametrize("name", SITUATIONS)
def test_why_not_names_the_true_cause(name: str) -> None:
    told = SITUATIONS[name]()
    found = ask(told)
    assert (found.cause.kind, found.code) == (told.kind, told.code), found.sentence
    assert differences(found.cause, told) == []
    for part in told.said:
        assert part in found.sentence
    assert found.sentence.endswith(".") and ".." not in found.sentence


def test_there_are_as_many_situations_as_can_go_wrong() -> None:
    assert len(SITUATIONS) >= 40
