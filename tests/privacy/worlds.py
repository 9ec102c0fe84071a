"""A person who has left a trace wherever one can be left, beside somebody who stays."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection

from apps.common import clock
from apps.delivery.drain import drain, version
from apps.delivery.models import Template
from apps.events.models import Event, QuarantinedEvent
from apps.experiments import operations as experiments
from apps.graph import store
from apps.orchestrator.models import PoisonedProfile
from apps.people import erased, operations
from apps.people import queries as people
from apps.privacy import operations as privacy
from apps.privacy import tasks, working
from apps.privacy.erasing.steps import STEPS
from apps.privacy.models import Erasure
from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)

USER, EMAIL = "zaphod-9f3a77", "zaphod.b@heartofgold.example"
PHONE, ANONYMOUS = "+4915112345678", "anon-7c1e55-zaphod"
TRAIT, PROPERTY = "Betelgeuse-Seven", "Infinite-Improbability-4711"
MESSAGE = "message-of-zaphod-1"
WORDS = (USER, EMAIL, PHONE, ANONYMOUS, TRAIT, PROPERTY, MESSAGE)
NOW = at(days=20)


def lived() -> UUID:
    """Zaphod and Trillian have had sends, a ghost, a stop, a merge, stages; Zaphod is in a run."""
    version.cache_clear()
    erased.forget()
    Template.objects.create(
        key="hello", name="hello", channel="email", subject="Hi {{ person.planet }}", text="Hi"
    )
    cap = {"id": "day", "name": "1 a day", "limit": 1, "hours": 24, "channels": ["email"]}
    rule_set(caps=[cap], lifecycles=[LIFECYCLE])
    publish("welcome", message_on("Signed Up", again="once"))
    publish("second", message_on("Signed Up", priority=10, template="hello", again="once"))
    publish("ghosts", message_on("Ghosted", again="once"))
    publish("course", course())
    hold = experiments.create(
        name="Ghosts", share=0.9, scope="journeys", values=["ghosts"], by=None, now=at(-2)
    )
    experiments.start(key=hold.key, now=at(-1))
    for user, email, anonymous in ((USER, EMAIL, ANONYMOUS), ("trillian", "t@x.example", "anon-t")):
        told(user, email, anonymous)
    run_until(at(days=10))
    drain("email", lambda: at(days=10))
    stray(home())
    return home()


LIFECYCLE = {
    "key": "customer",
    "name": "Customer",
    "stages": [
        {
            "key": "known",
            "name": "Known",
            "when": {"trait": "planet", "op": "exists"},
            "done": {},
            "from": [""],
        }
    ],
}


def course() -> dict[str, Any]:
    """A course that somebody stays in for long; a split asks what only they have said."""
    split = {"branches": [{"port": "yes", "when": {"trait": "planet", "value": "nowhere"}}]}
    return path(
        node("in", "entry", event="Signed Up", audience={"trait": "planet", "op": "exists"}),
        node("asked", "condition_split", **split),
        node("wait", "delay", duration={"days": 90}),
        node("out", "exit"),
    )


def told(user: str, email: str, anonymous: str) -> None:
    """What somebody did; of Zaphod it is in words that nobody else uses."""
    mine = user == USER
    planet, secret = (TRAIT, PROPERTY) if mine else ("Earth", "none")
    visit = track(user, "Seen", at(0), id=f"seen-{user}") | {"anonymousId": anonymous}
    visit.pop("userId")
    traits = {"email": email, "planet": planet, "phone": PHONE if mine else "+4915111111111"}
    context = {"context": {"traits": {"email": email}}}
    first = identify(user, at(1), **traits) | {"messageId": MESSAGE if mine else "first"}
    tell(
        visit,
        first,
        identify(user, at(1, minutes=1), anonymous=anonymous, **traits),
        track(user, "Signed Up", at(2), id=f"signed-{user}", secret=secret) | context,
        track(user, "Ghosted", at(days=3), id=f"ghosted-{user}", secret=secret),
        group(user),
    )


def group(user: str) -> dict[str, Any]:
    when = at(4).isoformat()
    return {
        "type": "group",
        "userId": user,
        "groupId": "ship-42",
        "timestamp": when,
        "sentAt": when,
        "messageId": f"group-{user}",
        "traits": {"name": "A ship"},
    }


def stray(profile: UUID) -> None:
    """What went wrong, and where a name sticks by the way."""
    event = Event.objects.filter(profile_id=profile).first()
    assert event is not None
    QuarantinedEvent.objects.create(event=event, at=NOW, stage="advance", error=f"no {TRAIT}")
    PoisonedProfile.objects.create(profile_id=profile, at=NOW, error=f"no {EMAIL}")
    bad = {"type": "track", "userId": USER, "event": {"no": "name"}, "context": {"x": EMAIL}}
    tell(bad)
    operations.save_consents(rows=[(str(profile), "email", "offers", "subscribed", NOW)])
    operations.suppress(channel="sms", address=PHONE, reason=f"{USER} asked", now=NOW)
    someone = User.objects.create(username="ann")
    log = apps.get_model("admin", "LogEntry")
    log.objects.create(
        user=someone, object_repr=f"email:{EMAIL}", action_flag=2, change_message=USER
    )
    attempt = apps.get_model("axes", "AccessAttempt")
    attempt.objects.create(
        username="x",
        get_data=f"next=/people/?q={EMAIL}",
        post_data="",
        path_info="/",
        failures_since_start=1,
    )


def home(user: str = USER) -> UUID:
    found = people.by_identifier("user_id", user)
    assert found is not None
    return found


def erase(profile: UUID, *, refuse: bool = False) -> Erasure:
    """Ask for it and have it done."""
    request = asked(profile, refuse=refuse)
    work_on(request)
    return request


def asked(profile: UUID, *, refuse: bool = False) -> Erasure:
    return privacy.ask_for_erasure(profile_id=profile, refuse=refuse, by=None, now=clock.now())


def tries(request: Erasure) -> None:
    """One turn of the worker, and what may be waited for."""
    for _ in range(3):
        tasks.work()
        run_until(NOW)
        Erasure.objects.filter(id=request.id).update(not_before=None)
    tasks.work()


def do_step(request: Erasure, number: int) -> None:
    """One step as the worker does it, without the note that it is done."""
    for _ in range(5):
        work = working.claim(Erasure, clock.now())
        assert work is not None and work.id == request.id
        try:
            STEPS[number].do(work, clock.now(), working.Pulse(work))
            return
        except working.NotYet:
            run_until(NOW)
            Erasure.objects.filter(id=request.id).update(state="waiting", not_before=None)
    raise AssertionError("it waits for ever")


def work_on(request: Erasure) -> None:
    """As the worker does, until it is through; what it waits for happens in between."""
    for _ in range(20):
        tasks.work()
        request.refresh_from_db()
        if not request.unfinished:
            break
        run_until(NOW)
        Erasure.objects.filter(id=request.id).update(not_before=None)
    assert request.state == "done", (request.state, request.step, request.note, request.error)


def in_tables(*words: str) -> list[tuple[str, str]]:
    """Where these words stand in PostgreSQL, in any table: the table and the row."""
    found = []
    patterns = [f"%{word}%" for word in words]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT t::text FROM "{table}" t WHERE t::text ILIKE ANY(%s)', [patterns]
            )
            found += [(table, row[0][:300]) for row in cursor.fetchall()]
    return found


def in_graph(*words: str) -> list[Any]:
    """Nodes and relationships that have one of these words in a property."""
    rows = store.read("MATCH (n) RETURN labels(n) AS what, properties(n) AS told")
    rows += store.read("MATCH ()-[r]->() RETURN [type(r)] AS what, properties(r) AS told")
    lower = [word.lower() for word in words]
    return [row for row in rows if any(word in str(row["told"]).lower() for word in lower)]
