"""Settings of every node type for property-based tests: complete ones, and ones with mistakes."""

from typing import Any

from hypothesis import strategies as st

from tests.journeys.generated_values import (
    Values,
    anything,
    clocks,
    conditions,
    durations,
    fields,
    good_conditions,
    long_words,
    numbers,
    odd_clocks,
    odd_durations,
    scalars,
    signed,
    weekdays,
    whole,
    words,
)

matches = st.lists(fields(property=words, entry=words), max_size=2)
good_matches = st.lists(whole(property=st.just("order_id"), entry=st.just("order_id")), max_size=1)
events = st.sampled_from(["Go", "Order Completed"])
names = st.sampled_from(["plan", "trial_ends_at"])
ports = st.sampled_from(["yes", "no", "A", "B", "else", ""])
good_ports = st.lists(st.sampled_from(["yes", "no", "maybe"]), min_size=1, max_size=3, unique=True)


def _weights(given: list[str]) -> list[dict[str, Any]]:
    return [{"port": port, "weight": 1 + len(port)} for port in given]


GOOD: dict[str, Values] = {
    "entry": whole(event=events)
    | whole(
        event=events, audience=good_conditions, again=st.just("after_leaving"), cool_down=durations
    )
    | whole(event=events, again=st.just("once_per_key"), key=names),
    "message": whole(template=names)
    | whole(
        template=names,
        channel=st.sampled_from(["sms", "webhook"]),
        tier=st.just("marketing"),
        tags=st.lists(names, max_size=2),
        when_stopped=st.sampled_from(["wait", "skip", "leave"]),
        at_most=durations,
    ),
    "delay": st.one_of(
        whole(duration=durations),
        whole(until=whole(time=clocks)),
        whole(trait=names),
        whole(until=whole(time=clocks, weekdays=weekdays), duration=durations),
        whole(trait=names, offset=signed, time=clocks),
    ),
    "wait_for_event": whole(event=events, at_most=st.just({"days": 2}))
    | whole(event=events, at_most=durations, match=good_matches, where=good_conditions),
    "condition_split": good_ports.flatmap(
        lambda given: st.tuples(*[good_conditions for _ in given]).map(
            lambda whens: {
                "branches": [{"port": p, "when": w} for p, w in zip(given, whens, strict=True)]
            }
        )
    ),
    "random_split": good_ports.map(lambda given: {"variants": _weights(given)}),
    "update_trait": whole(trait=names, value=scalars) | whole(trait=names, from_entry=names),
    "move_stage": whole(lifecycle=names, stage=names),
    "jump": whole(limit=st.integers(1, 100)),
    "goal": whole()
    | whole(event=events, match=good_matches, window=durations)
    | whole(where=good_conditions),
    "exit": whole() | whole(event=events) | whole(where=good_conditions),
}
BENT: dict[str, Values] = {
    "entry": fields(
        event=words,
        where=conditions,
        audience=conditions,
        cool_down=odd_durations,
        key=words,
        again=st.sampled_from(["once", "after_leaving", "once_per_key", "twice"]),
    ),
    "message": fields(
        channel=st.sampled_from(["email", "onsite", "pigeon"]),
        template=long_words,
        topic=long_words,
        tier=long_words,
        tags=st.lists(words, max_size=2),
        at_most=odd_durations,
        when_stopped=st.sampled_from(["wait", "skip", "leave", "stop"]),
    ),
    "delay": fields(duration=odd_durations, until=fields(time=odd_clocks, weekdays=weekdays))
    | fields(trait=words, offset=signed | odd_durations, time=odd_clocks),
    "wait_for_event": fields(event=words, where=conditions, match=matches, at_most=odd_durations),
    "condition_split": fields(branches=st.lists(fields(port=ports, when=conditions), max_size=3)),
    "random_split": fields(variants=st.lists(fields(port=ports, weight=numbers), max_size=3)),
    "update_trait": fields(trait=words, value=anything, from_entry=words),
    "move_stage": fields(lifecycle=words, stage=words),
    "jump": fields(limit=numbers),
    "goal": fields(event=words, where=conditions, match=matches, window=odd_durations),
    "exit": fields(event=words, where=conditions, match=matches),
}


def settings(type: str) -> Values:
    """Of one type: complete, with mistakes, or anything."""
    return st.one_of(GOOD[type], GOOD[type], BENT[type], BENT[type], anything)
