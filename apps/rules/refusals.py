"""Why a change of the rules was refused, in words for the person who tried it."""

from django.utils import timezone

from apps.rules.models import RuleSetDraft


class Stale(ValueError):
    """The draft is not what the editor saw; `draft` is what it is now."""

    def __init__(self, draft: RuleSetDraft, *, seen: int) -> None:
        self.draft, self.seen = draft, seen
        super().__init__(_said(draft, seen))


class BaseMoved(ValueError):
    """Other rules hold than those that the draft began from."""

    def __init__(self, *, base: int, live: int) -> None:
        self.base, self.live = base, live
        began = f"version {base}" if base else "the rules before the first version"
        super().__init__(
            f"The draft began from {began}, but version {live} holds by now. Look at what changed "
            f"meanwhile, then publish over version {live}, or take its changes into the draft."
        )


class NothingToPublish(ValueError):
    """The draft is no different from what holds."""


def _said(draft: RuleSetDraft, seen: int) -> str:
    if draft.revision == seen or draft.updated_at is None:
        return "There is no draft of the rules; make a change, and one is opened."
    who = draft.updated_by.get_username() if draft.updated_by else "Somebody"
    local = timezone.localtime(draft.updated_at)
    zone = timezone.get_current_timezone_name()
    did = RuleSetDraft.Last(draft.last).label
    return (
        f"{who} {did} on {local.day} {local:%b %Y at %H:%M:%S} ({zone}); you saw revision {seen}, "
        f"this is revision {draft.revision}. Nothing of yours was written: look at it again."
    )
