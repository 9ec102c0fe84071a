"""A world in which somebody has told everything that says who they are, and where it may show."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.test import Client

from apps.common import clock
from apps.delivery.models import SandboxMessage
from apps.events.models import Event, QuarantinedEvent, RejectedEvent
from apps.journeys import operations as journeys
from apps.journeys.models import JourneyVersion
from apps.orchestrator.models import PoisonedProfile
from apps.people.models import Account, LeftOff, Suppression
from apps.privacy import operations as privacy
from apps.privacy import tasks
from apps.privacy.models import Erasure, Export
from apps.rules import operations as rules
from apps.rules import queries as rules_now
from apps.rules.document import with_item
from apps.simulate import operations as simulate
from apps.simulate.conflicts import stored
from apps.simulate.conflicts.finding import Finding, Place
from apps.simulate.models import Analysis
from tests.pages import BACKEND, may_see
from tests.privacy import worlds
from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    run_until,
    tell,
    track,
)

NAME, LAST, STREET, IP = "Zarniwoop", "Vann-Harlgood", "Improbability Alley 7", "203.0.113.77"
BIRTHDAY, OTHER = "1979-10-12", "beeblebrox-other-device-61f2"
SECRET = (
    *(worlds.USER, worlds.EMAIL, worlds.PHONE, worlds.ANONYMOUS),
    *(NAME, LAST, STREET, IP, BIRTHDAY, OTHER),
)
TO_NAMES = {"trait": "first_name", "op": "eq", "value": "Nobody"}
NIGHT = {"id": "night", "name": "Night", "start": "21:00", "end": "08:00", "channel": "sms"}
GROUP = {"id": "one", "name": "One of both", "journeys": ["welcome", "second"]}


def lived() -> UUID:
    """The world of the tests of privacy, with names, addresses and a second device in it."""
    cache.clear()
    publish("named", message_on("Named", again="once") | {"name": "Named"})
    publish("never", _for_others())
    publish("told", _told())
    profile = worlds.lived()
    PoisonedProfile.objects.all().delete()
    traits: dict[str, Any] = {
        "first_name": NAME,
        "lastName": LAST,
        "birthday": BIRTHDAY,
        "email": worlds.EMAIL,
    }
    traits |= {"address": {"street": STREET, "city": "Kria"}, "phone": worlds.PHONE}
    context = {"context": {"ip": IP, "traits": {"email": worlds.EMAIL}, "page": {"url": _link()}}}
    more: dict[str, Any] = {"email": worlds.EMAIL, "fullName": NAME, "ip": IP, "plan": "heart"}
    tell(
        _visit(at(days=10, hours=1)),
        identify(worlds.USER, at(days=10, hours=2), anonymous=OTHER, **traits) | context,
        track(worlds.USER, "Named", at(days=10, hours=3), **more) | context,
        track(worlds.USER, "For Others", at(days=10, hours=4), **more),
    )
    run_until(at(days=11))
    _what_went_wrong(profile)
    _drafts()
    return profile


def _link() -> str:
    return f"https://x.example/?email={worlds.EMAIL.replace('@', '%40')}&user={worlds.USER}"


def _visit(when: Any) -> dict[str, Any]:
    visit = track(worlds.USER, "Seen", when, id="seen-elsewhere") | {"anonymousId": OTHER}
    visit.pop("userId")
    return visit


def _for_others() -> dict[str, Any]:
    document = message_on("For Others", again="once")
    document["nodes"][0]["settings"]["audience"] = TO_NAMES
    return document


def _told() -> dict[str, Any]:
    """A path that writes what an event told of somebody into a trait, and splits by it."""
    when = {"trait": "first_name", "op": "ne", "value": "Nobody"}
    return path(
        node("in", "entry", event="Named"),
        node("copy", "update_trait", trait="first_name", from_entry="fullName"),
        node("split", "condition_split", branches=[{"port": "yes", "when": when}]),
        node("out", "exit"),
    )


def document(key: str) -> dict[str, Any]:
    version = JourneyVersion.objects.get(journey__key=key)
    return dict(version.document)


def _drafts() -> None:
    """A draft of a journey and of the rules, so that their pages have something to show."""
    journeys.save_draft(
        key="welcome", name="Welcome", document=document("second"), by=None, now=clock.now()
    )
    held = with_item(rules_now.current_document(), "quiet_hours", NIGHT)
    held = with_item(held, "exclusion_groups", GROUP)
    rules.edit_draft(document=held, revision=rules_now.working().revision, by=None, now=clock.now())


def _what_went_wrong(profile: UUID) -> None:
    event = Event.objects.filter(profile_id=profile, user_id=worlds.USER).first()
    assert event is not None
    Suppression.objects.update(reason="asked")
    Suppression.objects.create(
        channel="email", address=worlds.EMAIL, reason=f"bounced: {worlds.EMAIL}", at=at(days=1)
    )
    QuarantinedEvent.objects.create(
        event=event, at=at(days=1), stage="route", error=f"Key (email)=({worlds.EMAIL}) exists"
    )
    LeftOff.objects.create(
        type="email", value=worlds.EMAIL, profile_id=profile, because="limit",
        limit_type="email", times=1, first_event=event.pk, last_event=event.pk,
        first_at=at(days=1), last_at=at(days=1),
    )  # fmt: skip
    Account.objects.update(traits={"name": "A ship", "email": worlds.EMAIL, "plan": "heart"})
    _letters()
    _failed(profile)


def _letters() -> None:
    """What was sent is full of who it was sent to."""
    for message in SandboxMessage.objects.filter(to=worlds.EMAIL):
        message.subject, message.text = f"Dear {NAME}", f"{NAME} {LAST}, {STREET}"
        message.html, message.headers = f"<p>{worlds.EMAIL} {LAST}", {"To": worlds.EMAIL}
        message.save()


def _failed(profile: UUID) -> None:
    """A delivery whose provider quoted the address, in its detail and in its answer."""
    deliveries = apps.get_model("delivery", "Delivery").objects.filter(profile_id=profile)
    delivery = deliveries.filter(status="sent").first()
    assert delivery is not None
    delivery.detail = f"550 no such user <{worlds.EMAIL}>"
    delivery.save(update_fields=["detail"])
    delivery.tries.update(response=f"to {NAME}", detail=f"user_id={worlds.USER}")
    deliveries.exclude(pk=delivery.pk).filter(status="pending").update(
        status="failed", reason="gave_up", detail=f"550 no such user <{worlds.EMAIL}>"
    )


def requests_of(profile: UUID) -> tuple[Export, Erasure]:
    """An export that is made, and an erasure of somebody else that was asked for."""
    export = privacy.ask_for_export(profile_id=profile, by=None, now=clock.now())
    tasks.work()
    other = worlds.home("trillian")
    return export, privacy.ask_for_erasure(profile_id=other, refuse=False, by=None, now=clock.now())


def analysis(profile: UUID) -> tuple[Analysis, str]:
    """An analysis that is done, and the key of its finding, which this person is behind."""
    one = Finding("incomplete", "warning", Place("welcome"), "It is", people=1,
                  examples=(str(profile),))  # fmt: skip
    row = simulate.request(by=None, now=clock.now())
    row.state, row.finished_at, row.findings = "done", clock.now(), stored.as_json([one])
    row.save()
    return row, one.key


def rejected() -> RejectedEvent:
    row = RejectedEvent.objects.first()
    assert row is not None and worlds.USER in row.body
    return row


def everything_else(name: str) -> User:
    """Somebody with every right but the one to see personal data."""
    user = User.objects.create_user(name, is_staff=True)
    rights = Permission.objects.exclude(codename="see_personal_data")
    user.user_permissions.set(rights.exclude(content_type__app_label="axes"))
    return user


def browser(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, BACKEND)
    return client


def seeing(name: str) -> Client:
    return browser(may_see(everything_else(name)))


PERIOD = {
    "since": (at() - timedelta(days=5)).date().isoformat(),
    "until": at(days=30).date().isoformat(),
}
