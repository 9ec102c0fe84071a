"""Sessions in words. Pure."""

from apps.explain.timeline.move_words import Said
from apps.graph.queries_sessions import Session
from apps.rules.told import words


def session(one: Session, source: str) -> Said:
    """“Session on “Web shop”: 14 events in 22 minutes”; `source` is the source's name."""
    lasted = one.last_at - one.started_at
    exact = lasted if lasted < 60 else round(lasted / 60) * 60
    within = f" in {words.length(exact)}" if lasted >= 1 else ""
    title = f"Session on “{source or one.source}”: {words.count_of(one.events, 'event')}{within}"
    return Said(title, "the first one that is known" if one.first else "")
