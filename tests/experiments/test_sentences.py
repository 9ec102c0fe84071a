"""Holdouts as sentences."""

from apps.experiments import sentences

NAMES = {"winback": "Win-back", "thanks": "Post-purchase"}


def test_it_says_who_gets_nothing_from_what_and_since_when() -> None:
    says = sentences.holdout(0.1, "journeys", ["winback", "thanks"], NAMES)
    assert says.startswith(
        "10 % of people get nothing from Win-back and Post-purchase from now on. "
        "They are chosen by hash and stay the same"
    )


def test_it_names_tiers_and_everything() -> None:
    assert sentences.scope("tier", ["a"], {"a": "Marketing"}) == "the Marketing tier"
    assert "transactional messages go out" in sentences.scope("everything", [], {})
