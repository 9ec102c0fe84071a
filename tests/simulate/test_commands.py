"""`analyse_conflicts`: asks, and waits for nobody."""

import io

import pytest
from django.core.management import call_command

from apps.simulate.models import Analysis
from tests import scenario

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def ask() -> str:
    said = io.StringIO()
    call_command("analyse_conflicts", stdout=said)
    return said.getvalue()


def test_it_asks_for_an_analysis_in_nobodys_name_and_only_once() -> None:
    scenario.rule_set()
    said = ask()
    [asked] = Analysis.objects.all()
    assert (asked.state, asked.requested_by) == ("waiting", None)
    assert str(asked.id) in said
    assert ask() == said and Analysis.objects.count() == 1
