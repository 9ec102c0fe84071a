"""The drawing of a journey with one run's way through it lit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from apps.explain.why.path import PathStep
from apps.journeys import pictures
from apps.journeys.drawing import Line
from apps.journeys.models import JourneyVersion
from apps.journeys.pictures import Picture
from apps.journeys.ports import port_words
from apps.journeys.queries import compiled_version


@dataclass(frozen=True, slots=True)
class Lit:
    """`steps` has the last time that the way came to each node; `message` is where it led to."""

    picture: Picture
    steps: Mapping[str, PathStep]
    message: str
    lines: tuple[Line, ...]
    dim: tuple[Line, ...]


def lit(version_id: str, way: Sequence[PathStep], message: str) -> Lit | None:
    """The drawing of this version; None where the version isn't known any more."""
    row = JourneyVersion.objects.select_related("journey").filter(id=version_id).first()
    if row is None:
        return None
    drawn = pictures.outline(row)
    nodes = compiled_version(row).nodes
    gone = set()
    for step, after in pairwise(way):
        if step.key not in nodes:
            continue
        port = step.port or "next"
        end = nodes[step.key].next.get(port, "")
        if end == after.key:
            gone.add((step.key, port_words(nodes[step.key].type, port), end))
    on = tuple(line for line in drawn.lines if (line.start, line.port, line.end) in gone)
    off = tuple(line for line in drawn.lines if line not in on)
    return Lit(drawn, {step.key: step for step in way}, message, on, off)
