"""What differs between two rule sets, in words."""

from typing import Any

from apps.rules.compare import Change, compare
from apps.rules.document import INITIAL, complete
from apps.rules.saying import rules_of

CAP = {"id": "week", "name": "A week", "limit": 3, "hours": 168, "channels": ["email"]}
DAY = {"id": "day", "name": "A day", "limit": 1, "calendar": "day"}


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return compare(rules_of(INITIAL | before), rules_of(INITIAL | after))


def test_the_same_rules_have_no_difference() -> None:
    assert changes({"caps": [CAP]}, {"caps": [CAP | {"tags": [], "transactional": False}]}) == []
    old = {key: value for key, value in INITIAL.items() if key != "look_ahead_hours"}
    assert compare(rules_of(old), rules_of(complete(old))) == []


def test_added_removed_and_changed_rules_have_their_sentences() -> None:
    found = changes({"caps": [CAP]}, {"caps": [DAY]})
    assert [(c.kind, c.key, c.before, c.after) for c in found] == [
        ("added", "day", "", "At most 1 message per calendar day in the person’s time zone."),
        ("removed", "week", "At most 3 e-mails in any 7 days.", ""),
    ]
    [one] = changes({"caps": [CAP]}, {"caps": [CAP | {"limit": 2}]})
    assert (one.kind, one.title) == ("changed", "Frequency caps")
    assert one.before == "At most 3 e-mails in any 7 days."
    assert one.after == "At most 2 e-mails in any 7 days."


def test_a_name_and_an_order_are_differences_too() -> None:
    [renamed] = changes({"caps": [CAP]}, {"caps": [CAP | {"name": "Weekly"}]})
    assert renamed.name == "A week, now Weekly"
    [order] = changes({}, {"tiers": INITIAL["tiers"][::-1]})
    assert order.before.startswith("Transactional goes before Lifecycle")
    assert order.after.startswith("Marketing goes before Lifecycle")


def test_stages_consent_and_zone_are_compared() -> None:
    one = {"key": "trial", "name": "Trial", "when": {"trait": "plan", "value": "trial"}}
    cycle = {"key": "customer", "name": "Customer", "stages": [one]}
    other = cycle | {"stages": [one | {"done": {"trait": "plan", "value": "pro"}}]}
    [stage] = changes({"lifecycles": [cycle]}, {"lifecycles": [other]})
    assert stage.name == "Customer: Trial" and stage.after.endswith("done when plan is pro.")
    found = changes({}, {"timezone": "Europe/Berlin", "consent": {"email": "opt_out"}})
    # A channel that nothing is said of asks for a subscription.
    assert [(c.section, c.key, c.kind) for c in found] == [
        ("quiet_hours", ".zone", "changed"),
        ("consent", "email", "changed"),
        ("consent", "onsite", "changed"),
        ("consent", "webhook", "changed"),
    ]
