"""The first account of an installation without the demo: by a link out of its log, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.management.first import link
from claims.models import Membership, Project, Role, User
from claims.pipeline import begin

GIVEN = {
    "username": "chief",
    "email": "chief@paper.example",
    "password": "a-long-word-of-entry",
    "project": "City desk",
}


@pytest.fixture
def path(db):
    return f"/first/{begin.key()}/"


def test_the_link_makes_an_account_that_may_do_everything_and_a_project(client, path):
    assert client.get(path).status_code == 200
    answer = client.post(path, GIVEN, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    user = User.objects.get()
    assert user.is_superuser
    assert user.is_staff
    assert user.check_password(GIVEN["password"])
    assert Project.objects.get().name == "City desk"
    assert Membership.objects.get(user=user).role == Role.OWNER


def test_it_is_there_once(client, path):
    client.post(path, GIVEN)
    client.post("/sign-out/")
    assert client.get(path).status_code == 404
    assert client.post(path, GIVEN | {"username": "second"}).status_code == 404
    assert User.objects.count() == 1


def test_without_the_key_nobody_takes_an_installation_over(client, db):
    for guess in ("", "0" * 40, "admin"):
        assert client.get(f"/first/{guess or '-'}/").status_code == 404
        assert client.post(f"/first/{guess or '-'}/", GIVEN).status_code == 404
    assert not User.objects.exists()


def test_another_secret_key_is_another_link(settings, path):
    before = begin.key()
    settings.SECRET_KEY = "another"
    assert begin.key() != before


@pytest.mark.parametrize(
    ("given", "words"), [({"password": "password"}, "too common"), ({"project": " "}, "Give the project a name")]
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, path, given, words):
    answer = client.post(path, GIVEN | given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.exists()
    assert not Project.objects.exists()


def test_the_command_prints_the_link_while_there_is_nobody(client, path, settings):
    settings.SITE_URL = "https://desk.example"
    out = StringIO()
    call_command("first_account", stdout=out)
    assert out.getvalue().strip() == f"https://desk.example{path}" == link()
    client.post(path, GIVEN)
    with pytest.raises(CommandError, match="accounts already"):
        call_command("first_account")


def test_the_sign_in_page_says_where_the_link_is_but_not_what_it_is(client, path):
    page = client.get("/sign-in/").content.decode()
    assert "There is no account yet" in page
    assert begin.key() not in page
    client.post(path, GIVEN)
    client.post("/sign-out/")
    assert "There is no account yet" not in client.get("/sign-in/").content.decode()
