"""Second factors: code apps and recovery codes, what they close, and where they are demanded."""

from __future__ import annotations

import base64
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.test import Client

from claims.models import Scope, Token
from factcheck.adapters import SecondFactors
from tests import factories
from tests.filled_travelling import LONG_FROM_NOW

PASSWORD = "a-long-word-of-entry"


def code_of(secret, steps=0):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(client):
    return client.post("/sign-in/", {"username": "maria", "password": PASSWORD})


@pytest.fixture
def person(db):
    user = factories.make_user(username="maria")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def secret(client, person):
    """Of the code app that the person set up by themselves, with the way there."""
    sign_in(client)
    assert client.get("/account/code-app/")["Location"].startswith("/account/again/"), "the password once more"
    client.post("/account/again/", {"password": PASSWORD})
    page = client.get("/account/code-app/")
    secret = page.context["form"].secret
    assert client.post("/account/code-app/", {"code": "000000"}).status_code == 200
    answer = client.post("/account/code-app/", {"code": code_of(secret, -1)})
    assert answer["Location"] == "/account/recovery-codes/"
    client.post("/sign-out/")
    return secret


def test_the_password_alone_does_not_open_the_door(client, person, secret):
    assert sign_in(client)["Location"] == "/sign-in/code/"
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    assert "right" in client.post("/sign-in/code/", {"code": "1"}).content.decode()
    assert client.post("/sign-in/code/", {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/account/").status_code == 200


def test_a_code_opens_once(client, person, secret):
    code = code_of(secret)
    sign_in(client)
    client.post("/sign-in/code/", {"code": code})
    client.post("/sign-out/")
    sign_in(client)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 200
    assert client.get("/account/").status_code == 302


def test_a_recovery_code_opens_once(client, person, secret):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for status in (302, 200):
        sign_in(client)
        assert client.post("/sign-in/code/", {"code": code}).status_code == status
        client.post("/sign-out/")


def test_codes_cannot_be_guessed(client, person, secret):
    for _time in range(8):
        sign_in(client)
        client.post("/sign-in/code/", {"code": "1"})
    client.post("/sign-out/")
    assert sign_in(client).status_code == 429
    assert AccessAttempt.objects.get().failures_since_start >= 8


def test_codes_are_held_up_by_the_database_too(client, person, secret, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    sign_in(client)
    for _time in range(8):
        client.post("/sign-in/code/", {"code": "1"})
    answer = client.post("/sign-in/code/", {"code": code_of(secret)})
    assert "Too many wrong tries" in answer.content.decode()
    assert client.get("/account/").status_code == 302


def test_secrets_are_sealed(client, person, secret, settings):
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert SecondFactors().decrypt(kept) == secret
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert SecondFactors().decrypt(kept) not in (secret, ""), "a random one, which no code fits"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert SecondFactors().decrypt(kept) == secret


def test_basic_with_the_password_alone_is_refused_and_a_token_is_not(client, person):
    basic = {"Authorization": "Basic " + base64.b64encode(f"maria:{PASSWORD}".encode()).decode()}
    assert client.get("/api/v1/projects", headers=basic).status_code == 200
    Authenticator.objects.create(user=person, type="totp", data={"secret": SecondFactors().encrypt("A" * 32)})
    answer = client.get("/api/v1/projects", headers=basic)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert "Use a token" in answer.json()["detail"]
    _row, token = Token.objects.make(user=person, name="x", scopes=[Scope.READ], expires_at=LONG_FROM_NOW)
    assert client.get("/api/v1/projects", headers={"Authorization": f"Bearer {token}"}).status_code == 200


class TestDemanded:
    """Where a second factor is demanded, nothing else opens before."""

    def test_everybody_is_led_to_set_one_up(self, client, person, settings):
        settings.REQUIRE_SECOND_FACTOR = "everybody"
        sign_in(client)
        assert client.get("/")["Location"] == "/account/"
        assert client.get("/jobs/")["Location"] == "/account/"
        assert "demanded" in client.get("/account/").content.decode()
        answer = client.get("/api/v1/projects")
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
        client.post("/account/again/", {"password": PASSWORD})
        secret = client.get("/account/code-app/").context["form"].secret
        client.post("/account/code-app/", {"code": code_of(secret)})
        assert client.get("/").status_code == 200

    def test_of_staff_alone(self, client, person, settings):
        settings.REQUIRE_SECOND_FACTOR = "staff"
        sign_in(client)
        assert client.get("/").status_code == 200
        person.is_staff = True
        person.save()
        assert client.get("/admin/")["Location"] == "/account/"

    def test_tokens_are_not_asked_but_passwords_over_the_api_are(self, client, person, settings):
        settings.REQUIRE_SECOND_FACTOR = "everybody"
        _row, token = Token.objects.make(user=person, name="x", scopes=[Scope.READ], expires_at=LONG_FROM_NOW)
        assert client.get("/api/v1/projects", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        basic = {"Authorization": "Basic " + base64.b64encode(f"maria:{PASSWORD}".encode()).decode()}
        assert client.get("/api/v1/projects", headers=basic).status_code == 401


def test_the_admin_has_the_same_door(client, person):
    assert client.get("/admin/login/?next=/admin/")["Location"].startswith("/sign-in/?next=")
    sign_in(client)
    assert client.get("/admin/login/").status_code == 403


class TestSessions:
    """Where somebody is signed in."""

    def test_one_is_ended_and_all_others_are(self, client, person):
        others = [Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/130.0"}) for _n in range(3)]
        for each in (client, *others):
            sign_in(each)
        page = client.get("/account/sessions/")
        assert page.content.decode().count("Firefox, Linux") == 3
        ended = page.context["sessions"][1]
        client.post("/account/sessions/", {"session": ended.pk})
        assert sorted(each.get("/account/").status_code for each in others) == [200, 200, 302]
        client.post("/account/sessions/", {"all": "1"})
        assert [each.get("/account/").status_code for each in others] == [302, 302, 302]
        assert client.get("/account/").status_code == 200

    def test_nobody_ends_a_session_of_somebody_else(self, client, person):
        sign_in(client)
        stranger = Client()
        stranger.force_login(factories.make_user())
        stranger.post("/account/sessions/", {"session": UserSession.objects.get(user=person).pk})
        assert client.get("/account/").status_code == 200
