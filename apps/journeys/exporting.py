"""A journey as a file, and a file as a journey: what was exported is imported as it was."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine.problems import Invalid, Problem
from apps.events import decode
from apps.journeys import checks
from apps.journeys.forms import as_text

KIND, FORMAT = "journey", 1
# In bytes: about four times the largest journey that may be published.
LONGEST = 2_000_000
LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_KEY = 255, 2000, 64


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds; `key` is that of the journey it came from, "" where it says none."""

    name: str
    key: str
    description: str
    document: dict[str, Any]


def exported(*, key: str, name: str, description: str, document: Any) -> dict[str, Any]:
    """What a file says of a journey."""
    return {
        "throughline": KIND,
        "format": FORMAT,
        "name": name,
        "key": key,
        "description": description,
        "document": document,
    }


def as_file(content: Mapping[str, Any]) -> str:
    """The text of a file, for people too."""
    document = json.loads(as_text(content["document"]))
    return json.dumps({**content, "document": document}, indent=2, ensure_ascii=False) + "\n"


def read(text: str | bytes) -> Imported:
    """What a file holds. Raises `Invalid`: where it is none, which field is wrong, what mends it.

    A draft may be wrong, but it can be drawn: each node has its key and its type.
    """
    if len(text) > LONGEST:
        _refuse("", "too_long", f"a file of at most {LONGEST // 1_000_000} MB")
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.lstrip("\ufeff")
        raw = json.loads(decoded, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        remedy = f"choose a file that was exported here: this one is no JSON ({error})"
        _refuse("", "not_json", remedy)
    return from_json(raw)


def from_json(raw: Any) -> Imported:
    """As `read`, for JSON that has been parsed already. A bare document will do, too."""
    deep = checks.too_deep(raw)
    if deep:
        raise Invalid(tuple(deep))
    if isinstance(raw, Mapping) and "throughline" not in raw and "nodes" in raw:
        raw = exported(key="", name="", description="", document=raw)
    problems = list(_wrong(raw))
    if problems:
        raise Invalid(tuple(problems))
    document = dict(raw["document"])
    name, key = str(raw.get("name") or ""), str(raw.get("key") or "")
    return Imported(name or "Imported journey", key, str(raw.get("description") or ""), document)


def _wrong(raw: Any) -> Iterator[Problem]:
    if not isinstance(raw, Mapping) or raw.get("throughline") != KIND:
        remedy = f'a file that was exported here begins with {{"throughline": "{KIND}"}}'
        yield Problem("throughline", "not_a_journey", remedy)
        return
    if raw.get("format") != FORMAT or isinstance(raw.get("format"), bool):
        remedy = f"this is format {raw.get('format')!r:.20}; only format {FORMAT} can be read here"
        yield Problem("format", "unknown_format", remedy)
        return
    for field, longest in (
        ("name", LONGEST_NAME),
        ("description", LONGEST_DESCRIPTION),
        ("key", LONGEST_KEY),
    ):
        given = raw.get(field, "")
        if not isinstance(given, str) or len(given) > longest or decode.clean(given) != given:
            remedy = f"a text of at most {longest} characters, none of them NUL"
            yield Problem(field, "not_text", remedy)
    if isinstance(raw.get("document"), Mapping):
        yield from _wrong_document(raw["document"])
    else:
        yield Problem("document", "not_an_object", "an object with nodes and edges")


def _wrong_document(document: Mapping[str, Any]) -> Iterator[Problem]:
    for field, needs in (("nodes", ("key", "type")), ("edges", ("from", "to"))):
        raws = document.get(field)
        # A draft may be without them.
        if raws is None:
            continue
        if not isinstance(raws, list):
            yield Problem(f"document.{field}", "not_a_list", f"a list of {field}")
            continue
        for index, one in enumerate(raws):
            if not isinstance(one, Mapping) or not all(isinstance(one.get(n), str) for n in needs):
                remedy = f"an object with {needs[0]} and {needs[1]}, both texts"
                yield Problem(f"document.{field}.{index}", "not_an_object", remedy)
                return
    raws = checks.nodes(document)
    if isinstance(document.get("nodes"), list) and len(raws) < len(document["nodes"]):
        yield Problem("document.nodes", "not_unique", "give every node a key of its own")
    if not isinstance(document.get("layout") or {}, Mapping):
        yield Problem("document.layout", "not_an_object", "an object, or leave it out")


def _refuse(field: str, code: str, remedy: str) -> None:
    raise Invalid((Problem(field, code, remedy),))


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number here")
