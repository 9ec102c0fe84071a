"""The analysis looks back: what has become of people since does not change what it counts."""

from dataclasses import replace

import pytest

from apps.console.demo import load, sources
from apps.console.demo.month import batches
from apps.events import operations as events
from apps.orchestrator.route import route_all
from apps.simulate import given
from apps.simulate.history.analyse import history_of
from apps.simulate.history.numbers import History
from apps.simulate.operations import WINDOW
from tests.demo.test_loading import END, flow

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
    pytest.mark.graph,
]
SIZE = load.Size(people=80, days=30, seed=16)


def history() -> History:
    return history_of(given.now().subject().book, END - WINDOW, END)


def test_a_month_that_was_lived_counts_as_one_that_was_only_told() -> None:
    source = load.begin(SIZE, END)
    for batch in batches(load.calls_of(SIZE, source), seed=SIZE.seed):
        events.append(source=source, events=batch, now=END)
    route_all()
    told = history()
    sources.finish(source)
    flow(END)
    lived = history()
    assert told.pairs and sum(one.sent for one in told.messages.values()) > 100
    assert replace(lived, events=told.events) == told
