"""Signing in and out, passwords, second factors and locks stand in the trail, and are erased with the person."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from claims.models import Event, Invitation
from claims.pipeline import erase, invite
from tests import factories
from tests.pipeline.test_erase import tables_with

PASSWORD = "a-long-word-of-entry"
NAME = "wilhelmina.unverwechselbar"
FROM = "192.0.2.71"


@pytest.fixture
def person(db):
    user = factories.make_user(username=NAME, email=f"{NAME}@paper.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(password=PASSWORD, name=NAME):
    client = Client(REMOTE_ADDR=FROM)
    client.post("/sign-in/", {"username": name, "password": password})
    return client


def told():
    return list(Event.objects.filter(verb__startswith="person.").order_by("id").values_list("verb", "by_name"))


def test_signing_in_and_out(person):
    sign_in().post("/sign-out/")
    assert told() == [("person.signed-in", NAME), ("person.signed-out", NAME)]
    event = Event.objects.filter(verb="person.signed-in").get()
    assert event.project_id is None
    assert event.target_id.int == person.pk
    assert event.origin["address"] == FROM


def test_a_wrong_password_leaves_no_event_but_the_lock_does(person):
    for _time in range(8):
        sign_in("no")
    assert told() == [("person.locked-out", "")]
    for _time in range(8):
        sign_in("no", name="nobody-of-that-name")
    assert told() == [("person.locked-out", "")]


def test_a_new_password(person):
    client = sign_in()
    new = "another-long-word-of-entry"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert ("person.password-changed", NAME) in told()


def test_a_second_factor(person, rf):
    factor = TOTP.activate(person, generate_totp_secret()).instance
    authenticator_added.send(sender=type(factor), request=rf.get("/"), user=person, authenticator=factor)
    assert Event.objects.get(verb="person.factor-added").data == {"kind": "totp"}


def test_other_sessions_that_were_ended(person):
    there, here = sign_in(), sign_in()
    there.get("/account/sessions/")
    here.post("/account/sessions/", {"all": "1"})
    assert Event.objects.get(verb="person.sessions-ended").data == {"n": 1}


def test_nothing_of_it_is_left_once_the_person_is_erased(person):
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    owner = factories.make_user()
    invite.invite(project=factories.make_project(by=owner), by=owner, role="reviewer", email=person.email)
    sign_in()
    for name in (NAME, person.email):
        for _time in range(8):
            sign_in("no", name=name)
    assert {"claims_event", "account_emailaddress", "axes_accessattempt"} <= set(tables_with(NAME))
    assert "claims_event" in tables_with(FROM)
    erase.erase_person(person=person, by=None)
    assert tables_with(NAME) == []
    assert tables_with(FROM) == []
    assert Invitation.objects.exclude(email="").count() == 0
