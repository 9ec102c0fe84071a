"""Since when each kind of thing is kept: what is older, retention has removed."""

from datetime import datetime

from apps.people.models import KeptSince

EVENTS, EVIDENCE, MESSAGES, REJECTED = "events", "evidence", "messages", "rejected"


def kept_since(what: str) -> datetime | None:
    """The moment from which on things of this kind are there; None where all of them are."""
    return KeptSince.objects.filter(what=what).values_list("since", flat=True).first()
