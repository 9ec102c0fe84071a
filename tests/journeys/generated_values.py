"""Values inside generated journeys: durations, clock times, conditions; right ones and odd ones."""

from typing import Any

from hypothesis import strategies as st

from apps.engine.conditions import KINDS, OF_SESSION, OPS
from apps.engine.durations import UNITS
from apps.engine.local_time import WEEKDAYS

Values = st.SearchStrategy[Any]

WORDS = (
    "",
    "plan",
    "order_id",
    "Order Completed",
    "else",
    "next",
    "a_b",
    "O’Neil “x”",
    "it's",
    'a"',
)
signs = st.sampled_from("ab_ '\"\\\n\té—😀\u00ad\u200b\u2028\x7f")
words = st.sampled_from(WORDS) | st.text(signs, max_size=6)
long_words = words | st.sampled_from(["x" * 64, "x" * 65, "😀" * 64, "ends_at " * 30])


def _whole(number: float) -> int | float:
    """JSON has one kind of numbers: 3.0 is 3."""
    return int(number) if number == int(number) else number


numbers = st.one_of(
    st.integers(-5, 5),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(-400, 400, allow_nan=False).map(lambda n: _whole(round(n, 3))),
    st.sampled_from(
        [0.5, 1.5, 1e-05, 1.25e-07, 0.1, 2 / 3, 1000.125, 3650, 3650.5, 1001, 1e15 + 0.5]
    ),
)
scalars = st.none() | st.booleans() | numbers | long_words
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            words | st.sampled_from(["all", "trait", "port", "days"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def fields(**known: Values) -> Values:
    """An object with some of these fields; now and then one of them is anything."""
    bent = {
        name: st.one_of(value, value, value, value, value, anything)
        for name, value in known.items()
    }
    return st.fixed_dictionaries({}, optional=bent)


def whole(**known: Values) -> Values:
    return st.fixed_dictionaries(known)


durations = st.dictionaries(
    st.sampled_from(UNITS),
    st.integers(0, 40) | st.floats(0, 9).map(lambda n: _whole(round(n, 2))),
    min_size=1,
    max_size=3,
)
signed = st.dictionaries(st.sampled_from(UNITS), st.integers(-400, 400), min_size=1, max_size=2)
odd_durations = st.one_of(
    durations,
    durations,
    signed,
    st.just({}),
    st.just({"days": 366, "seconds": 1}),
    st.just({"days": 366}),
    st.dictionaries(st.sampled_from([*UNITS, "years"]), numbers | st.booleans(), max_size=2),
)
clocks = st.sampled_from(["09:00", "17:30", "00:00", "23:59:59"])
odd_clocks = clocks | st.sampled_from(
    [
        "9:00",
        "24:00",
        "09",
        "T09",
        "0900",
        "09:0000",
        "09:00:00.",
        "09.5",
        "090000,25",
        "09:00Z",
        "09:00+01:00",
        " 09:00",
        "09:60",
        "09:00\n",
        "٠٩:٠٠",
    ]
)
weekdays = st.lists(st.sampled_from(WEEKDAYS), max_size=7)
sources = st.sampled_from([{"entry": "order_id"}, {"trait": "city"}])
odd_sources = sources | st.sampled_from(
    [{}, {"entry": ""}, {"event": "x"}, {"entry": 1}, {"entry": "a", "trait": "b"}]
)


def _leaf(kind: str) -> Values:
    good = {
        "op": st.sampled_from(sorted(OPS)),
        "value": st.one_of(scalars, st.lists(scalars, max_size=3)),
    }
    if kind == "count":
        good = {
            "op": st.sampled_from(["gte", "lt", "eq", "gt", "lte"]),
            "value": st.integers(0, 3),
            "days": st.sampled_from([1, 7, 30, 0.5, 2.25, 3650]),
        }
    return st.builds(
        lambda key, more: {kind: key} | more,
        words | scalars | st.sampled_from(OF_SESSION if kind == "session" else ("a",)),
        fields(**good, value_from=odd_sources),
    )


leaves = st.one_of([_leaf(kind) for kind in KINDS])
conditions: Values = st.recursive(
    st.just({}) | leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
        st.lists(inner | anything, max_size=2).map(lambda parts: {"all": parts}),
    ),
    max_leaves=4,
)

good_leaves = st.one_of(
    st.fixed_dictionaries(
        {
            "count": st.just("Order Completed"),
            "op": st.sampled_from(["gte", "lt", "eq"]),
            "value": st.integers(0, 3),
        },
        optional={"days": st.sampled_from([1, 7, 0.5])},
    ),
    st.fixed_dictionaries(
        {
            "trait": st.sampled_from(["plan", "a_b"]),
            "op": st.sampled_from(["ne", "in", "contains"]),
            "value": scalars.filter(lambda value: value is not None),
        }
    ),
    st.fixed_dictionaries({"event": st.just("city"), "value_from": sources}),
    st.fixed_dictionaries({"entry": st.just("order_id"), "op": st.just("exists")}),
    st.fixed_dictionaries({"stage": st.just("customer"), "value": st.just("paying")}),
    st.fixed_dictionaries({"done": st.just("customer"), "value": st.booleans()}),
    st.fixed_dictionaries({"session": st.sampled_from(OF_SESSION), "value": st.integers(0, 3)}),
)
good_conditions: Values = st.recursive(
    st.just({}) | good_leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=4,
)
