"""The seed article, split by the splitter itself, again and as a new text."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from claims.models import Attribution, Mention, Source, Span, Split
from claims.pipeline import tie
from claims.pipeline.ingest import create_article
from claims.pipeline.split import split_again, split_revision
from tests import factories


@pytest.fixture(scope="module")
def seed():
    return (Path(settings.BASE_DIR) / "seeds" / "tiktok-oracle.txt").read_text(encoding="utf-8")


def test_the_seed_article_split_again_is_the_same(cast, seed):
    revision = create_article(project=cast.project, by=None, text=seed).latest()
    assert split_revision(split_id=revision.split.pk)

    def told():
        rows = Attribution.objects.filter(claim__revision=revision).order_by("claim__number", "hop", "place")
        return list(
            rows.values_list("claim", "claim__number", "hop", "place", "source", "tie", "confidence", "cue")
        )

    before, claims = told(), list(revision.claims.order_by("number").values())
    spans = set(Span.objects.values_list("claim", "role", "start", "end"))
    sources, mentions = (
        set(Source.objects.values_list("pk", "name", "kind")),
        set(Mention.objects.values_list("pk")),
    )
    assert split_again(split=revision.split, by=cast.reviewer)
    assert split_revision(split_id=revision.split.pk)
    assert told() == before
    assert list(revision.claims.order_by("number").values()) == claims
    assert set(Span.objects.values_list("claim", "role", "start", "end")) == spans
    assert set(Source.objects.values_list("pk", "name", "kind")) == sources
    assert set(Mention.objects.values_list("pk")) == mentions


def test_every_tie_of_the_seed_article_sticks(cast, seed):
    revision = create_article(project=cast.project, by=None, text=seed).latest()
    split_revision(split_id=revision.split.pk)
    mine = factories.make_source(cast.project, "Nobody Else", kind="person")
    rows = list(Attribution.objects.filter(claim__revision=revision))
    assert len(rows) > 10
    for row in rows:
        tie.set_tie(attribution=row, by=cast.reviewer, source=mine)
    split_again(split=revision.split, by=cast.reviewer)
    split_revision(split_id=revision.split.pk)
    assert set(Attribution.objects.values_list("pk", "source", "tie")) == {(row.pk, mine.pk, "set") for row in rows}
    text = f"Updated at noon.\n\n{seed}"
    newer = factories.make_revision(revision.article, text=text)
    Split.objects.create(revision=newer)
    split_revision(split_id=newer.split.pk)
    carried = Attribution.objects.filter(claim__revision=newer)
    assert carried.filter(source=mine).count() >= 0.8 * len(rows), "all that is read the same again"
    assert carried.exclude(source=mine).count() <= 0.1 * len(rows)
