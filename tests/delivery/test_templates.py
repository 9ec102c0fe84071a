"""Liquid as marketers may use it: what renders, what is refused, and that nothing runs away."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from apps.delivery.liquid import PLAIN, TemplateProblem, render
from apps.delivery.liquid_guards import MAX_CHARACTERS
from apps.delivery.mime import header_value, message, text_of
from apps.delivery.models import Delivery, TemplateVersion
from apps.delivery.payload import payload
from tests.delivery import make

VALUES = {
    "person": {"first_name": "Ann", "tags": ["a", "b"], "n": 3, "evil": "<script>"},
    "event": {"total": 12.5, "items": [{"name": "Tea"}, {"name": "Pot"}]},
    "big": "ab" * 60_000,
}

GOLDEN = [
    ("Hi {{ person.first_name }}", "Hi Ann"),
    ("Hi {{ person.nick | default: 'there' }}", "Hi there"),
    ("{{ event.items | map: 'name' | join: ', ' }}", "Tea, Pot"),
    ("{% for item in event.items %}{{ item.name }};{% endfor %}", "Tea;Pot;"),
    ("{% if person.n > 2 %}yes{% else %}no{% endif %}", "yes"),
    ("{{ event.total | times: 2 | round }}", "25"),
    ("{{ '2026-11-22' | date: '%d %b %Y' }}", "22 Nov 2026"),
    ("{{ person.__class__ }}{{ person.first_name.__class__ }}", ""),
    ("{{ person.missing.deeper }}", ""),
    ("{{ '1e999999999' | ceil }}", "0"),
]

BOMBS = {
    "a long loop": "{% for i in (1..1000000000) %}x{% endfor %}",
    "loops in loops": "{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}",
    "many steps": "{% for i in (1..2000) %}" + "{{ i }}" * 100 + "{% endfor %}",
    "a doubled text": "{% assign x = big %}" + "{% assign x = x | append: x %}" * 30,
    "a replaced text": "{{ big | replace: 'a', big }}",
    "a squared number": "{% assign n = 99 %}" + "{% assign n = n | times: n %}" * 30,
    "a rounded number": "{{ 3 | round: -999999999 }}",
    "a joined range": "{{ (1..99999999) | join: ',' }}",
    "a wide date": "{{ 'now' | date: '%999999999d' }}",
    "much output": "{% for i in (1..100) %}{{ big }}{% endfor %}",
    "much captured": "{% for i in (1..99) %}{% capture a %}{{ a }}{{ big }}{% endcapture %}"
    "{% endfor %}",
    "a deep nest": "{% if true %}" * 500 + "{% endif %}" * 500,
    "other templates": "{% include 'x' %}",
    "no escaping": "{{ person.evil | safe }}",
    "division by zero": "{{ 1 | divided_by: 0 }}",
}


@pytest.mark.parametrize(("source", "expected"), GOLDEN)
def test_it_renders(source: str, expected: str) -> None:
    assert render(source, VALUES).text == expected


@pytest.mark.parametrize("what", BOMBS)
def test_it_refuses(what: str) -> None:
    with pytest.raises(TemplateProblem):
        render(BOMBS[what], VALUES)


def test_values_are_escaped_in_html_alone() -> None:
    assert render("{{ person.evil }}", VALUES, html=True).text == "&lt;script&gt;"
    assert render("{{ person.evil }}", VALUES).text == "<script>"


def test_a_missing_value_is_noted_where_it_would_have_shown() -> None:
    source = "{% if person.a %}{% endif %}{{ person.b }}{{ person.c | default: 'x' }}{{ d }}"
    assert render(source, VALUES).missing == ("person.b", "'d'")


def test_a_problem_names_its_line() -> None:
    with pytest.raises(TemplateProblem, match="line 3: unknown filter 'shout'"):
        render("a\nb\n{{ person.n | shout }}", VALUES)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
filters = st.sampled_from(sorted(PLAIN.filters))
arguments = st.lists(
    st.integers().map(str) | st.sampled_from(["a", "big", "'x'", "''", "1.5", "b", "(1..9)"]),
    max_size=3,
).map(", ".join)
chains = st.lists(st.tuples(filters, arguments), max_size=5).map(
    lambda calls: "".join(f" | {name}{': ' if args else ''}{args}" for name, args in calls)
)
sources = st.lists(
    st.builds("{{{{ a{} }}}}".format, chains)
    | st.builds("{{% for x in a %}}{{{{ x{} }}}}{{% endfor %}}".format, chains)
    | st.builds("{{% assign a = a{} %}}".format, chains)
    | st.text(alphabet="{}%|:'\"ab. \n-", max_size=20),
    max_size=6,
).map("".join)


@given(source=sources, a=json_values, b=json_values, html=st.booleans())
def test_no_template_and_no_value_do_more_than_fail_within_limits(
    source: str, a: Any, b: Any, html: bool
) -> None:
    try:
        text = render(source, {"a": a, "b": b, "big": "ab" * 1000}, html=html).text
    except TemplateProblem:
        return
    assert len(text) <= MAX_CHARACTERS
    message({"Subject": header_value(text)}, text, text, "b").decode("ascii")


@given(name=st.text(), body=st.sampled_from(['{"a": "{{ n }}"}', '["x {{ n }} y", 1]']))
def test_no_value_breaks_out_of_its_place_in_a_body(name: str, body: str) -> None:
    import msgspec

    found = msgspec.json.decode(payload(body, {"n": name})[0])
    assert found in ({"a": name}, [f"x {name} y", 1])


def test_text_for_people_who_read_no_html() -> None:
    html = "<head><style>p{}</style></head><p>Tea &amp; pot</p><script>x</script>"
    assert text_of(html) == "Tea & pot"


@pytest.mark.django_db
def test_saving_new_content_makes_a_version_that_never_changes() -> None:
    template = make.template()
    template.name = "Renamed"
    template.save()
    assert template.latest == 1
    template.text = "New"
    template.save()
    first, second = template.versions.order_by("number")
    assert (first.number, second.number, second.text) == (1, 2, "New")
    with pytest.raises(ValueError, match="never changes"):
        first.save()
    assert TemplateVersion.objects.count() == 2


@pytest.mark.django_db
def test_a_delivery_keeps_the_version_it_was_decided_with() -> None:
    template = make.template()
    delivery = make.decided()
    template.text = "New"
    template.save()
    found = Delivery.objects.get(pk=delivery.pk).template_version
    assert found and found.number == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"text": "a\n{% if x %}"}, "text"),
        ({"html": "{{ x | nothing }}"}, "html"),
        ({"subject": ""}, "subject"),
        ({"text": ""}, "text"),
        ({"channel": "webhook", "url": "http://{{ x }}/"}, "url"),
        ({"channel": "webhook", "url": "https://example.org/", "body": '{"a": {{ x }}}'}, "body"),
        (
            {"channel": "webhook", "url": "https://example.org/", "body": '{"a": "{{ x | no }}"}'},
            "body",
        ),
    ],
)
def test_what_is_wrong_is_found_when_it_is_saved(content: dict[str, str], field: str) -> None:
    template = make.template("draft")
    for name, value in content.items():
        setattr(template, name, value)
    with pytest.raises(ValidationError) as problem:
        template.full_clean()
    assert field in problem.value.message_dict
