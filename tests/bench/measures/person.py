"""How long the pages of one person take who has 50,000 events and 5,000 decisions.

Server time, asked for by a client in this process, of somebody who is logged in: the page, the
timeline (first, deep down, after a jump, searched, filtered, newer), why, and why not. Beside it
the same for a person with a hundredth of that: pages must not grow with history.
"""

import re
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.test import Client

from apps.common import clock
from apps.delivery.models import Delivery
from apps.graph import store
from tests.bench import busy_person
from tests.bench.figures import Figure, Result, milliseconds
from tests.bench.installation import Bench

PAGE, SCROLL, WHY = 300, 150, 150


def measure(bench: Bench) -> Result:
    bench.stop()
    reads, decisions = bench.size(50_000, 1000), bench.size(5000, 100)
    few = busy_person.build("quiet", decisions=decisions // 100, reads=reads // 100)
    many = busy_person.build("busy", decisions=decisions, reads=reads)
    made = store.read("MATCH (d:Decision {profile: $id}) RETURN count(d) AS n", id=str(many))
    assert made[0]["n"] >= decisions * 0.9, f"only {made[0]['n']} decisions"
    rounds = bench.size(40, 3)
    slow, quick = _times(many, rounds), _times(few, rounds)
    figures = [
        Figure(f"{name}, p{percent}", slow[name][f"p{percent}"], "ms", at_most=_target(name))
        for name in slow
        for percent in (50, 95)
    ]
    label = f"{reads:,} events, {decisions:,} decisions"
    return Result(figures, {"history": label, "with it": slow, "with a hundredth": quick})


def _target(name: str) -> float:
    return PAGE if name == "person's page" else WHY if name.startswith("why") else SCROLL


def _times(profile: UUID, rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds by what was asked for, after it was asked for twice."""
    client = Client(SERVER_NAME="127.0.0.1")
    user, _ = User.objects.get_or_create(username="bench", is_staff=True)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    found: dict[str, list[float]] = {}
    for name, (address, query) in _asked(client, profile).items():
        for number in range(rounds + 2):
            started = time.perf_counter()
            answer = client.get(address, query)
            took = time.perf_counter() - started
            assert answer.status_code == 200, f"{name}: {answer.status_code}"
            if number >= 2:
                found.setdefault(name, []).append(took)
    return {name: milliseconds(took) for name, took in found.items()}


def _asked(client: Client, profile: UUID) -> dict[str, tuple[str, dict[str, Any]]]:
    page = f"/people/{profile}/"
    timeline = f"{page}timeline/"
    now = clock.now()
    message = Delivery.objects.filter(profile_id=profile).order_by("decided_at")
    middle = message[message.count() // 2]
    half = {"until": (now - timedelta(days=400)).date().isoformat()}
    return {
        "person's page": (page, {}),
        "timeline": (timeline, {}),
        "timeline, deep": (timeline, {"cursor": _cursor(client, timeline, half, "cursor")}),
        "timeline, newer": (timeline, {"after": _cursor(client, timeline, half, "after")}),
        "timeline, a day": (timeline, half),
        "timeline, earliest": (timeline, {"from": "earliest"}),
        "timeline, searched": (timeline, {"q": "onboarding"}),
        "timeline, searched in vain": (timeline, {"q": "nothing of that name"}),
        "timeline, decisions": (timeline, {"kind": "decision"}),
        "timeline, messages of a day": (timeline, half | {"kind": ["message", "left"]}),
        "runs that are over": (f"{page}runs/", {}),
        "why this message": (f"/messages/{middle.pk}/why/", {}),
        "why this decision": (f"/decisions/{middle.decision_id}/", {}),
        "why not, now": (f"{page}why-not/", {"journey": "newsletter"}),
        "why not, then": (
            f"{page}why-not/",
            {"journey": "newsletter", "at": middle.decided_at.isoformat()},
        ),
    }


def _cursor(client: Client, timeline: str, query: dict[str, Any], name: str) -> str:
    """The place from which that page of the timeline goes on; a short one has no such place."""
    told = re.search(rf"[?&;]{name}=([^&\"]+)", client.get(timeline, query).content.decode())
    return told[1] if told else ""
