"""What is wrong in a template's content, found when it is saved: by field, with its line."""

import json
import re
from typing import Any, Protocol

from apps.delivery.liquid import PLAIN, TemplateProblem, compiled

# The host may not depend on a person's data: that would let data choose where data is sent.
LITERAL_HOST = re.compile(r"https?://[^/{}\s@]+(/|\?|$)")


class Content(Protocol):
    channel: str
    subject: str
    text: str
    html: str
    url: str
    body: str


def problems(content: Content) -> dict[str, str]:
    """Field → what is wrong with it and what to do; empty where nothing is."""
    found = {
        name: problem
        for name in ("subject", "text", "html", "url")
        if (problem := liquid_problem(getattr(content, name), html=name == "html"))
    }
    if content.channel == "email":
        found |= email_problems(content)
    elif content.channel == "webhook":
        found |= webhook_problems(content)
    return found


def email_problems(content: Content) -> dict[str, str]:
    found = {}
    if not content.subject.strip():
        found["subject"] = "An e-mail needs a subject."
    if not (content.text.strip() or content.html.strip()):
        found["text"] = "An e-mail needs a text, an HTML part, or both."
    return found


def webhook_problems(content: Content) -> dict[str, str]:
    found = {}
    if not LITERAL_HOST.match(content.url):
        found["url"] = "Write the scheme and the host out, such as https://example.org/hook."
    try:
        texts = strings(body_outline(content.body))
    except TemplateProblem as problem:
        return found | {"body": str(problem)}
    wrong = [liquid_problem(text, html=False) for text in texts]
    first = next(filter(None, wrong), "")
    return found | ({"body": first} if first else {})


def liquid_problem(source: str, *, html: bool) -> str:
    """What is wrong in a text, "" for nothing: its syntax, then filters that there aren't."""
    try:
        used = compiled(source, html).analyze(include_partials=False).filters
    except TemplateProblem as problem:
        return str(problem)
    for name in sorted(used.keys() - PLAIN.filters.keys()):
        line = source.count("\n", 0, used[name][0].index) + 1
        return f"line {line}: unknown filter '{name}'"
    return ""


def body_outline(body: str) -> Any:
    """The JSON of a webhook's body, its strings still Liquid; raises TemplateProblem."""
    if not body.strip():
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise TemplateProblem(
            f"not JSON: {error}. Put every value into quotes: one that is a single "
            '"{{ … }}" keeps its own type.'
        ) from error


def strings(value: Any) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return []
