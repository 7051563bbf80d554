"""Vectors for what has none: in batches, safe to repeat and to kill."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection

from claims import embedding, tasks
from claims.models import ClaimMeaning, FactCheck, Passage
from claims.pipeline import embed
from claims.pipeline.library import add_document
from tests import factories


@pytest.fixture
def rows(cast):
    text = "\n\n".join(f"Paragraph {n} about the harbour." for n in range(5))
    add_document(project=cast.project, by=None, title="D", text=text)
    revision = factories.make_article(cast.project).latest()
    claims = [factories.make_claim(revision), factories.make_claim(revision, "The mayor denied")]
    check = FactCheck.objects.create(project=cast.project, key="1", claim_reviewed="A whale sang.", title="Did it?")
    bare = FactCheck.objects.create(project=cast.project, key="2", claim_reviewed="A whale sang.")
    return {"claims": claims, "checks": [check, bare], "count": 9}


def test_everything_gets_its_vector_once(rows):
    assert embed.missing()
    assert embed.fill(limit=100) == rows["count"]
    assert not embed.missing()
    assert embed.fill(limit=100) == 0
    for passage in Passage.objects.all():
        assert passage.embedding == pytest.approx(embedding.embed([passage.text])[0], abs=1e-4)
    for claim in rows["claims"]:
        meaning = ClaimMeaning.objects.get(claim=claim)
        assert meaning.embedding == pytest.approx(embedding.embed([claim.text])[0], abs=1e-4)


def test_a_fact_check_means_its_claim_and_its_title(rows):
    embed.fill(limit=100)
    check, bare = (FactCheck.objects.get(pk=row.pk).embedding for row in rows["checks"])
    claim, title = embedding.embed(["A whale sang.", "Did it?"])
    both = (claim + title) / np.linalg.norm(claim + title)
    assert check == pytest.approx(both, abs=1e-4)
    assert bare == pytest.approx(claim, abs=1e-4)


def test_no_more_than_the_limit(rows):
    assert embed.fill(limit=3) == 3
    assert embed.fill(limit=100) == rows["count"] - 3


def test_what_a_killed_worker_had_finished_stays(rows, monkeypatch):
    monkeypatch.setattr(embed, "BATCH", 2)
    calls = []

    def dies(texts):
        calls.append(texts)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return embedding_before(texts)

    embedding_before = embedding.embed
    monkeypatch.setattr(embed.embedding, "embed", dies)
    with pytest.raises(KeyboardInterrupt):
        embed.fill(limit=100)
    monkeypatch.setattr(embed.embedding, "embed", embedding_before)
    done = ClaimMeaning.objects.count()
    assert done == 2
    assert embed.fill(limit=100) == rows["count"] - done


def test_no_history_is_written_for_a_vector(rows):
    with connection.cursor() as cursor:
        count = "SELECT count(*) FROM claims_factcheckevent"
        cursor.execute(count)
        (before,) = cursor.fetchone()
        embed.fill(limit=100)
        cursor.execute(count)
        assert cursor.fetchone() == (before,)


def test_the_task_goes_on_while_there_is_more(rows, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(tasks.embed_task, "apply_async", lambda args, countdown=0: sent.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.embed_task("4")
    assert sent == [(str(tasks.EMBEDDED_AT_A_TIME),)]
    with django_capture_on_commit_callbacks(execute=True):
        tasks.embed_task("100")
    assert len(sent) == 1
