"""The conductor: messages after the commit, the next stage after the last, nothing lost when Redis is away."""

from __future__ import annotations

import pytest
from celery.exceptions import Retry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction
from kombu.exceptions import OperationalError as BrokerDown

from claims import splitting, tasks
from claims.models import Article, Intake, Lookup, Split
from claims.pipeline import look_up, settle, split
from claims.pipeline.ingest import create_article
from claims.pipeline.read import open_intake
from tests import factories
from tests.pipeline.test_split import TEXT, found

TASKS = [
    tasks.split_revision_task,
    tasks.run_lookup_task,
    tasks.read_intake_task,
    tasks.settle_claim_task,
    tasks.sweep_task,
]


@pytest.fixture
def sent(monkeypatch):
    """What was sent: (task, id, seconds later)."""
    messages = []
    for task in TASKS:
        monkeypatch.setattr(
            task,
            "apply_async",
            lambda args, countdown=0, task=task: messages.append((task.name.rsplit(".", 1)[1], args[0], countdown)),
        )
    return messages


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block whose messages are sent at its end, as a commit would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def queued(cast, monkeypatch):
    monkeypatch.setattr(splitting, "split", lambda text: found())
    return create_article(project=cast.project, by=cast.reviewer, text=TEXT).latest()


def test_nothing_is_sent_before_the_commit_nor_after_a_rollback(db, sent, committed):
    with committed(), transaction.atomic():
        tasks.start_split("one")
        assert sent == []
    assert sent == [("split_revision_task", "one", 0)]
    with committed(), transaction.atomic():
        tasks.start_settle("two")
        transaction.set_rollback(True)
    assert len(sent) == 1


@pytest.mark.parametrize("error", [BrokerDown("away"), ConnectionRefusedError(), tasks.RedisError()])
def test_without_redis_the_row_waits_for_the_sweeper(db, monkeypatch, committed, caplog, error):
    def away(*args, **kwargs):
        raise error

    monkeypatch.setattr(tasks.split_revision_task, "apply_async", away)
    with committed():
        tasks.start_split("one")
    assert "the sweeper will" in caplog.text


def test_a_split_opens_the_look_ups(queued, sent, committed):
    with committed():
        tasks.split_revision_task(str(queued.split.pk))
    ids = set(map(str, Lookup.objects.values_list("pk", flat=True)))
    assert len(ids) == 6, "two claims, three searches of our own"
    assert {message[1] for message in sent} == ids
    assert {message[0] for message in sent} == {"run_lookup_task"}


def test_a_worker_lost_between_split_and_look_ups_loses_nothing(queued, sent, committed):
    split.split_revision(split_id=queued.split.pk)  # and here the worker is killed; its message comes again
    with committed():
        tasks.split_revision_task(str(queued.split.pk))
    assert Lookup.objects.count() == len(sent) == 6
    with committed():
        tasks.split_revision_task(str(queued.split.pk))
    assert len(sent) == 6, "once more does nothing"


def test_a_cancelled_split_opens_nothing(queued, sent, committed):
    Split.objects.cancel()
    with committed():
        tasks.split_revision_task(str(queued.split.pk))
    assert (Lookup.objects.count(), sent) == (0, [])


def test_a_look_up_that_is_to_wait_is_sent_for_later(revision, sent, committed, monkeypatch):
    def later(lookup_id):
        raise look_up.TryLater("Too many.", 17)

    monkeypatch.setattr(look_up, "run_lookup", later)
    with committed():
        tasks.run_lookup_task("one")
    assert sent == [("run_lookup_task", "one", 17)]


@pytest.mark.parametrize("unseen", [True, False])
def test_what_nobody_is_to_look_at_becomes_an_article(cast, sent, committed, unseen):
    upload = SimpleUploadedFile("a.txt", b"Prices rise.")
    intake = open_intake(project=cast.project, by=cast.reviewer, upload=upload, accept_unseen=unseen)
    for _ in range(2):
        with committed():
            tasks.read_intake_task(str(intake.pk))
    intake.refresh_from_db()
    assert intake.state == "succeeded"
    if not unseen:
        assert (Article.objects.count(), sent) == (0, [])
        return
    article = Article.objects.get()
    assert (intake.article, article.created_by) == (article, cast.reviewer)
    assert sent == [("split_revision_task", str(article.latest().split.pk), 0)]


def test_a_worker_lost_between_reading_and_acceptance_loses_nothing(cast, sent, committed):
    intake = Intake.objects.create(
        project=cast.project, url="https://example.org/", state="succeeded", text="Prices rise.", accept_unseen=True
    )
    with committed():
        tasks.read_intake_task(str(intake.pk))
    assert Article.objects.get().intakes.get() == intake


def test_an_unseen_text_that_is_here_already_leads_to_its_article(cast, sent, committed):
    known = factories.make_article(cast.project, text="Prices rise.")
    intake = open_intake(
        project=cast.project, by=None, upload=SimpleUploadedFile("a.txt", b"Prices rise."), accept_unseen=True
    )
    with committed():
        tasks.read_intake_task(str(intake.pk))
    intake.refresh_from_db()
    assert (intake.state, intake.article, Article.objects.count(), sent) == ("succeeded", known, 1, [])


def test_the_sweeper_hands_everything_to_its_task(monkeypatch, sent, committed, db):
    swept = tasks.sweep.Swept(work={Split: ["s"], Lookup: ["l", "m"], Intake: ["i"]}, claims=["c"])
    monkeypatch.setattr(tasks.sweep, "sweep", lambda kinds: swept)
    with committed():
        tasks.sweep_task()
    assert sorted(message[:2] for message in sent) == [
        ("read_intake_task", "i"), ("run_lookup_task", "l"), ("run_lookup_task", "m"), ("settle_claim_task", "c"),
        ("split_revision_task", "s"),
    ]  # fmt: skip


def test_a_database_that_is_away_for_a_moment_is_tried_again(monkeypatch):
    def away(claim_id):
        raise OperationalError("the connection was lost")

    monkeypatch.setattr(settle, "settle_claim", away)
    monkeypatch.setattr(tasks.settle_claim_task, "retry", _retry)
    with pytest.raises(Retry):
        tasks.settle_claim_task("one")


@pytest.mark.parametrize(("attempts", "state"), [(0, "queued"), (1, "queued"), (2, "failed")])
def test_work_that_lost_the_database_is_there_to_be_tried_again(queued, monkeypatch, attempts, state):
    def away(text):
        raise OperationalError("the connection was lost")

    monkeypatch.setattr(splitting, "split", away)
    Split.objects.update(attempts=attempts)
    monkeypatch.setattr(tasks.split_revision_task, "retry", _retry)
    with pytest.raises(Retry):
        tasks.split_revision_task(str(queued.split.pk))
    assert (Split.objects.get().state, Split.objects.get().attempts) == (state, attempts + 1)


def _retry(*args, **kwargs):
    assert 0 <= kwargs["countdown"] <= 600
    return Retry()
