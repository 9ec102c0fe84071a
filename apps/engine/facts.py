"""What an event says of a person, before any journey looks at it: traits, consents, counts."""

from bisect import insort
from typing import Any

from apps.engine import local_time
from apps.engine.outcome import ConsentChanged, MessageOutcome, Suppressed, TraitChanged
from apps.engine.reserved import SESSION_EVENT, SESSION_STARTED, is_ours
from apps.engine.run import Run
from apps.engine.values import ConsentValue, Event, TraitValue

SUBSCRIPTION_CHANGED = "Subscription Changed"
ADDRESS_SUPPRESSED = "Address Suppressed"
ADDRESS_RELEASED = "Address Released"
# Name of a status event -> whether the message's place under the caps is free again.
MESSAGE_STATUSES = {
    "Message Failed": True,
    "Message Stopped": True,
    "Message Opened": False,
    "Message Clicked": False,
}
# What people did; what merely says something of them, or comes from inside, is not counted.
DONE = ("track", "page", "screen")
# Of what the engine tells itself, the beginning of a session is counted.
COUNTED = (*DONE, SESSION_EVENT)
MAX_TRAITS = 500
MAX_CONSENTS = 500
MAX_BUCKET_KEYS = 16
LONGEST_CHANNEL, LONGEST_TOPIC, LONGEST_ADDRESS, LONGEST_REASON = 32, 64, 512, 255


def learn(run: Run, event: Event) -> None:
    """Apply what the event tells, last write wins by the time at which it was said."""
    _learn_traits(run, event)
    _learn_bucket(run, event)
    count(run, event)
    if event.name == SUBSCRIPTION_CHANGED:
        _learn_consent(run, event)
    if event.type == "status" and event.name == ADDRESS_SUPPRESSED:
        _learn_suppression(run, event)
    if event.type == "status" and event.name == ADDRESS_RELEASED:
        _learn_release(run, event)
    if event.type == "status" and event.name in MESSAGE_STATUSES:
        _learn_outcome(run, event)


def _learn_traits(run: Run, event: Event) -> None:
    told: dict[str, Any] = dict(event.traits)
    if event.timezone and "timezone" not in told:
        told["timezone"] = event.timezone
    traits = dict(run.state.traits)
    for key, value in told.items():
        known = traits.get(key)
        if known is not None and known.at > event.occurred_at:
            continue
        if known is None and len(traits) >= MAX_TRAITS:
            _note(run, f"more than {MAX_TRAITS} traits: “{key}” was left out")
            continue
        traits[key] = TraitValue(value, event.occurred_at)
        if known is None or known.value != value:
            run.effects.append(TraitChanged(key, value, event.occurred_at))
    if told:
        run.update(traits=traits)
        _check_zone(run, told.get("timezone"))


def _check_zone(run: Run, name: Any) -> None:
    if name and (not isinstance(name, str) or local_time.zone(name) is None):
        _note(run, f"unknown time zone {name!r}: the workspace's is used")


def _note(run: Run, problem: str) -> None:
    if problem not in run.state.problems:
        run.update(problems=(*run.state.problems[-19:], problem[:300]))


def _learn_bucket(run: Run, event: Event) -> None:
    """From the moment a user id is known, luck is drawn from it: the same on every device."""
    if event.user_id and not run.state.bucket_keys:
        run.update(bucket_keys=(f"user_id:{event.user_id}",))


def count(run: Run, event: Event) -> None:
    """Remember when it happened, where a condition counts events of its name."""
    depth = run.book.tally_depths.get(event.name)
    if depth and event.type in COUNTED and (event.name != SESSION_STARTED or is_ours(event)):
        times = list(run.state.tallies.get(event.name, ()))
        insort(times, event.occurred_at)
        run.update(tallies={**run.state.tallies, event.name: tuple(times[-depth:])})


def _learn_consent(run: Run, event: Event) -> None:
    channel = str(event.properties.get("channel") or "email")
    topic = str(event.properties.get("topic") or "")
    status = event.properties.get("status")
    if status not in ("subscribed", "unsubscribed"):
        _note(run, f"{SUBSCRIPTION_CHANGED} with status {status!r}: it was left out")
        return
    if len(channel) > LONGEST_CHANNEL or len(topic) > LONGEST_TOPIC:
        _note(
            run, f"{SUBSCRIPTION_CHANGED} with a channel or topic that is too long: it was left out"
        )
        return
    key = f"{channel}/{topic}" if topic else channel
    if topic and key not in run.state.consents and len(run.state.consents) >= MAX_CONSENTS:
        _note(run, f"more than {MAX_CONSENTS} topics: “{key}” was taken for the whole channel")
        if status == "subscribed":
            return
        key, topic = channel, ""
    known = run.state.consents.get(key)
    if known is not None and known.at > event.occurred_at:
        return
    consent = ConsentValue(status, event.occurred_at)
    run.update(consents={**run.state.consents, key: consent})
    run.effects.append(ConsentChanged(channel, topic, status, event.occurred_at))


def _address(event: Event) -> tuple[str, str]:
    channel = str(event.properties.get("channel") or "email")[:LONGEST_CHANNEL]
    return channel, str(event.properties.get("address") or "").strip().lower()[:LONGEST_ADDRESS]


def _learn_release(run: Run, event: Event) -> None:
    """The address may be written to again; whoever told it has taken its row away already."""
    channel, address = _address(event)
    left = {k: v for k, v in run.state.suppressed.items() if k != f"{channel}:{address}"}
    run.update(suppressed=left)


def _learn_suppression(run: Run, event: Event) -> None:
    channel, address = _address(event)
    reason = str(event.properties.get("reason") or "suppressed")[:LONGEST_REASON]
    run.update(suppressed={**run.state.suppressed, f"{channel}:{address}": reason})
    run.effects.append(Suppressed(channel, address, reason, event.occurred_at))


def _learn_outcome(run: Run, event: Event) -> None:
    message_id = str(event.properties.get("message_id") or "")
    released = MESSAGE_STATUSES[event.name]
    if released:
        run.update(sends=tuple(s for s in run.state.sends if s.message_id != message_id))
    kind = event.name.removeprefix("Message ").lower()
    detail = str(event.properties.get("reason") or "")
    run.effects.append(MessageOutcome(message_id, kind, event.occurred_at, released, detail))
