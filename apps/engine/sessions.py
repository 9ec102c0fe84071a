"""Sessions: every track, page and screen of a source takes part in one.

Journeys hear that one began as of an event, `Session Started`, with `source` (the source's key) and
`first` (nothing is known of an earlier one), just before the event that began it.
"""

from apps.engine import facts, open_sessions
from apps.engine.luck import derived_id
from apps.engine.outcome import SessionSeen
from apps.engine.reserved import SESSION_EVENT, SESSION_STARTED
from apps.engine.run import Run
from apps.engine.values import Event, OpenSession


def note(run: Run, event: Event) -> Event | None:
    """Count the event in its session. Where it begins one: what journeys are to hear of that.

    Late events join the session they fit or make one of their own; the current one stays. What is
    from no source, as in steps stored before events told theirs, is in no session.
    """
    if event.type not in facts.DONE or not event.source:
        return None
    known = open_sessions.fitting(run.state.sessions, event)
    first = not run.state.sessions
    session = open_sessions.grown(known, event) if known else _begun(run, event)
    run.update(sessions=open_sessions.with_latest(run.state.sessions, session))
    run.effects.append(SessionSeen(session.id, event, run.at, begun=known is None, first=first))
    if known is not None:
        return None
    told = _told(run, event, first)
    facts.count(run, told)
    return told


def _begun(run: Run, event: Event) -> OpenSession:
    # A key may come back after it was forgotten: then it is the same session again.
    cause = event.session or event.id
    return OpenSession(
        id=derived_id("session", run.state.id, event.source, bool(event.session), cause),
        source=event.source,
        key=event.session,
        started_at=event.occurred_at,
        last_at=event.occurred_at,
        events=1,
    )


def _told(run: Run, event: Event, first: bool) -> Event:
    return Event(
        id=event.id,
        type=SESSION_EVENT,
        name=SESSION_STARTED,
        occurred_at=event.occurred_at,
        received_at=run.at,
        user_id=event.user_id,
        properties={"source": event.source, "first": first},
        source=event.source,
    )
