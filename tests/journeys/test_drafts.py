"""Drafts: kept whatever they are, refused to those who saw an older one, published and gone."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from apps.engine.problems import Invalid
from apps.journeys import checks, operations, pictures, queries
from apps.journeys.models import Journey, JourneyDraft
from apps.journeys.refusals import Stale
from apps.orchestrator import books
from tests.scenario import at, message_on, publish

NEVER_RIGHT: list[dict[str, Any]] = [
    {},
    {"nodes": "none", "edges": 3},
    {"nodes": [3, None, {"key": 7}], "edges": [[]]},
    {"nodes": [{"key": "a", "type": "message", "settings": {"tags": 5}}]},
    {"nodes": [{"key": "a", "type": "condition_split", "settings": {"branches": ["x"]}}]},
    {"nodes": [{"key": "a", "type": "random_split", "settings": {"variants": 1}}]},
    {"nodes": [{"key": "a", "type": "goal", "settings": {"match": [1]}}]},
    {"nodes": [{"key": "a", "type": ["entry"], "settings": []}], "edges": [{"from": "a"}]},
    {"nodes": [{"key": "a\0b", "type": "entry", "settings": {"event": ""}}]},
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "nodes",
                    "edges",
                    "key",
                    "type",
                    "settings",
                    "from",
                    "to",
                    "port",
                    "when",
                    "branches",
                ]
            ),
            inner | st.sampled_from(["entry", "message", "delay", "jump", "condition_split"]),
            max_size=5,
        )
    ),
    max_leaves=25,
)


def save(document: dict[str, Any], revision: int | None = None, **more: Any) -> JourneyDraft:
    given = {"key": "way", "name": "Way", "by": None, "now": at()} | more
    return operations.save_draft(document=document, revision=revision, **given)


@given(st.dictionaries(st.sampled_from(["nodes", "edges", "tier", "priority"]), anything))
def test_any_document_has_its_problems_or_is_right(document: dict[str, Any]) -> None:
    found = checks.problems(document, "way")
    pictures.sketch(document, found)
    assert all(problem.remedy for problem in found)


@pytest.mark.parametrize("document", NEVER_RIGHT)
def test_what_is_wrong_is_told_and_as_much_is_drawn_as_can_be_read(
    document: dict[str, Any],
) -> None:
    found = checks.problems(document, "way")
    assert found
    drawn = pictures.sketch(document, found)
    assert drawn is None or len(drawn.nodes) == len(checks.nodes(document))


def test_a_draft_is_drawn_before_it_is_right() -> None:
    document = message_on("Go")
    document["nodes"][1]["settings"] = {"channel": "pigeon"}
    found = checks.problems(document, "way")
    drawn = pictures.sketch(document, found)
    assert drawn is not None and drawn.draft and len(drawn.lines) == 2
    bad = next(node for node in drawn.nodes if node.key == "message")
    assert {problem.field for problem in bad.problems} == {"channel", "template"}
    assert bad.says.more == "message, not complete yet"


@pytest.mark.django_db
@pytest.mark.parametrize("document", NEVER_RIGHT)
def test_anything_is_kept_as_a_draft_and_lets_nobody_in(document: dict[str, Any]) -> None:
    draft = save(document)
    assert Journey.objects.get(key="way").status == "draft" and draft.base == 0
    assert queries.problems_of_drafts(["way"])["way"] > 0
    assert books.current().live == ()
    with pytest.raises(Invalid):
        operations.publish_draft(key="way", by=None, now=at())


@pytest.mark.django_db
def test_who_saw_an_older_draft_is_told_who_was_faster_and_nothing_is_lost() -> None:
    ann = User.objects.create_user("ann")
    seen = save({"nodes": []}).revision
    save({"nodes": [1]}, seen, by=ann)
    with pytest.raises(Stale, match="ann saved the draft on 2 Mar 2026") as refused:
        save({"nodes": [2]}, seen)
    assert refused.value.revision == 2
    assert JourneyDraft.objects.get().document == {"nodes": [1]}
    assert save({"nodes": [2]}, refused.value.revision).revision == 3


@pytest.mark.django_db
def test_a_first_draft_meets_another_first_draft() -> None:
    save({}, 0)
    with pytest.raises(Stale):
        save({"nodes": []}, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.graph
def test_publishing_a_draft_publishes_what_it_says_and_it_is_gone(graph: object) -> None:
    publish("way", message_on("Go"))
    draft = save(message_on("Other"), name="The way", description="Why")
    assert draft.base == 1
    version = operations.publish_draft(key="way", revision=draft.revision, by=None, now=at())
    assert (version.number, version.document) == (2, message_on("Other"))
    journey = Journey.objects.get(key="way")
    assert (journey.name, journey.description) == ("The way", "Why")
    assert queries.draft("way") is None
    # A number that was seen once never means another draft.
    with pytest.raises(Stale):
        save({}, 0)
    assert save({}, draft.revision).revision == draft.revision + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.graph
def test_publishing_another_document_leaves_the_draft(graph: object) -> None:
    draft = save({"nodes": []})
    publish("way", message_on("Go"))
    assert JourneyDraft.objects.get().document == {"nodes": []}
    found = queries.findings("way", message_on("Other"), draft.base)
    assert "but version 1 is the latest by now" in found[-1].title


@pytest.mark.django_db(transaction=True)
@pytest.mark.graph
def test_discarding_leaves_what_is_published(graph: object) -> None:
    publish("way", message_on("Go"))
    revision = save({}).revision
    with pytest.raises(Stale):
        operations.discard_draft(key="way", revision=revision + 1)
    operations.discard_draft(key="way", revision=revision)
    assert Journey.objects.get(key="way").status == "live" and not queries.drafts().exists()
    with pytest.raises(Stale):
        operations.discard_draft(key="way")


@pytest.mark.django_db
def test_a_journey_that_was_never_published_goes_with_its_draft() -> None:
    save({})
    operations.discard_draft(key="way")
    assert not Journey.objects.exists()


@pytest.mark.django_db
def test_who_saves_while_another_discards_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = save({})
    made = Journey.objects.get_or_create
    discards = [True]

    def then_it_is_discarded(**given: Any) -> Any:
        found = made(**given)
        if discards and discards.pop():
            operations.discard_draft(key="way")
        return found

    monkeypatch.setattr(Journey.objects, "get_or_create", then_it_is_discarded)
    with pytest.raises(Stale):
        save({"nodes": []}, seen.revision)


@pytest.mark.django_db
def test_a_draft_is_no_way_around_publishing() -> None:
    save(message_on("Go"))
    with pytest.raises(ValueError, match="publish the draft"):
        operations.set_status(key="way", status="live", by=None, now=at())
    with pytest.raises(ValueError, match="taken by a page"):
        save({}, key="new")


@pytest.mark.django_db
def test_what_the_database_cannot_keep_is_left_out_of_a_draft() -> None:
    document = message_on("Go\0")
    assert [p.code for p in checks.problems(document, "way")] == ["not_text"]
    assert save(document).document == message_on("Go")
