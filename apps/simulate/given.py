"""What an analysis is of, read now; and as JSON, so that it can be run again as it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.journeys import queries as journeys
from apps.journeys.models import Journey, JourneyVersion
from apps.rules import queries as rules
from apps.rules.document import complete
from apps.simulate.history.subject import Authored, Rules, Subject, book_for, fingerprint

LIVE, DRAFT = "live", "draft"


@dataclass(frozen=True, slots=True)
class Given:
    """Rules, the live journeys in their latest versions, and the drafts."""

    rules: Rules
    live: tuple[Authored, ...]
    drafts: tuple[Authored, ...]

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.rules, self.live, self.drafts)

    def subject(self) -> Subject:
        """The book of it. Raises `problems.Invalid` for rules that can't be compiled."""
        return book_for(self.rules, self.live, self.drafts)

    def as_json(self) -> dict[str, Any]:
        """Published versions by their ids, which never change; drafts word for word."""
        return {
            "rules": {
                "version": self.rules.version,
                "number": self.rules.number,
                "is_draft": self.rules.is_draft,
                "document": self.rules.document,
            },
            "live": [
                {"key": one.key, "name": one.name, "version": one.version, "number": one.number}
                for one in self.live
            ],
            "drafts": [
                {"key": o.key, "name": o.name, "revision": o.number, "document": o.document}
                for o in self.drafts
            ],
        }


def now(which: str = LIVE) -> Given:
    """What holds now and all drafts of journeys; with the "live" rules, or the "draft" if open."""
    return Given(ruling(which), _live(), _drafts())


def stored(told: Mapping[str, Any]) -> Given:
    """What an analysis was asked for."""
    ids = [one["version"] for one in told["live"]]
    documents = {
        str(id): document
        for id, document in JourneyVersion.objects.filter(id__in=ids).values_list("id", "document")
    }
    return Given(
        Rules(**told["rules"]),
        tuple(Authored(**one, document=documents[one["version"]]) for one in told["live"]),
        tuple(
            Authored(one["key"], one["name"], one["document"], number=one["revision"])
            for one in told["drafts"]
        ),
    )


def ruling(which: str) -> Rules:
    """The rules that hold, or their draft: where none is open, those that hold."""
    row = rules.draft() if which == DRAFT else None
    if row is not None:
        return Rules(complete(row.document or {}), number=row.revision, is_draft=True)
    version = rules.latest()
    document = rules.current_document()
    return Rules(document, str(version.id), version.number) if version else Rules(document)


def _live() -> tuple[Authored, ...]:
    keys = Journey.objects.filter(status=Journey.Status.LIVE).values_list("key", flat=True)
    latest = journeys.latest_versions(list(keys))
    return tuple(
        Authored(key, row.journey.name, row.document, str(row.id), row.number)
        for key, row in sorted(latest.items())
    )


def _drafts() -> tuple[Authored, ...]:
    return tuple(
        Authored(row.journey.key, row.name, row.document, number=row.revision)
        for row in sorted(journeys.drafts(), key=lambda row: row.journey.key)
    )
