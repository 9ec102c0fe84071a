"""Who may see what; login, logout, and pages that say no."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.pages import BACKEND

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/journeys/", "/rules/", "/holdouts/", "/sources/", "/events/", "/decisions/"]
)
def test_a_stranger_is_asked_to_log_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/login/?next={address}"


def test_it_logs_in_and_out(client: Client) -> None:
    User.objects.create_user("ann", password="right", is_staff=True)
    wrong = client.post("/login/", {"username": "ann", "password": "wrong"})
    assert wrong.status_code == 200 and b"note-bad" in wrong.content
    assert b'value="ann"' in wrong.content
    right = client.post("/login/?next=/rules/", {"username": "ann", "password": "right"})
    assert right["Location"] == "/rules/"
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/rules/").status_code == 302


def test_too_many_wrong_passwords_lock_the_login(client: Client) -> None:
    User.objects.create_user("ann", password="right")
    for _ in range(10):
        last = client.post("/login/", {"username": "ann", "password": "wrong"})
    assert last.status_code == 429 and b"Too many tries" in last.content


def test_who_is_not_staff_looks_but_changes_nothing(client: Client) -> None:
    client.force_login(User.objects.create_user("guest"), BACKEND)
    assert client.get("/sources/").status_code == 200
    refused = client.post("/sources/new/", {"name": "Shop", "kind": "live"})
    assert refused.status_code == 403 and b"Not allowed" in refused.content


def test_an_address_that_leads_nowhere_says_so(staff: Client) -> None:
    response = staff.get("/nowhere/")
    assert response.status_code == 404 and b"Not found" in response.content


def test_a_form_without_its_token_is_refused_in_plain_words() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("ann", is_staff=True), BACKEND)
    response = client.post("/sources/new/", {"name": "Shop"})
    assert response.status_code == 403 and b"send it again" in response.content


def test_pages_allow_no_script_or_style_of_their_own(staff: Client) -> None:
    response = staff.get("/sources/")
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert b"<script>" not in response.content and b" style=" not in response.content
