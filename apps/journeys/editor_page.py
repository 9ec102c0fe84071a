"""What the editor's page starts from: the journey, its document, and what it may choose from."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.urls import reverse
from django.utils import timezone

from apps.common.api import as_dict
from apps.engine.nodes.message import CHANNELS
from apps.journeys import checks, queries
from apps.journeys.models import Journey, JourneyDraft, JourneyVersion
from apps.journeys.sentences import CHANNELS as CHANNEL_NAMES
from apps.rules import queries as rules

DRAFT, VERSION = "draft", "version"
# The versions that the page itself names; the rest is read when somebody asks for it.
LISTED = 50


def of_draft(
    journey: Journey, by: AbstractBaseUser | AnonymousUser, begin: dict[str, Any]
) -> dict[str, Any]:
    """The data of the draft's page; where none is open, it starts from `begin`."""
    draft = queries.draft(journey.key)
    latest = journey.versions.first()
    document = draft.document if draft else latest.document if latest else begin
    return _page(journey, by, document) | {
        "mode": DRAFT,
        "name": draft.name if draft else journey.name,
        "description": draft.description if draft else journey.description,
        "revision": draft.revision if draft else journey.draft_revision,
        "opened": draft is not None,
        "base": draft.base if draft else latest.number if latest else 0,
        "version": None,
    }


def of_version(version: JourneyVersion, by: AbstractBaseUser | AnonymousUser) -> dict[str, Any]:
    """The data of a published version's page, which changes nothing."""
    journey = version.journey
    return _page(journey, by, version.document) | {
        "mode": VERSION,
        "name": journey.name,
        "description": journey.description,
        "revision": journey.draft_revision,
        "opened": False,
        "base": version.number,
        "version": version.number,
    }


def _page(journey: Journey, by: Any, document: Any) -> dict[str, Any]:
    return {
        "key": journey.key,
        "draft": _draft(queries.draft(journey.key)),
        "status": journey.status,
        "document": document,
        "versions": [_row(one) for one in _versions(journey)],
        "me": by.get_username(),
        "rights": _rights(by),
        "zone": timezone.get_current_timezone_name(),
        "problems": [as_dict(problem) for problem in checks.problems(document, journey.key)],
        "urls": _urls(journey),
        **_choices(),
    }


def _draft(draft: JourneyDraft | None) -> dict[str, Any] | None:
    """The draft that is open, whatever the page shows."""
    if draft is None:
        return None
    return {
        "revision": draft.revision,
        "base": draft.base,
        "saved_at": draft.updated_at.isoformat(),
        "saved_by": draft.updated_by.get_username() if draft.updated_by else "",
    }


def _versions(journey: Journey) -> Any:
    rows = journey.versions.select_related("published_by").defer("document")
    return rows.order_by("-number")[:LISTED]


def _row(version: JourneyVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "note": version.note,
        "published_at": version.published_at.isoformat(),
        "published_by": version.published_by.get_username() if version.published_by else "",
    }


def _rights(by: PermissionsMixin) -> dict[str, bool]:
    """Staff may change what they may see; see `console.middleware.StaffOnly`."""
    may = bool(getattr(by, "is_staff", False))
    return {"change": may, "publish": may}


def _choices() -> dict[str, Any]:
    """What the rules of engagement that hold now let a journey name."""
    document = rules.current_document()
    return {
        "tiers": [{"key": tier["key"], "name": tier["name"]} for tier in document["tiers"]],
        "channels": [
            {
                "key": channel,
                "name": CHANNEL_NAMES[channel],
                "consent": document["consent"].get(channel, ""),
            }
            for channel in CHANNELS
        ],
        "lifecycles": [
            {
                "key": cycle["key"],
                "name": cycle["name"],
                "stages": [{"key": s["key"], "name": s["name"]} for s in cycle["stages"]],
            }
            for cycle in document["lifecycles"]
        ],
    }


def _urls(journey: Journey) -> dict[str, str]:
    key = journey.key
    return {
        "list": reverse("journeys"),
        "journey": reverse("journey", args=[key]),
        "draft": reverse("journey-draft", args=[key]),
        "publish": reverse("journey-publish", args=[key]),
        "discard": reverse("journey-discard", args=[key]),
        "json": reverse("journey-draft-json", args=[key]),
        "versions": reverse("journey-versions", args=[key]),
        "compare": reverse("journey-compare", args=[key]),
        "import": reverse("journey-import", args=[key]),
        "duplicate": reverse("journey-duplicate", args=[key]),
        "api": f"/api/journeys/{key}/",
    }
