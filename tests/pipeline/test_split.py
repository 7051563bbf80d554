"""A frozen text becomes claims once, each span at its exact place."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from claims import splitting
from claims.models import Claim, Event, Sentence, Source, Span, Split
from claims.pipeline.ingest import create_article
from claims.pipeline.split import split_revision
from claims.splitting import spans
from tests import factories

TEXT = "Prices rise. The café 🍵 said prices rose, a source told Ms Ortega. Is it so?"


def at(words, text=TEXT):
    start = text.index(words)
    return spans.Span(start, start + len(words))


def found(sources=(("Ms Ortega", "person"), ("a source", "anonymous")), text=TEXT):
    """A split of TEXT with one chained claim, one narrated claim and one waiver."""
    mentions = tuple(spans.SourceMention(name, spans.SourceKind(kind)) for name, kind in sources)
    said = spans.Attribution(
        (at("The café 🍵"),), (at("said"),), (at("prices rose"),),
        spans.SpeechKind.INDIRECT, spans.Polarity.ASSERTS, (spans.Reading(0, spans.Tie.NAMED, 0.9, "the name"),), 1,
    )  # fmt: skip
    told = spans.Attribution(
        (at("a source"),), (at("told"), at("Ms Ortega")), (at("The café 🍵 said prices rose"),),
        spans.SpeechKind.INDIRECT, spans.Polarity.ASSERTS,
    )  # fmt: skip
    chained = spans.Claim(
        "prices rose", (at("prices rose"),),
        spans.SpeechKind.INDIRECT, spans.Polarity.DENIES, (0, 1), 0.5, ("a figure",), 0.9,
    )  # fmt: skip
    narrated = spans.Claim("Prices rise.", (at("Prices rise."),), spans.SpeechKind.NARRATED, spans.Polarity.ASSERTS)
    sentences = ("Prices rise.", "The café 🍵 said prices rose, a source told Ms Ortega.", "Is it so?")
    return spans.Split(
        version="test-2",
        sentences=tuple(spans.Sentence(at(words)) for words in sentences),
        sources=mentions,
        attributions=(said, told),
        claims=(narrated, chained),
        waivers=(spans.Waiver(2, spans.WaiverReason.QUESTION),),
    )


@pytest.fixture
def queued(cast):
    return create_article(project=cast.project, by=cast.reviewer, text=TEXT).latest()


@pytest.fixture
def splitter(monkeypatch):
    monkeypatch.setattr(splitting, "split", lambda text: found())


def test_what_is_found_is_kept(queued, splitter):
    assert split_revision(split_id=queued.split.pk) is True
    narrated, chained = queued.claims.order_by("number")
    assert (narrated.number, narrated.speech, chained.number, chained.polarity) == (1, "narrated", 2, "denies")
    assert (chained.worthiness, chained.reasons, chained.confidence) == (0.5, ["a figure"], 0.9)
    assert chained.splitter_version == "test-2"
    near, far = chained.attributions.order_by("hop")
    assert (near.hop, near.cue, near.source.name) == (1, "said", "Ms Ortega")
    assert (far.hop, far.cue, far.source) == (2, "told … Ms Ortega", None)
    waived = queued.sentences.get(waiver__reason="question")
    assert queued.text[waived.start : waived.end] == "Is it so?"
    queued.split.refresh_from_db()
    assert (queued.split.state, queued.split.step, queued.split.version) == ("succeeded", "done", "test-2")
    event = Event.objects.get(verb="article.split")
    assert (event.target_id, event.data) == (queued.article_id, {"claims": 2, "version": "test-2"})


def test_spans_quote_code_points(queued, splitter):
    split_revision(split_id=queued.split.pk)
    quoted = {(span.role, queued.text[span.start : span.end]) for span in Span.objects.all()}
    assert quoted == {
        ("content", "prices rose"), ("content", "Prices rise."), ("source", "The café 🍵"), ("source", "a source"),
        ("cue", "said"), ("cue", "told"), ("cue", "Ms Ortega"),
    }  # fmt: skip


def test_a_named_source_is_the_projects_an_unnamed_one_the_articles(cast, queued, splitter):
    split_revision(split_id=queued.split.pk)
    again = create_article(project=cast.project, by=None, text=TEXT, again=True).latest()
    split_revision(split_id=again.split.pk)
    rows = Source.objects.values_list("name", "article")
    assert sorted(rows, key=str) == sorted(
        [("Ms Ortega", None), ("a source", queued.article_id), ("a source", again.article_id)], key=str
    )


def test_called_twice_it_splits_once(queued, splitter):
    assert split_revision(split_id=queued.split.pk) is True
    assert split_revision(split_id=queued.split.pk) is False
    assert queued.claims.count() == 2
    queued.split.refresh_from_db()
    assert queued.split.attempts == 1


def test_cancelled_while_it_runs_it_saves_nothing(queued, monkeypatch):
    def cancelling(text):
        assert Split.objects.get(revision=queued).step == "reading"
        Split.objects.filter(revision=queued).cancel()
        return found()

    monkeypatch.setattr(splitting, "split", cancelling)
    assert split_revision(split_id=queued.split.pk) is False
    assert not Claim.objects.exists()
    assert not Sentence.objects.exists()
    assert Split.objects.get(revision=queued).state == "cancelled"


def test_a_failure_is_written_down_and_can_be_asked_for_again(queued, monkeypatch):
    def breaking(text):
        raise ValueError(text)

    monkeypatch.setattr(splitting, "split", breaking)
    with pytest.raises(ValueError, match="Prices rise"):
        split_revision(split_id=queued.split.pk)
    job = Split.objects.get(revision=queued)
    assert (job.state, job.attempts) == ("failed", 1)
    assert "ValueError" in job.error
    assert "Prices" not in job.error, "the article's words have no place in an error"
    monkeypatch.setattr(splitting, "split", lambda text: found())
    assert Split.objects.filter(pk=job.pk).requeue() == 1
    job.refresh_from_db()
    assert (job.state, job.step, job.error, job.attempts) == ("queued", "waiting", "", 0)
    assert split_revision(split_id=job.pk) is True


def test_a_result_that_cannot_be_kept_is_not_kept_by_half(queued, monkeypatch):
    broken = found()
    outside = spans.Claim("x", (spans.Span(0, 10_000),), spans.SpeechKind.NARRATED, spans.Polarity.ASSERTS)
    monkeypatch.setattr(
        splitting, "split", lambda text: spans.Split(**{**_fields(broken), "claims": (*broken.claims, outside)})
    )
    with pytest.raises(Exception, match="reaches outside"):
        split_revision(split_id=queued.split.pk)
    assert not Claim.objects.exists()
    assert not Source.objects.exists()
    assert Split.objects.get(revision=queued).state == "failed"


def _fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


@pytest.mark.django_db(transaction=True)
def test_two_splits_that_name_the_same_sources_do_not_block_each_other(monkeypatch):
    """Each would make the names in its own order, and wait for the other's."""
    people = factories.make_cast()
    names = [(f"Person {number:02}", "person") for number in range(40)]
    jobs = [
        create_article(project=people["project"], by=None, text=TEXT, again=True).latest().split for _ in range(2)
    ]
    orders = iter([names, names[::-1]])
    meet = threading.Barrier(2)

    def splitter(text):
        sources = next(orders)
        meet.wait(10)
        return found(sources)

    monkeypatch.setattr(splitting, "split", splitter)
    threads = [threading.Thread(target=_split_and_close, args=(job.pk,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [job.error for job in Split.objects.all()] == ["", ""]
    assert [job.state for job in Split.objects.all()] == ["succeeded", "succeeded"]
    assert Source.objects.count() == 40


def _split_and_close(split_id):
    try:
        split_revision(split_id=split_id)
    finally:
        connection.close()


def test_the_seed_article_comes_apart_whole(cast):
    text = (Path(django_settings.BASE_DIR) / "seeds" / "tiktok-oracle.txt").read_text(encoding="utf-8")
    revision = create_article(project=cast.project, by=None, text=text).latest()
    assert split_revision(split_id=revision.split.pk)
    claims = revision.claims.prefetch_related("spans", "attributions")
    assert len(claims) >= 20
    for claim in claims:
        content = [span for span in claim.spans.all() if span.role == "content"]
        words = " ".join(revision.text[span.start : span.end] for span in content)
        assert words == claim.text
    for span in Span.objects.exclude(role="content").select_related("attribution"):
        assert span.attribution.claim_id == span.claim_id
        assert revision.text[span.start : span.end].strip()
    touched = {
        sentence.pk
        for sentence in revision.sentences.all()
        if revision.spans.filter(role="content", start__lt=sentence.end, end__gt=sentence.start).exists()
    }
    waived = set(revision.sentences.filter(waiver__isnull=False).values_list("pk", flat=True))
    assert touched | waived == set(revision.sentences.values_list("pk", flat=True))
    assert Source.objects.filter(name__contains="TikTok", article=None).exists()
