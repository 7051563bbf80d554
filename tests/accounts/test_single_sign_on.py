"""Single sign-on: whom an OpenID provider lets in here, and whom it does not."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from claims.models import User
from factcheck.accounts import settings as accounts
from tests import factories
from tests.accounts.provider import CLIENT, SECRET, provider

NINA = {
    "sub": "n-1",
    "email": "nina@paper.example",
    "email_verified": True,
    "preferred_username": "nina",
    "name": "Nina",
}


@pytest.fixture
def idp(db, settings, monkeypatch):
    with provider() as server:
        monkeypatch.setenv("OIDC_ISSUER", server.issuer)
        monkeypatch.setenv("OIDC_CLIENT_ID", CLIENT)
        monkeypatch.setenv("OIDC_SECRET", SECRET)
        monkeypatch.setenv("OIDC_NAME", "Paper ID")
        for name, value in accounts().items():
            if name.startswith(("OIDC", "SOCIALACCOUNT")):
                setattr(settings, name, value)
        server.person = dict(NINA)
        yield server


def come(client, idp, process=""):
    """There and back again."""
    there = client.post(f"/sign-in/oidc/sso/login/{process}")
    assert there["Location"].startswith(f"{idp.issuer}/authorize?")
    return client.get(idp.authorize(there["Location"]), follow=True)


def is_in(client):
    return client.get("/account/").status_code == 200


def test_the_sign_in_page_has_a_button_with_its_name(client, idp):
    assert "Go on with Paper ID" in client.get("/sign-in/").content.decode()


def test_somebody_unknown_stays_outside(client, idp):
    answer = come(client, idp)
    assert "no account here belongs to it" in answer.content.decode()
    assert not is_in(client)
    assert not User.objects.exists()


def test_somebody_unknown_gets_an_account_where_that_is_wanted(client, idp, settings):
    settings.OIDC_SIGNUP = True
    come(client, idp)
    assert is_in(client)
    user = User.objects.get()
    assert (user.username, user.email, user.is_staff, user.has_usable_password()) == (
        "nina", NINA["email"], False, False,
    )  # fmt: skip
    client.post("/sign-out/")
    come(client, idp)
    assert is_in(client)
    assert User.objects.count() == 1


def test_an_address_that_both_sides_verified_ties_the_two(client, idp):
    user = factories.make_user(email=NINA["email"])
    EmailAddress.objects.create(user=user, email=NINA["email"], verified=True, primary=True)
    come(client, idp)
    assert client.get("/account/").context["user"] == user
    assert SocialAccount.objects.get().user_id == user.pk


@pytest.mark.parametrize(("here", "there"), [(True, False), (False, True), (None, True), (True, "true")])
@pytest.mark.parametrize("signup", [False, True])
def test_an_address_that_either_side_did_not_verify_ties_nothing(client, idp, settings, here, there, signup):
    settings.OIDC_SIGNUP = signup
    user = factories.make_user(email=NINA["email"])
    if here is not None:
        EmailAddress.objects.create(user=user, email=NINA["email"], verified=here, primary=True)
    idp.person["email_verified"] = there
    come(client, idp)
    assert not is_in(client)
    assert (SocialAccount.objects.count(), User.objects.count()) == (0, 1)


def test_who_is_signed_in_connects_and_disconnects(client, idp):
    user = factories.make_user(username="maria")
    user.set_password("a-long-word-of-entry")
    user.save()
    client.post("/sign-in/", {"username": "maria", "password": "a-long-word-of-entry"})
    come(client, idp, "?process=connect")
    client.post("/sign-out/")
    come(client, idp)
    assert client.get("/account/").context["user"] == user
    client.post("/sign-out/")
    client.post("/sign-in/", {"username": "maria", "password": "a-long-word-of-entry"})
    assert client.post("/account/disconnect/")["Location"].startswith("/account/again/")
    assert SocialAccount.objects.exists()
    client.post("/account/again/", {"password": "a-long-word-of-entry"})
    client.post("/account/disconnect/")
    assert not SocialAccount.objects.exists()


def test_an_account_that_is_switched_off_stays_outside(client, idp):
    user = factories.make_user(is_active=False)
    SocialAccount.objects.create(user=user, provider="sso", uid="n-1")
    answer = come(client, idp)
    assert "switched off" in answer.content.decode()
    assert not is_in(client)


def test_a_made_up_answer_opens_nothing(client, idp):
    there = client.post("/sign-in/oidc/sso/login/")
    back = idp.authorize(there["Location"])
    assert client.get(back.replace("state=", "state=x")).status_code in (200, 401, 403)
    assert client.get(back.replace("code=code", "code=none")).status_code in (200, 401, 403)
    assert not is_in(client)


def test_half_a_configuration_stops_the_start(monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", "https://id.example")
    with pytest.raises(ImproperlyConfigured, match="together"):
        accounts()
    monkeypatch.delenv("OIDC_ISSUER")
    monkeypatch.setenv("REQUIRE_SECOND_FACTOR", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="REQUIRE_SECOND_FACTOR"):
        accounts()
