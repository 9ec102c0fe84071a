"""consent: what the person allows on the channel and for the topic. Transactional is exempt."""

from datetime import datetime

from apps.engine.book import Book
from apps.engine.candidate import Candidate
from apps.engine.reasons import Answer, Code, Reason
from apps.engine.values import ProfileState

GATE = "consent"
# A channel that the rule set says nothing of asks for a subscription: silence is the safe side.
DEFAULT_MODEL = "opt_in"
# Unsubscribed from this, a person gets nothing on any channel; subscribing to it opens none.
ALL = "all"


def check(candidate: Candidate, state: ProfileState, book: Book, now: datetime) -> Answer:
    settings = candidate.node.settings
    model = book.rules.consent.get(settings.channel, DEFAULT_MODEL)
    if candidate.tier.transactional:
        return Answer(GATE, True)
    keys = [settings.channel]
    if settings.topic:
        keys.append(f"{settings.channel}/{settings.topic}")
    known = {key: state.consents[key] for key in keys if key in state.consents}
    everything = {ALL: state.consents[ALL]} if ALL in state.consents else {}
    for key, consent in (everything | known).items():
        if consent.status == "unsubscribed":
            numbers = {"what": key, "since": consent.at, "model": model}
            return Answer(GATE, False, Reason(Code.UNSUBSCRIBED, key, key, numbers))
    if model == "opt_in" and not known:
        return Answer(GATE, False, Reason(Code.NO_CONSENT, keys[0], keys[0], {"model": model}))
    return Answer(GATE, True)
