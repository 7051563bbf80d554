"""The sign-in page: by name or mail address, how passwords are kept, and the guard against guessing."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.core.cache import cache
from django.test import override_settings
from redis.exceptions import ConnectionError as RedisAway

from claims.models import User
from factcheck.accounts import settings as accounts
from tests import factories

PASSWORD = "a-long-word-of-entry"


@pytest.fixture
def person(db):
    user = factories.make_user(username="maria", email="maria@paper.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, name="maria", password=PASSWORD, **extra):
    return client.post("/sign-in/", {"username": name, "password": password}, **extra)


@pytest.mark.parametrize("name", ["maria", "maria@paper.example", " maria ", "Maria@Paper.example"])
def test_name_or_mail_address_opens_the_door(client, person, name):
    answer = sign_in(client, name)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/account/").context["user"] == person


def test_one_is_led_on_to_where_one_wanted_to_go_but_never_away(client, person):
    at = {"username": "maria", "password": PASSWORD}
    assert client.post("/sign-in/?next=/jobs/", at)["Location"] == "/jobs/"
    client.post("/sign-out/")
    assert client.post("/sign-in/?next=https://evil.example/", at)["Location"] == "/"


def test_a_wrong_password_does_not_tell_whether_there_is_an_account(client, person):
    wrong, unknown = sign_in(client, password="no"), sign_in(client, "nobody")
    assert wrong.status_code == unknown.status_code == 200
    assert "do not fit together" in wrong.content.decode()
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_an_account_that_is_switched_off_stays_outside(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    answer = sign_in(client)
    assert answer["Location"] == "/sign-in/switched-off/"
    assert "switched off" in client.get(answer["Location"]).content.decode()
    assert client.get("/account/").status_code == 302


def test_old_hashes_become_argon2_at_the_next_sign_in(client, person):
    with override_settings(PASSWORD_HASHERS=accounts()["PASSWORD_HASHERS"]):
        old = PBKDF2PasswordHasher().encode(PASSWORD, "saltsaltsaltsaltsaltsa", iterations=1000)
        User.objects.filter(pk=person.pk).update(password=old)
        sign_in(client)
        person.refresh_from_db()
        assert person.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
        assert identify_hasher(person.password).verify(PASSWORD, person.password)


class TestGuard:
    """After eight wrong tries, name and address together have to wait."""

    @pytest.fixture
    def locked(self, client, person):
        for _time in range(8):
            sign_in(client, password="no", REMOTE_ADDR="192.0.2.7")
        return client

    def test_it_says_how_long(self, locked):
        answer = sign_in(locked, REMOTE_ADDR="192.0.2.7")
        assert answer.status_code == 429
        assert "Try again in 15 minutes" in answer.content.decode()
        assert locked.get("/account/").status_code == 302

    def test_other_spellings_do_not_help_and_others_are_not_held_up(self, locked):
        assert sign_in(locked, " MARIA", REMOTE_ADDR="192.0.2.7").status_code == 429
        other = factories.make_user(username="other")
        other.set_password(PASSWORD)
        other.save()
        assert sign_in(locked, "other", REMOTE_ADDR="192.0.2.7").status_code == 302

    def test_the_person_at_another_address_comes_in(self, locked):
        assert sign_in(locked, REMOTE_ADDR="192.0.2.8").status_code == 302

    def test_it_ends(self, locked):
        for row in AccessAttempt.objects.all():
            AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time.replace(year=2020))
        assert sign_in(locked, REMOTE_ADDR="192.0.2.7").status_code == 302

    def test_behind_a_proxy_the_last_address_it_told_counts(self, client, person, settings):
        settings.BEHIND_PROXY = True
        for made_up in range(8):
            sign_in(client, password="no", HTTP_X_FORWARDED_FOR=f"10.0.0.{made_up}, 192.0.2.7")
        assert sign_in(client, HTTP_X_FORWARDED_FOR="10.9.9.9, 192.0.2.7").status_code == 429
        assert sign_in(client, HTTP_X_FORWARDED_FOR="192.0.2.7, 192.0.2.9").status_code == 302

    def test_an_ipv6_network_is_one_address(self, client, person):
        for host in range(8):
            sign_in(client, password="no", REMOTE_ADDR=f"2001:db8:1:2::{host + 1}")
        assert sign_in(client, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429

    def test_it_holds_while_redis_is_away(self, client, person, monkeypatch):
        def away(*_given, **_named):
            raise RedisAway("gone")

        monkeypatch.setattr(type(cache._cache), "get_client", away)
        for _time in range(8):
            assert sign_in(client, password="no").status_code in (200, 429)
        assert sign_in(client).status_code == 429
        assert sign_in(client, REMOTE_ADDR="192.0.2.8").status_code == 302

    def test_nothing_of_what_was_typed_is_kept(self, locked):
        kept = " ".join(f"{row.get_data} {row.post_data}" for row in AccessAttempt.objects.all())
        assert "maria" not in kept
        assert "no" not in kept.replace("\n", " ").split("=")

    def test_basic_over_the_api_is_held_up_too(self, client, person, settings):
        wrong = {"headers": {"Authorization": "Basic bWFyaWE6bm8="}}
        for _time in range(8):
            assert client.get("/api/v1/projects", **wrong).status_code == 401
        answer = client.get("/api/v1/projects", **wrong)
        assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
        assert int(answer["Retry-After"]) > 60
        assert sign_in(client).status_code == 429
