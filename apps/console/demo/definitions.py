"""Publishes what the demonstration decides by: templates, rules, journeys, a holdout; drafts."""

import hashlib
from datetime import datetime

from apps.console.demo.drafts import DRAFTS
from apps.console.demo.published import JOURNEYS
from apps.console.demo.rules import HOLDOUT, NOTE, RULES
from apps.console.demo.templates import DRAFTED, MESSAGES
from apps.delivery.models import Channel, Template
from apps.experiments import operations as experiments
from apps.experiments.models import Holdout
from apps.journeys import operations as journeys
from apps.journeys.models import Journey
from apps.rules import operations as rules
from apps.rules.models import RuleSetVersion


def publish(*, seed: int, now: datetime) -> None:
    """All of it, as of `now`; what is there already stays as it is."""
    _templates()
    if not RuleSetVersion.objects.filter(note=NOTE).exists():
        rules.publish(document=RULES, note=NOTE, by=None, now=now)
    _holdout(seed, now)
    known = set(Journey.objects.values_list("key", flat=True))
    for key, name, description, document in JOURNEYS:
        if key not in known:
            journeys.publish(
                key=key, name=name, description=description, document=document, by=None, now=now
            )
    for key, name, document in DRAFTS:
        if key not in known:
            journeys.save_draft(key=key, name=name, document=document, by=None, now=now)


def _templates() -> None:
    known = set(Template.objects.values_list("key", flat=True))
    for message in (*MESSAGES, *DRAFTED):
        if message.key not in known:
            template = Template(
                key=message.key,
                name=message.name,
                channel=Channel.EMAIL,
                subject=message.subject,
                text=message.text,
                html=message.html,
                topic=message.topic,
            )
            template.full_clean()
            template.save()


def _holdout(seed: int, now: datetime) -> None:
    """Its salt comes from the seed, so that the same people are held out each time."""
    key = HOLDOUT["key"]
    if not Holdout.objects.filter(key=key).exists():
        salt = hashlib.sha256(f"demo:{seed}".encode()).hexdigest()[:32]
        experiments.create(**HOLDOUT, by=None, now=now, salt=salt)
    if not Holdout.objects.filter(key=key, started_at__isnull=False).exists():
        experiments.start(key=key, now=now)
