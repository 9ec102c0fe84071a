"""Finding a person's identifiers in any text."""

import pytest

from apps.privacy.erasing import matching


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("ann@example.test", '{"x": "mail to ANN@Example.test now"}', True),
        ("42", '{"userId": "42"}', True),
        ("42", '{"userId": 42}', True),
        ("42", '{"total": 1425}', False),
        ('say "hi" to me', '{"id": "say \\"hi\\" to me"}', True),
        ("a.b.c.d", "aXbXcXd", False),
    ],
)
def test_it_finds_what_names_the_person(value: str, text: str, found: bool) -> None:
    assert matching.finder([value])(text) is found


def test_nobody_is_found_by_nothing() -> None:
    assert not matching.finder([])("") and not matching.finder([""])("anything")


def test_a_short_one_is_looked_for_as_a_whole_text() -> None:
    assert matching.in_json(["42", "ann@example.test"]) == ["ann@example.test", '"42"']
