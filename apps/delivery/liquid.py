"""Renders what marketers write: Liquid over plain values, with limits.

A template sees what it is handed (dicts, lists, texts, numbers) and nothing else: no files, no
objects, no other templates. A missing value renders empty and is noted.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import Any

from liquid import Environment, RenderContext, Undefined
from liquid.exceptions import LiquidError, OutputStreamLimitError, ResourceLimitError
from liquid.template import BoundTemplate

from apps.delivery.liquid_guards import MAX_CHARACTERS, guarded

MAX_STEPS = 50_000
# `safe` would undo the escaping, base64 only hides what is sent, the rest reads other templates.
WITHOUT_FILTERS = ("safe", "escapejs", "base64_decode", "base64_url_safe_decode")
WITHOUT_TAGS = ("include", "render", "tablerow")

_missing: ContextVar[dict[str, None] | None] = ContextVar("missing", default=None)


class TemplateProblem(Exception):
    """A template that can't be read or rendered; the message names the line where it is known."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished text, and the names of the values that it asked for and that were not there."""

    text: str
    missing: tuple[str, ...]


class NotedUndefined(Undefined):
    """A missing value: renders empty, and its name is noted when it would have been shown."""

    __slots__ = ()

    def __str__(self) -> str:
        noted = _missing.get()
        if noted is not None:
            noted[(self.hint or self.name).removesuffix(" is undefined")] = None
        return ""


class CountedContext(RenderContext):
    """Counts the steps of a rendering: unlike a stopwatch, they are the same everywhere."""

    __slots__ = ("_disabled", "_steps")

    @property
    def disabled_tags(self) -> list[str]:
        # The engine reads this before each node that it renders.
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise ResourceLimitError("limit reached: too many steps", token=None)
        return self._disabled

    @disabled_tags.setter
    def disabled_tags(self, names: list[str]) -> None:
        self._steps = 0
        self._disabled = names


class Output(StringIO):
    """Where a rendering goes, up to the limit; counting characters is cheap."""

    def __init__(self) -> None:
        super().__init__()
        self._left = MAX_CHARACTERS

    def write(self, text: str) -> int:
        self._left -= len(text)
        if self._left < 0:
            raise OutputStreamLimitError("limit reached: too much output", token=None)
        return super().write(text)


class CountedTemplate(BoundTemplate):
    context_class = CountedContext

    def _get_buffer(self) -> StringIO:
        return Output()


class Limited(Environment):
    """The limits; the filters and tags that are left."""

    template_class = CountedTemplate
    loop_iteration_limit = 2_000
    local_namespace_limit = 1024 * 1024
    output_stream_limit = MAX_CHARACTERS

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        for name in WITHOUT_TAGS:
            self.tags.pop(name, None)
        for name in WITHOUT_FILTERS:
            self.filters.pop(name, None)
        self.filters = {name: guarded(name, run) for name, run in self.filters.items()}


PLAIN = Limited(undefined=NotedUndefined)
HTML = Limited(undefined=NotedUndefined, autoescape=True)


@lru_cache(maxsize=4096)
def compiled(source: str, html: bool = False) -> BoundTemplate:
    """The parsed template; raises TemplateProblem with its line."""
    if len(source) > MAX_CHARACTERS:
        raise TemplateProblem(f"longer than {MAX_CHARACTERS // 1024} KB")
    try:
        return (HTML if html else PLAIN).from_string(source)
    except LiquidError as error:
        raise TemplateProblem(explained(error)) from error
    except RecursionError as error:
        raise TemplateProblem("nested too deeply") from error


def render(source: str, values: Mapping[str, Any], *, html: bool = False) -> Rendered:
    """The text of a template over plain values; raises TemplateProblem."""
    if "{" not in source:
        return Rendered(source, ())
    template = compiled(source, html)
    noted: dict[str, None] = {}
    token = _missing.set(noted)
    try:
        return Rendered(template.render(values), tuple(noted))
    except LiquidError as error:
        raise TemplateProblem(explained(error)) from error
    except Exception as error:
        # Whatever a value does to a filter is the fault of this one message, and fails it alone.
        raise TemplateProblem(f"{type(error).__name__}: {error}"[:500]) from error
    finally:
        _missing.reset(token)


def explained(error: LiquidError) -> str:
    """The problem in words, with its line where the engine knows it."""
    place = error.context() if error.token is not None else None
    return f"line {place[0]}: {error.message}" if place else str(error.message or error)
