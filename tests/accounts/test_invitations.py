"""Invitations: made by owners, by mail or to hand over; for one person, once; with a new account or one's own."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from claims.models import Event, Invitation, Membership, Role, User
from claims.pipeline import invite
from tests import factories

NEW = {
    "username": "nina",
    "email": "nina@paper.example",
    "password": "a-long-word-of-entry",
    "display_name": "Nina",
}


def ask(client, **given):
    return client.post("/settings/members/invite/", {"role": "editor", "days": "7"} | given)


@pytest.fixture
def owner(cast, client):
    client.force_login(cast.owner)
    return client


@pytest.fixture
def path(owner):
    """Of a link that an owner handed over."""
    link = re.search(r'value="(http[^"]+/invited/[^"]+)"', ask(owner).content.decode())
    return link[1].removeprefix("http://testserver")


def test_without_mail_the_link_is_shown_once_and_only_its_hash_is_kept(owner, path):
    row = Invitation.objects.get()
    assert path.split("/")[2] not in str(Invitation.objects.values())
    assert row.expires_at - timezone.now() > timedelta(days=6, hours=23)
    page = owner.get("/settings/members/").content.decode()
    assert path not in page
    assert "Open invitations" in page


def test_somebody_new_makes_an_account_and_is_in(cast, path):
    stranger = Client()
    page = stranger.get(path).content.decode()
    assert cast.project.name in page
    assert "Editor" in page
    answer = stranger.post(path, NEW, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    user = User.objects.get(username="nina")
    assert (user.label, user.is_staff, user.is_superuser) == ("Nina", False, False)
    assert Membership.objects.get(user=user, project=cast.project).role == Role.EDITOR
    assert not EmailAddress.objects.filter(user=user).exists(), "nobody has shown that the mailbox is theirs"
    event = Event.objects.get(verb="invitation.accepted")
    assert (event.by_id, event.project_id) == (user.pk, cast.project.pk)


def test_it_lets_one_person_in(path):
    Client().post(path, NEW)
    assert Client().get(path).status_code == 404
    assert Client().post(path, NEW | {"username": "other", "email": ""}).status_code == 404


def test_somebody_with_an_account_joins_with_it(cast, path, client):
    client.force_login(cast.outsider)
    assert "Join as" in client.get(path).content.decode()
    client.post(path)
    assert Membership.objects.get(user=cast.outsider, project=cast.project).role == Role.EDITOR


def test_a_member_does_not_use_it_up(cast, path, client):
    client.force_login(cast.reviewer)
    answer = client.post(path)
    assert answer.status_code == 422
    assert "already" in answer.content.decode()
    assert Membership.objects.get(user=cast.reviewer, project=cast.project).role == Role.REVIEWER
    assert Invitation.objects.open().exists()


def test_of_two_at_once_one_is_let_in(cast, path):
    row = Invitation.objects.get()
    invite.accept(invitation=row, user=cast.outsider)
    with pytest.raises(invite.Refused, match="a moment ago"):
        invite.accept(invitation=row, user=factories.make_user())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"username": "REVIEWER-1"}, "Somebody has this name"),
        ({"email": "Taken@paper.example"}, "There is an account with this address"),
        ({"password": "12345678"}, "too common"),
        ({"username": ""}, "cannot be blank"),
        ({"email": "no-address"}, "valid email"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(path, given, words):
    factories.make_user(username="reviewer-1", email="taken@paper.example")
    before = User.objects.count()
    answer = Client().post(path, NEW | given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert User.objects.count() == before
    assert Invitation.objects.open().exists()


def test_it_ends_by_itself_and_when_it_is_revoked_and_with_the_one_who_made_it(cast, owner, path):
    stranger = Client()
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    assert stranger.get(path).status_code == 404
    User.objects.filter(pk=cast.owner.pk).update(is_active=True)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert stranger.get(path).status_code == 404
    Invitation.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    assert stranger.get(path).status_code == 200
    owner.post(f"/settings/members/invitations/{Invitation.objects.get().pk}/revoke/")
    assert stranger.get(path).status_code == 404
    assert Event.objects.filter(verb="invitation.revoked", by_id=cast.owner.pk).count() == 1


@pytest.mark.parametrize("given", [{"role": "god"}, {"days": "5000"}, {"email": "no address"}])
def test_what_cannot_be_is_refused(owner, given):
    answer = ask(owner, **given)
    assert answer.status_code == 422
    assert "asked-wrong" in answer.content.decode()
    assert not Invitation.objects.exists()


class TestByMail:
    """Where mail is set up, the link goes to the mailbox and to nobody else."""

    @pytest.fixture(autouse=True)
    def _mail(self, settings):
        settings.MAIL_SET_UP = True

    def test_the_mail_has_the_link_and_the_page_does_not(self, owner):
        answer = ask(owner, email="nina@paper.example")
        assert answer.status_code == 302
        (sent,) = mail.outbox
        assert sent.to == ["nina@paper.example"]
        path = re.search(r"http://testserver(/invited/\S+)", sent.body)[1]
        stranger = Client()
        assert "nina@paper.example" in stranger.get(path).content.decode()
        stranger.post(path, NEW)
        row = EmailAddress.objects.get(user__username="nina")
        assert (row.email, row.verified, row.primary) == ("nina@paper.example", True, True)

    def test_another_address_than_the_one_it_went_to_is_not_verified(self, owner):
        ask(owner, email="nina@paper.example")
        path = re.search(r"http://testserver(/invited/\S+)", mail.outbox[0].body)[1]
        Client().post(path, NEW | {"email": "chief@paper.example"})
        assert User.objects.filter(username="nina").exists()
        assert not EmailAddress.objects.exists()

    def test_where_the_server_does_not_take_it_the_link_is_shown(self, owner, monkeypatch):
        def gone(*_given, **_named):
            raise SMTPServerDisconnected("gone")

        monkeypatch.setattr(invite, "send_mail", gone)
        page = ask(owner, email="nina@paper.example").content.decode()
        assert "could not be sent" in page
        assert "/invited/" in page
        assert Invitation.objects.get().mailed_at is None
