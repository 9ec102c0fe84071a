"""What publishing a draft would do: what changes, what speaks against it, who stands where."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.engine import compile
from apps.engine.book import Journey as Compiled
from apps.engine.problems import Problem
from apps.journeys import checks, comparing, plans, queries
from apps.journeys.comparing import Change
from apps.journeys.models import JourneyDraft, JourneyVersion
from apps.journeys.plans import Plan
from apps.journeys.queries import OnVersion
from apps.journeys.sentences import duration, sentence

STAY_CHOICE, LEAVE_CHOICE, TO = "stay", "leave", "to:"
Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a published version at which people stand, and what may become of them."""

    version: int
    node: str
    says: str
    people: int
    suggested: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class Publication:
    """A draft that is about to be published. `after` None: it has problems and can't be."""

    draft: JourneyDraft
    latest: JourneyVersion | None
    problems: Sequence[Problem]
    after: Compiled | None
    standing: Sequence[OnVersion]

    @property
    def number(self) -> int:
        """That of the version it becomes."""
        return self.latest.number + 1 if self.latest else 1

    @property
    def changes(self) -> list[Change]:
        """What changes against the latest version; nothing to compare a first one with."""
        if self.latest is None:
            return []
        names = (self.draft.journey.name, self.draft.name)
        return comparing.changes(self.latest.document, self.draft.document, names=names)

    @property
    def stay(self) -> str:
        """The longest stay of the new version in words, "" for none."""
        return duration(self.after.longest_stay) if self.after and self.after.longest_stay else ""

    @property
    def places(self) -> list[Place]:
        """Where people stand, as long as the draft has nodes at which they could go on."""
        if self.after is None:
            return []
        found = []
        for on in self.standing:
            same = plans.defaults(queries.compiled_version(on.version), self.after)
            for at in on.nodes:
                to = same.get(at.key, "")
                choices = _choices(self.after, on.version.number, to)
                suggested = f"{TO}{to}" if to else ""
                number = on.version.number
                found.append(Place(number, at.key, at.says, at.people, suggested, choices))
        return found

    @property
    def seen(self) -> str:
        """A fingerprint of the places at which people stand, however many they are."""
        places = sorted((on.version.number, at.key) for on in self.standing for at in on.nodes)
        text = json.dumps(places).encode()
        return hashlib.blake2b(text, digest_size=16).hexdigest()

    def plan(self, moves: Mapping[int, Mapping[str, str]], now: datetime) -> list[Plan]:
        """What these maps would do, a plan for each version with people, in its order."""
        if self.after is None:
            return []
        return [
            plans.plan(
                queries.compiled_version(on.version),
                self.after,
                moves.get(on.version.number, {}),
                on.nodes,
                now,
            )
            for on in self.standing
        ]


def publication(draft: JourneyDraft) -> Publication:
    """This draft, its problems and the people inside, as they are now."""
    journey = draft.journey
    problems = checks.problems(draft.document, journey.key)
    after = None
    if not problems:
        after = compile.journey(draft.document, key=journey.key, name=draft.name, version="")
    latest = journey.versions.order_by("-number").first()
    return Publication(draft, latest, problems, after, queries.standing(journey))


def _choices(after: Compiled, version: int, same: str) -> Choices:
    said = {key: f"{sentence(node).what} ({key})" for key, node in after.nodes.items()}
    choices: Choices = [(STAY_CHOICE, f"Stay on version {version}")]
    if same:
        choices.append((f"{TO}{same}", "Go on at the same node, suggested"))
    choices.append((LEAVE_CHOICE, "Leave the journey"))
    others = [(f"{TO}{key}", what) for key, what in said.items() if key not in (same, after.entry)]
    return [*choices, ("Go on at", others)] if others else choices
