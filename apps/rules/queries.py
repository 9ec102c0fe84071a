"""Reads of the rules of engagement: the versions and the draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from apps.rules.document import INITIAL, complete
from apps.rules.models import RuleSetDraft, RuleSetVersion

__all__ = ["INITIAL", "current_document", "draft", "latest", "workspace_zone"]


@dataclass(frozen=True, slots=True)
class Working:
    """What an edit starts from: the open draft, or else what holds.

    `revision` is what the editor has seen and has to name again.
    """

    document: dict[str, Any]
    revision: int
    draft: RuleSetDraft | None = None


def latest() -> RuleSetVersion | None:
    """The version that holds now, or None before the first was published."""
    return RuleSetVersion.objects.order_by("-number").first()


def current_document() -> dict[str, Any]:
    """The document of the version that holds now, with every section."""
    version = latest()
    return complete(version.document) if version else complete(INITIAL)


def version_document(number: int) -> dict[str, Any] | None:
    """The document of a version, with every section; 0 is what held before the first."""
    if number == 0:
        return complete(INITIAL)
    row = RuleSetVersion.objects.filter(number=number).first()
    return complete(row.document) if row else None


def versions(search: str = "") -> QuerySet[RuleSetVersion]:
    """The versions without their documents, the newest first; `search` looks at note and author."""
    found = RuleSetVersion.objects.select_related("published_by").defer("document")
    if search:
        by_text = Q(note__icontains=search) | Q(published_by__username__icontains=search)
        found = found.filter(by_text | Q(number=int(search)) if _is_number(search) else by_text)
    return found


def draft() -> RuleSetDraft | None:
    """The open draft, or None."""
    row = draft_row()
    return row if row and row.document is not None else None


def draft_row() -> RuleSetDraft | None:
    """The draft's row, also where none is open: it knows who closed it; None before the first."""
    return RuleSetDraft.objects.select_related("updated_by").first()


def working() -> Working:
    """What an edit starts from."""
    row = draft_row()
    if row and row.document is not None:
        return Working(complete(row.document), row.revision, row)
    return Working(current_document(), row.revision if row else 0)


def workspace_zone() -> str:
    """The name of the zone that holds where a person has none, and in which pages show times."""
    latest = RuleSetVersion.objects.order_by("-number")
    return str(latest.values_list("document__timezone", flat=True).first() or "UTC")


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two documents say the same, sections that are absent included."""
    return complete(one) == complete(other)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9
