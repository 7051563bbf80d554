"""Mail digests, against a mail server on this machine: what goes out, when, to whom; what a lost worker costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from itertools import count

import pytest
from aiosmtpd.controller import Controller

from claims.models import Membership, Notice, NoticeKind
from claims.pipeline import digest
from tests import factories
from tests.ports import free_port

NOON = datetime(2026, 5, 12, 12, 30, tzinfo=UTC)


class Box:
    """Takes mail, or refuses it with what ``says`` holds by address."""

    def __init__(self):
        self.mails = []
        self.says = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the server's name for it
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def box(settings):
    box = Box()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.MAIL_SET_UP, settings.SITE_URL = True, "https://desk.example"
    yield box
    controller.stop()


@pytest.fixture
def claim(cast, revision):
    type(cast.reviewer).objects.update(digest="never")
    for name in ("reviewer", "editor"):
        person = getattr(cast, name)
        person.digest = "daily"
        person.save()
    return factories.make_claim(revision)


def _notice(to, claim, at=NOON - timedelta(days=1), **more):
    project = claim.revision.article.project
    row = Notice.objects.create(
        **{"to": to, "kind": NoticeKind.MENTIONED, "project": project, "claim": claim, **more}
    )
    Notice.objects.filter(pk=row.pk).update(created_at=at)
    return row


def _killed(*_args, **_given):
    raise KeyboardInterrupt


def _killed_at(call, act):
    """``act``, until the worker is killed at that call of it."""
    calls = count(1)
    return lambda *args, **given: _killed() if next(calls) == call else act(*args, **given)


def _unmailed():
    return Notice.objects.filter(mailed_at=None).count()


def test_one_mail_a_person_over_all_projects_with_links_that_lead_there(cast, claim, box):
    away = factories.make_project(by=cast.reviewer, name="Away desk")
    notices = [_notice(cast.reviewer, claim, by=cast.editor), _notice(cast.reviewer, claim, project=away)]
    assert digest.make_digests(now=NOON) == 1
    (mail,) = box.mails
    assert (mail["To"], mail["Subject"]) == (cast.reviewer.email, "2 things you have not read")
    assert mail["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        body = mail.get_body((kind,)).get_content()
        assert "Away desk" in body
        assert "City desk" in body
        assert claim.text in body
        for row in notices:
            assert f"https://desk.example/notices/open/?notice={row.pk}" in body
    assert _unmailed() == 0
    assert digest.make_digests(now=NOON) == 0, "nothing twice"


def test_what_people_wrote_is_no_markup(cast, claim, box):
    cast.editor.display_name = "<b>Ed & co</b>"
    cast.editor.save()
    _notice(cast.reviewer, claim, by=cast.editor)
    digest.make_digests(now=NOON)
    mail = box.mails[0]
    assert "<b>Ed & co</b>" in mail.get_body(("plain",)).get_content()
    assert "&lt;b&gt;Ed &amp; co" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("how_often", "at", "sent"),
    [
        ("never", NOON - timedelta(days=9), 0),
        ("hourly", NOON - timedelta(minutes=31), 1),
        ("hourly", NOON - timedelta(minutes=29), 0),
        ("daily", NOON.replace(hour=6, minute=59), 1),
        ("daily", NOON.replace(hour=7, minute=1), 0),
    ],
)
def test_when_it_is_time(cast, claim, box, how_often, at, sent):
    cast.reviewer.digest = how_often
    cast.reviewer.save()
    _notice(cast.reviewer, claim, at)
    assert digest.make_digests(now=NOON) == sent == len(box.mails)


def test_what_was_read_goes_to_nobody_nor_anything_to_whom_it_does_not_concern_any_more(cast, claim, box):
    _notice(cast.reviewer, claim, read_at=NOON)
    _notice(cast.editor, claim)
    Membership.objects.filter(user=cast.editor).delete()
    cast.owner.digest, cast.owner.email = "daily", ""
    cast.owner.save()
    _notice(cast.owner, claim)
    assert digest.make_digests(now=NOON) == 0 == len(box.mails)


@pytest.mark.parametrize(("mail", "site"), [(False, "https://desk.example"), (True, "")])
def test_half_set_up_sends_nothing_and_says_why(cast, claim, box, settings, mail, site):
    settings.MAIL_SET_UP, settings.SITE_URL = mail, site
    _notice(cast.reviewer, claim)
    assert digest.make_digests(now=NOON) == 0 == len(box.mails)
    assert digest.missing()
    assert _unmailed() == 1


def test_a_worker_killed_before_the_server_took_it_loses_nothing(cast, claim, box, monkeypatch):
    _notice(cast.reviewer, claim)
    with monkeypatch.context() as patch:
        patch.setattr(digest, "_mail", _killed)
        with pytest.raises(KeyboardInterrupt):
            digest.make_digests(now=NOON)
    assert (_unmailed(), box.mails) == (1, [])
    assert digest.make_digests(now=NOON) == 1


def test_one_killed_after_it_sends_the_same_mail_again_by_its_id(cast, claim, box, monkeypatch):
    """The one moment in which a mail can go out twice: the server has it, and the mark is not committed."""
    _notice(cast.reviewer, claim)
    with monkeypatch.context() as patch:
        patch.setattr(Notice.objects, "filter", _killed_at(2, Notice.objects.filter))
        with pytest.raises(KeyboardInterrupt):
            digest.make_digests(now=NOON)
    assert digest.make_digests(now=NOON) == 1
    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_an_address_refused_for_good_is_left_alone_and_others_get_theirs(cast, claim, box):
    box.says[cast.reviewer.email] = "550 no such mailbox"
    for person in (cast.reviewer, cast.editor):
        _notice(person, claim)
    assert digest.make_digests(now=NOON) == 1
    assert [mail["To"] for mail in box.mails] == [cast.editor.email]
    assert _unmailed() == 0
    assert Notice.objects.unread().count() == 2, "it is still to be read in the app"


def test_an_address_refused_for_now_is_tried_again(cast, claim, box):
    box.says[cast.reviewer.email] = "451 come back later"
    _notice(cast.reviewer, claim)
    assert digest.make_digests(now=NOON) == 0
    box.says.clear()
    assert digest.make_digests(now=NOON) == 1


def test_a_server_that_is_away_costs_nothing_and_no_password_is_logged(cast, claim, box, settings, caplog):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "desk", "hunter2-secret"
    _notice(cast.reviewer, claim)
    assert digest.make_digests(now=NOON) == 0, "the server takes no password"
    settings.EMAIL_PORT = 1
    assert digest.make_digests(now=NOON) == 0
    assert _unmailed() == 1
    assert "digests stopped" in caplog.text
    assert "hunter2" not in caplog.text
