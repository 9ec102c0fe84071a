"""What the doors of the editing pages share: which draft was seen, and what a refusal says."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from apps.common import clock
from apps.engine.problems import Invalid
from apps.graph import queries_journeys
from apps.rules import operations, queries
from apps.rules.document import KEYS, items
from apps.rules.forms_base import Known, sentence
from apps.rules.models import RuleSetDraft
from apps.rules.queries import Working
from apps.rules.refusals import Stale


def seen(request: HttpRequest, working: Working) -> int:
    """The revision that the editor has seen: what the form says, or what is there now."""
    text = request.POST.get("revision", "")
    if not text.isascii() or not text.isdecimal():
        return working.revision if request.method == "GET" else -1
    return int(text[:9])


def save(request: HttpRequest, document: Mapping[str, Any], revision: int) -> RuleSetDraft:
    """Put this into the draft. Raises `Stale` and `Invalid`."""
    return operations.edit_draft(
        document=document,
        revision=revision,
        by=request.user,  # type: ignore[arg-type]
        now=clock.now(),
    )


def try_save(request: HttpRequest, document: Mapping[str, Any], revision: int) -> bool:
    """As `save`, for what has no form to go back to: a refusal becomes a message."""
    try:
        save(request, document, revision)
    except Stale as error:
        messages.error(request, str(error))
        return False
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, f"{sentence(problem.remedy)} ({problem.field})")
        return False
    return True


def known(section: str, document: Mapping[str, Any]) -> Known:
    """What the form of a rule may name."""
    return Known(
        tiers={str(t["key"]): str(t.get("name", t["key"])) for t in items(document, "tiers")},
        journeys=queries_journeys.journey_names(),
        taken={
            str(item.get(KEYS[section])): str(item.get("name", ""))
            for item in items(document, section)
        },
    )


def fresh_revision() -> int:
    return queries.working().revision
