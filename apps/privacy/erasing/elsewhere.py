"""Where a name may have stuck by the way: logins, sessions, the administration's log, the cache."""

import json
from collections.abc import Callable
from datetime import datetime

import redis
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone

from apps.privacy.erasing import matching, told
from apps.privacy.models import Erasure, Export
from apps.privacy.working import Pulse

Find = Callable[[str], bool]
ATTEMPTS = ("username", "path_info", "get_data", "post_data", "user_agent")


def empty(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Look through what the frameworks keep beside our own rows."""
    subject = told.of(erasure)
    find = matching.finder(subject.values)
    Export.objects.filter(profile_id__in=subject.ids).delete()
    pulse.add(_admin_log(find) + _logins(find) + _sessions(find))
    _cache()


def _admin_log(find: Find) -> int:
    rows = LogEntry.objects.values_list("id", "object_repr", "change_message")
    mine = [id for id, said, changed in rows.iterator() if find(said) or find(changed)]
    return LogEntry.objects.filter(id__in=mine).update(object_repr="(erased)", change_message="")


def _logins(find: Find) -> int:
    """What was typed or asked for at the login, such as an address that led to a search."""
    done = 0
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        names = [name for name in ATTEMPTS if hasattr(model, name)]
        mine = [
            row[0]
            for row in model.objects.values_list("id", *names).iterator()
            if any(find(str(said)) for said in row[1:])
        ]
        done += model.objects.filter(id__in=mine).delete()[0]
    return done


def _sessions(find: Find) -> int:
    """Sessions are compressed, and may hold a note for the next page: such a one is ended."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    mine = [
        row.pk
        for row in Session.objects.iterator()
        if find(json.dumps(row.get_decoded(), cls=DjangoJSONEncoder, default=str))
    ]
    return Session.objects.filter(pk__in=mine).delete()[0]


def _cache() -> None:
    """Suggestions in the editor quote what people told; they are made again."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    with client:
        for key in client.scan_iter(match=cache.make_key("*"), count=500):
            client.delete(key)


def vacuum() -> None:
    """Let PostgreSQL use the room of what was deleted again. `manage.py scrub` gives it back."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for table in TOUCHED:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


TOUCHED = (
    "people_profile",
    "people_identifier",
    "people_trait",
    "people_consent",
    "people_merge",
    "people_leftoff",
    "people_membership",
    "people_suppression",
    "events_event",
    "events_rejectedevent",
    "events_quarantinedevent",
    "delivery_delivery",
    "delivery_attempt",
    "delivery_sandboxmessage",
    "delivery_renderedmessage",
    "orchestrator_wakeup",
    "privacy_erasure",
    "privacy_export",
    "privacy_exportpart",
)
