"""Asked for is not archived: a save ends well only with an address in the archive."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import WaybackSave
from claims.pipeline import wayback
from claims.providers.base import ProviderError
from claims.providers.errors import RefusedError, SlowDownError
from claims.providers.wayback_save import SaveJob, SaveState
from tests import factories

COPY = "https://web.archive.org/web/20240503121500/https://a.example/"


class Archive:
    """The archive as it answers, one prepared answer a question."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def _next(self, *asked):
        self.asked.append(asked)
        answer = self.answers.pop(0)
        if isinstance(answer, ProviderError):
            raise answer
        return answer

    def save(self, url):
        return self._next("save", url)

    def save_status(self, job):
        return self._next("status", job)


SUBMITTED = SaveJob("spn2-1", SaveState.SUBMITTED)
PENDING = SaveJob("spn2-1", SaveState.PENDING)
ARCHIVED = SaveJob("spn2-1", SaveState.ARCHIVED, capture_url=COPY)
BLOCKED = SaveJob("spn2-1", SaveState.FAILED, "The site blocks the archive.", "blocked")


@pytest.fixture
def archive(monkeypatch):
    archive = Archive()
    monkeypatch.setattr(wayback, "service", lambda: archive)
    return archive


@pytest.fixture
def row(cast, archive):
    document = factories.make_document(cast.project, url="https://a.example/")
    return wayback.ask_save(document=document, by=cast.reviewer)


def _run(row):
    WaybackSave.objects.filter(pk=row.pk).update(due_at=None)
    wait = wayback.run_save(save_id=row.pk)
    row.refresh_from_db()
    return wait


def test_asked_for_it_waits_until_the_archive_has_it(row, archive):
    archive.answers = [SUBMITTED, PENDING, PENDING, PENDING, PENDING, ARCHIVED]
    for _ in range(5):
        assert _run(row) == 15
        assert (row.state, row.job, row.archived_url, row.attempts) == ("queued", "spn2-1", "", 0)
        assert row.is_put_off
    assert _run(row) == 0
    assert (row.state, row.archived_url) == ("succeeded", COPY)
    assert archive.asked == [("save", "https://a.example/"), *[("status", "spn2-1")] * 5]
    assert _run(row) == 0


def test_what_failed_says_why_and_is_asked_for_anew(row, archive):
    archive.answers = [SUBMITTED, BLOCKED, SUBMITTED]
    _run(row)
    assert _run(row) == 0
    assert (row.state, row.error, row.job) == ("failed", "The site blocks the archive.", "")
    WaybackSave.objects.filter(pk=row.pk).requeue()
    assert _run(row) == 15
    assert archive.asked[-1] == ("save", "https://a.example/")


def test_after_two_hours_without_an_answer_it_fails(row, archive):
    archive.answers = [SUBMITTED, PENDING]
    _run(row)
    WaybackSave.objects.filter(pk=row.pk).update(queued_at=timezone.now() - timedelta(hours=3))
    assert _run(row) == 0
    assert (row.state, "two hours" in row.error) == ("failed", True)


def test_a_busy_archive_is_asked_later_a_wrong_key_never(row, archive):
    archive.answers = [SlowDownError("Too many.", retry_after=40), RefusedError("The key is wrong.")]
    assert _run(row) == 40
    assert (row.state, row.error) == ("queued", "Too many.")
    assert _run(row) == 0
    assert (row.state, row.error) == ("failed", "The key is wrong.")


def test_one_save_at_a_time(cast, row):
    assert wayback.ask_save(document=row.document, by=cast.editor) == row


def test_off_until_set_up(cast, settings):
    settings.SERVICES = {}
    document = factories.make_document(cast.project, url="https://a.example/")
    assert wayback.service() is None
    with pytest.raises(wayback.Refused, match="not set up"):
        wayback.ask_save(document=document, by=cast.reviewer)
    row = WaybackSave.objects.create(document=document, url=document.url)
    assert wayback.run_save(save_id=row.pk) == 0
    row.refresh_from_db()
    assert (row.state, "no longer set up" in row.error) == ("failed", True)
    settings.SERVICES = {"wayback": {"on": None, "key": "access:secret", "urls": ()}}
    assert wayback.service().key == "access:secret"
    settings.SERVICES = {"wayback": {"on": True, "key": "", "urls": ()}}
    assert wayback.service() is None, "it may be searched, but not saved in"
