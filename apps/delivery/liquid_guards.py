"""Keeps a filter from turning a short template into a long computation.

The limits of the template engine count loops, stored values and output; a filter can still build
something huge in one call (`replace`, `times`, `round`, a width in a date format). Each filter
is therefore weighed before it runs, and its result after.
"""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from liquid.exceptions import ResourceLimitError

MAX_CHARACTERS = 256 * 1024
MAX_ITEMS = 5_000
MAX_NUMBER = 10**18
MAX_DIGITS = 20

MATH = frozenset(
    [
        "abs",
        "at_most",
        "at_least",
        "ceil",
        "divided_by",
        "floor",
        "minus",
        "plus",
        "round",
        "times",
        "modulo",
    ]
)
REPLACING = frozenset({"replace", "replace_first", "replace_last"})
NUMBER = re.compile(r"\s*[-+]?\d{1,18}(\.\d{1,18})?\s*")
WIDE_DIRECTIVE = re.compile(r"%[^a-zA-Z%]*\d{3}")


def guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, refusing (ResourceLimitError) operands or results beyond the limits."""

    @wraps(function)
    def run(left: Any, *args: Any, **kwargs: Any) -> Any:
        if name in MATH:
            left, args = plain_number(left), tuple(map(plain_number, args))
        for value in (left, *args):
            weigh(value)
        foresee(name, left, args)
        result = function(left, *args, **kwargs)
        weigh(result)
        return result

    return run


def weigh(value: Any) -> None:
    """Raises ResourceLimitError for a value that is larger than any message needs."""
    if isinstance(value, str):
        require(len(value) <= MAX_CHARACTERS, "a text is too long")
    elif isinstance(value, list | tuple | range | dict):
        require(len(value) <= MAX_ITEMS, "a list is too long")
    elif isinstance(value, int | float):
        require(abs(value) <= MAX_NUMBER, "a number is too large")


def foresee(name: str, left: Any, args: Iterable[Any]) -> None:
    """Raises ResourceLimitError where the result would be too large to be built at all."""
    args = list(args)
    if name in REPLACING and len(args) > 1:
        text, old, new = str(left), str(args[0]), str(args[1])
        require(
            (len(text) // max(1, len(old)) + 1) * len(new) <= MAX_CHARACTERS, "a text is too long"
        )
    elif name == "join" and isinstance(left, list | tuple | range):
        separator = len(str(args[0])) if args else 1
        size = sum(len(item) if isinstance(item, str) else 20 for item in left)
        require(size + separator * len(left) <= MAX_CHARACTERS, "a text is too long")
    elif name == "date" and args:
        form = str(args[0])
        require(len(form) <= 200 and not WIDE_DIRECTIVE.search(form), "a date format is too wide")
    elif name == "round" and args:
        require(abs(args[0] or 0) <= MAX_DIGITS, "too many digits")


def plain_number(value: Any) -> Any:
    """Text that is no plain number counts as 0, as Liquid says; "1e999999999" is none."""
    if isinstance(value, str):
        return str(value) if NUMBER.fullmatch(value) else 0
    return value


def require(fine: bool, problem: str) -> None:
    if not fine:
        raise ResourceLimitError(f"limit reached: {problem}", token=None)
