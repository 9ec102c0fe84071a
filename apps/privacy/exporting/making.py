"""Makes one export: writes its sections as parts, and says every second how far it is."""

import json
from collections.abc import Iterator
from datetime import timedelta

from apps.common import clock
from apps.people.models import Identifier, Profile
from apps.privacy import working
from apps.privacy.erasing.take import addresses_of, everybody
from apps.privacy.exporting.parts import Writer
from apps.privacy.exporting.sections import SECTIONS, Person
from apps.privacy.models import Export
from apps.privacy.working import Pulse

READY = timedelta(hours=24)


def make(export: Export, pulse: Pulse) -> None:
    """Write everything; a killed worker's parts are deleted, and it begins anew."""
    export.parts.all().delete()
    export.done = 0
    who = whom(export)
    with Writer(export) as writer:
        for text in _text(export, who, pulse):
            writer.write(text)
    now = clock.now()
    working.store(export, size=writer.size, section="", finished_at=now, ready_until=now + READY)


def whom(export: Export) -> Person:
    """The person with all profiles, and every text that leads to them."""
    ids = everybody(export.profile_id)
    texts = [str(id) for id in ids]
    values = Identifier.objects.filter(profile_id__in=ids).values_list("value", flat=True)
    return Person(ids, sorted({*values, *addresses_of(texts)}))


def _text(export: Export, who: Person, pulse: Pulse) -> Iterator[str]:
    about = {
        "throughline": "person",
        "format": 1,
        "exported_at": clock.now().isoformat(),
        "profile": str(export.profile_id),
        "first_seen": _first_seen(export),
    }
    yield json.dumps(about, indent=1)[:-2]
    for name, rows in SECTIONS.items():
        working.store(export, section=name, done=export.done)
        yield f',\n "{name}": ['
        comma = ""
        for row in rows(who):
            yield f"{comma}\n  {json.dumps(row, ensure_ascii=False, default=str)}"
            comma = ","
            pulse.add(1)
        yield "]"
    yield "\n}\n"


def _first_seen(export: Export) -> str:
    profile = Profile.objects.filter(id=export.profile_id).first()
    return profile.created_at.isoformat() if profile else ""
