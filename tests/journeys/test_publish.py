"""Publishing on the page: what changes, who stands where and what becomes of them."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.common import clock
from apps.journeys import operations, publishing, queries
from apps.journeys.models import Journey, JourneyMove, JourneyVersion
from apps.journeys.refusals import NotMovable
from apps.rules import gatekeeping
from apps.rules.gatekeeping import ERROR, WARNING, Finding
from tests.journeys.worlds import begun, carry_out, first, people_on_the_first, second, stands
from tests.scenario import at, message_on, publish, run_until, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
PUBLISH = "/journeys/way/draft/publish/"


@pytest.fixture(autouse=True)
def clean(graph: object) -> None:
    """A graph of its own."""


@pytest.fixture
def inside() -> None:
    people_on_the_first()
    save(second())


def save(document: dict[str, Any], revision: int | None = None, **more: Any) -> None:
    given = {"key": "way", "name": "Way", "by": None, "now": clock.now()} | more
    operations.save_draft(document=document, revision=revision, **given)


def seen() -> dict[str, str]:
    draft = queries.draft("way")
    assert draft is not None
    return {"revision": str(draft.revision), "seen": publishing.publication(draft).seen}


def text(staff: Client, data: dict[str, Any] | None = None, **more: Any) -> str:
    answer = staff.post(PUBLISH, data, **more) if data is not None else staff.get(PUBLISH)
    return answer.content.decode()


HTMX = {"HX-Request": "true"}


def test_a_first_version_says_how_many_nodes_it_has(staff: Client) -> None:
    save(message_on("Go"))
    page = text(staff)
    assert "as version 1?" in page and "The first version: 3 nodes" in page
    assert "people inside" not in page


def test_it_says_what_changes_against_the_latest_version(staff: Client, inside: None) -> None:
    page = text(staff)
    assert "What changes" in page and "against version 1" in page
    assert "Added: E-mail" in page and "/journeys/way/draft/#node=last" in page
    save(first())
    assert "it says the same as version 1" in text(staff)


def test_problems_lead_into_the_editor_and_block(staff: Client) -> None:
    save({"nodes": [{"key": "a/b", "type": "message", "settings": {}}], "edges": []})
    page = text(staff)
    assert "/journeys/way/draft/#node=a%2Fb" in page and "It can’t be published like this" in page
    assert staff.post(PUBLISH, seen()).status_code == 409
    assert not JourneyVersion.objects.exists()


def test_people_stay_unless_somebody_chooses(staff: Client, inside: None) -> None:
    page = text(staff)
    assert "What becomes of the people inside" in page and "All <strong>4</strong> stay" in page
    assert page.count('<option value="stay" selected>') == 2
    assert page.count("Go on at the same node, suggested") == 2
    staff.post(PUBLISH, seen() | {"people:1:wait": "stay"})
    assert JourneyVersion.objects.count() == 2 and not JourneyMove.objects.exists()


def test_numbers_are_shown_before_anything_is_published(staff: Client, inside: None) -> None:
    chosen = seen() | {"people:1:wait": "to:hello", "people:1:more": "leave"}
    part = text(staff, chosen, headers=HTMX)
    assert part.lstrip().startswith('<section class="card" id="people"')
    assert "<strong>2</strong> go on in version 2, <strong>2</strong> leave" in part
    assert "2 had this message before and get it once more" in part
    assert JourneyVersion.objects.count() == 1
    save(second() | {"longest_stay": {"days": 2}})
    part = text(staff, chosen | {"people:1:wait": "to:wait"}, headers=HTMX)
    assert "inside for longer than 2 days" in part


def test_suggestions_are_taken_where_nothing_else_is_chosen(staff: Client, inside: None) -> None:
    chosen = seen() | {"suggest": "1", "people:1:more": "leave"}
    for more in ({"headers": HTMX}, {}):
        part = text(staff, chosen, **more)
        assert '<option value="to:wait" selected>' in part
        assert '<option value="leave" selected>' in part
    assert JourneyVersion.objects.count() == 1


def test_publishing_and_moving_happen_together(staff: Client, inside: None) -> None:
    chosen = seen() | {"people:1:wait": "to:wait", "people:1:more": "leave", "note": "Better"}
    answer = staff.post(PUBLISH, chosen, follow=True)
    assert "Version 2 is live" in answer.content.decode()
    move = JourneyMove.objects.get()
    assert (move.before.number, move.after.number) == (1, 2)  # type: ignore[union-attr]
    assert move.nodes == {"wait": "wait", "more": ""} and move.total == 4
    carry_out(clock.now())
    run_until(clock.now())
    assert set(stands()) <= {"cid", "dan"}


def test_people_of_several_versions_go_over_at_once(staff: Client, inside: None) -> None:
    publish("way", second())
    tell(*begun("eve", 3))
    run_until(at(days=3, minutes=10))
    save(second() | {"priority": 70})
    chosen = {"people:1:wait": "to:wait", "people:2:wait": "to:wait"}
    staff.post(PUBLISH, seen() | chosen)
    moves = JourneyMove.objects.order_by("before__number")
    assert [(one.before.number, one.after.number) for one in moves] == [(1, 3), (2, 3)]  # type: ignore[union-attr]


def test_nothing_happens_where_the_draft_changed_meanwhile(staff: Client, inside: None) -> None:
    chosen = seen() | {"people:1:wait": "to:wait"}
    save(second() | {"priority": 70}, by=User.objects.create_user("ben"))
    answer = staff.post(PUBLISH, chosen)
    page = answer.content.decode()
    assert answer.status_code == 409 and "ben saved the draft" in page
    assert '<option value="to:wait" selected>' in page
    assert JourneyVersion.objects.count() == 1 and not JourneyMove.objects.exists()


def test_nothing_happens_where_people_came_to_other_nodes_meanwhile(
    staff: Client, inside: None
) -> None:
    chosen = seen() | {"people:1:wait": "to:wait"}
    run_until(at(days=5))
    answer = staff.post(PUBLISH, chosen)
    assert answer.status_code == 409 and "people have come to nodes" in answer.content.decode()
    assert JourneyVersion.objects.count() == 1 and not JourneyMove.objects.exists()
    # Who moves nobody needn't care where people stand.
    staff.post(PUBLISH, chosen | {"people:1:wait": "stay"})
    assert JourneyVersion.objects.count() == 2


def test_a_map_that_cannot_be_publishes_nothing(staff: Client, inside: None) -> None:
    with pytest.raises(NotMovable) as refused:
        operations.publish_draft(
            key="way", by=None, now=clock.now(), moves={1: {"wait": "wait"}, 9: {"wait": ""}}
        )
    assert refused.value.field == "moves.9.from_version"
    assert JourneyVersion.objects.count() == 1 and not JourneyMove.objects.exists()
    assert queries.draft("way") is not None
    page = text(staff, seen() | {"people:1:wait": "to:nowhere"})
    assert "look at the marked places" in page and JourneyVersion.objects.count() == 1


def test_a_map_survives_a_warning_that_nobody_accepted(
    staff: Client, inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds = [Finding(WARNING, "It always loses", "/rules/")]
    monkeypatch.setattr(gatekeeping, "_of_journeys", [lambda key, document: finds])
    chosen = seen() | {"people:1:wait": "leave", "note": "Why"}
    page = text(staff, chosen)
    assert "It always loses" in page and "in spite of this warning" in page
    assert '<option value="leave" selected>' in page and 'value="Why"' in page
    assert JourneyVersion.objects.count() == 1
    finds.append(Finding(ERROR, "It can’t run"))
    assert "It can’t be published like this" in text(staff, chosen | {"anyway": "on"})
    finds.pop()
    staff.post(PUBLISH, chosen | {"anyway": "on"})
    assert JourneyVersion.objects.count() == 2 and JourneyMove.objects.count() == 1


def test_publishing_takes_a_journey_out_of_the_archive(staff: Client) -> None:
    save(message_on("Go"))
    operations.archive(key="way", by=None, now=clock.now())
    staff.post(PUBLISH, seen())
    journey = Journey.objects.get()
    assert (journey.status, journey.archived_at) == ("live", None)


def test_a_draft_behind_the_latest_version_warns(staff: Client) -> None:
    publish("way", message_on("Go"))
    save(message_on("Mine"))
    publish("way", message_on("Theirs"))
    assert "version 2 is the latest by now" in text(staff)
    assert staff.post(PUBLISH, seen()).status_code == 409
    staff.post(PUBLISH, seen() | {"anyway": "on"})
    assert JourneyVersion.objects.count() == 3


def test_what_is_published_is_no_draft_any_more(staff: Client) -> None:
    save(message_on("Go"))
    staff.post(PUBLISH, seen() | {"note": "First"})
    assert JourneyVersion.objects.get().note == "First"
    assert staff.get(PUBLISH).status_code == 404
