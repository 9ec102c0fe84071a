"""Which traits of a person a template prints without a default for where one is missing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from liquid import Node, RenderContext
from liquid.builtin.expressions import FilteredExpression, Path
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.for_tag import ForNode
from liquid.expression import Expression

from apps.delivery.checks import body_outline, strings
from apps.delivery.liquid import TemplateProblem, compiled

PERSON, DEFAULT = "person", "default"
# What every message knows of a person besides traits.
ALWAYS_THERE = frozenset({"id"})


def printed_traits(content: Mapping[str, str]) -> frozenset[str]:
    """The traits; a template that can't be read uses none. A trait that is asked for somewhere
    (`{% if person.x %}`) is taken to be looked after."""
    printed: set[str] = set()
    asked: set[str] = set()
    for source, html in _sources(content):
        try:
            template = compiled(source, html)
        except TemplateProblem:
            continue
        context, aliases = RenderContext(template), dict[str, set[str]]()
        for node in _all(template.nodes, context):
            if isinstance(node, OutputNode):
                printed |= _used(node.expression, aliases)
            elif isinstance(node, AssignNode):
                aliases[str(node.name)] = _used(node.expression, aliases)
            elif not isinstance(node, ForNode):
                for expression in node.expressions():
                    asked |= _named(expression, aliases)
    return frozenset(printed - asked - ALWAYS_THERE)


def _sources(content: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    for field in ("subject", "text", "html", "url"):
        if "{" in content.get(field, ""):
            yield content[field], field == "html"
    try:
        outline = body_outline(content.get("body", ""))
    except TemplateProblem:
        return
    for text in strings(outline):
        yield text, False


def _all(nodes: Iterable[Node], context: RenderContext) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children(context, include_partials=False), context)


def _used(expression: Expression, aliases: Mapping[str, set[str]]) -> set[str]:
    """The traits whose absence would show: not those to whose value a default is applied."""
    if isinstance(expression, FilteredExpression):
        filters = expression.filters or []
        defaulted = any(one.name == DEFAULT for one in filters)
        found = set() if defaulted else _used(expression.left, aliases)
        for one in filters:
            for child in one.children():
                found |= _used(child, aliases)
        return found
    return _named(expression, aliases)


def _named(expression: Any, aliases: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    if isinstance(expression, Path):
        head, *rest = expression.path
        if head == PERSON and rest and isinstance(rest[0], str):
            found.add(rest[0])
        elif isinstance(head, str):
            found |= aliases.get(head, set())
    for child in expression.children():
        found |= _named(child, aliases)
    return found
