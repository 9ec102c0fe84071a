"""Why a change of a journey was refused, in words for the person who tried it."""

from django.utils import timezone

from apps.journeys.models import Journey, JourneyDraft


class Stale(ValueError):
    """The draft is not what the editor saw; `draft` is what it is now, None where there is none."""

    def __init__(self, journey: Journey, draft: JourneyDraft | None, *, seen: int) -> None:
        self.draft, self.seen = draft, seen
        self.revision = draft.revision if draft else journey.draft_revision
        super().__init__(_said(draft, seen))


class NotMovable(ValueError):
    """This map can't move anybody: `field` says what of it, the message what would mend it."""

    def __init__(self, field: str, remedy: str) -> None:
        self.field = field
        super().__init__(remedy)


def _said(draft: JourneyDraft | None, seen: int) -> str:
    if draft is None:
        return (
            "There is no such draft any more: it was published or discarded meanwhile. Nothing of "
            "yours was written; look at the latest version, then save it as a new draft."
        )
    who = draft.updated_by.get_username() if draft.updated_by else "Somebody"
    local = timezone.localtime(draft.updated_at)
    zone = timezone.get_current_timezone_name()
    return (
        f"{who} saved the draft on {local.day} {local:%b %Y at %H:%M:%S} ({zone}); you saw "
        f"revision {seen}, this is revision {draft.revision}. Nothing of yours was written: "
        "look at theirs, then save yours again."
    )
