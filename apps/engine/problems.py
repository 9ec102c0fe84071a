"""What is wrong with a document: where, which kind, and what would mend it."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` is the path inside the document, `code` is stable, `remedy` is a sentence."""

    field: str
    code: str
    remedy: str
    node: str = ""


class Invalid(ValueError):
    """A document that can't be used, with every problem found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(
            "; ".join(f"{p.node or 'journey'}.{p.field}: {p.remedy}" for p in problems)
        )


@dataclass(slots=True)
class Problems:
    """Collects problems while a document is read, so that all are shown at once."""

    node: str = ""
    found: list[Problem] = field(default_factory=list)

    def add(self, field: str, code: str, remedy: str) -> None:
        self.found.append(Problem(field, code, remedy, self.node))

    def at(self, node: str) -> "Problems":
        """The same collection, for the settings of one node."""
        return Problems(node, self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def raise_if_any(self) -> None:
        if self.found:
            raise Invalid(tuple(self.found))
