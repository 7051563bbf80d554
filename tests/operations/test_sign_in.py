"""The page to sign in on names the demo logins where they are meant to be used, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.management.demo import LOGINS
from claims.models import User

pytestmark = pytest.mark.django_db
DEMO = LOGINS[0]


@pytest.fixture(autouse=True)
def people(settings: Any) -> None:
    """All of the demo, and the settings of a first start."""
    settings.DEMO, settings.PRODUCTION = True, False
    for login in LOGINS:
        User.objects.create(username=login.username, password=make_password(login.password))


def shown(client: Client) -> str:
    response = client.get(reverse("login"))
    assert response.status_code == 200
    return response.content.decode()


def test_a_newcomer_reads_every_login_on_the_page_and_each_opens_the_door(client: Client) -> None:
    page = shown(client)
    for login in LOGINS:
        assert login.username in page
        assert login.password in page
        typed = {"username": login.username, "password": login.password}
        assert Client().post(reverse("login"), typed).status_code == 302


@pytest.mark.parametrize("change", [{"password": make_password("another")}, {"is_active": False}])
def test_what_opens_no_door_is_not_shown(client: Client, change: dict[str, Any]) -> None:
    User.objects.filter(username=DEMO.username).update(**change)
    page = shown(client)
    assert DEMO.password not in page
    assert LOGINS[1].password in page


@pytest.mark.parametrize(("demo", "production"), [(True, True), (False, False), (False, True)])
def test_elsewhere_nothing_is_shown_and_nothing_asked(
    client: Client, settings: Any, demo: bool, production: bool
) -> None:
    settings.DEMO, settings.PRODUCTION = demo, production
    with CaptureQueriesContext(connection) as asked:
        page = shown(client)
    assert not [query for query in asked.captured_queries if "password" in query["sql"]]
    assert not [login for login in LOGINS if login.password in page]
    assert "Demo accounts" not in page


def test_who_is_signed_in_goes_on_to_the_desk(client: Client) -> None:
    client.force_login(User.objects.get(username=DEMO.username))
    assert client.get(reverse("login")).status_code == 302
