"""A frozen text stays as it is, and nothing points outside it."""

from __future__ import annotations

import hashlib

import pytest

from claims.models import Revision, Sentence, Span
from tests import factories
from tests.models.refusing import refused


def _revision(article, text="Twenty years.", **fields):
    digest = hashlib.sha256(text.encode()).hexdigest()
    honest = {"number": 2, "length": len(text), "sha256": digest, "extractor": "paste"}
    return Revision.objects.create(article=article, text=text, **honest | fields)


def test_a_length_that_lies_is_refused(article):
    with refused("revision_length_true"):
        _revision(article, length=12)


def test_the_length_counts_code_points_not_bytes(article):
    text = "café 🍵 e\u0301"
    with refused("revision_length_true"):
        _revision(article, text, length=len(text.encode()))
    assert _revision(article, text).length == 9


def test_a_digest_that_lies_is_refused(article):
    with refused("revision_sha256_true"):
        _revision(article, sha256=hashlib.sha256(b"another text").hexdigest())


def test_a_number_is_given_once(article):
    with refused("revision_once"):
        _revision(article, number=1)


@pytest.mark.parametrize("change", [{"text": "Other words"}, {"fetched_at": None}, {"extractor": "hand"}])
def test_a_revision_is_never_changed(revision, change):
    with refused("Cannot update"):
        Revision.objects.filter(pk=revision.pk).update(**change)


def test_a_revision_is_never_deleted(article):
    revision = factories.make_revision(article)
    with refused("Cannot (update or )?delete"):
        Revision.objects.filter(pk=revision.pk)._raw_delete("default")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (5, 5, "not_empty"),
        (9, 4, "not_empty"),
        (-1, 4, "start_check|out of range"),
        (0, 100_000, "reaches outside"),
        (100_000, 100_001, "reaches outside"),
    ],
)
@pytest.mark.parametrize("kind", ["span", "sentence"])
def test_a_place_outside_its_text_is_refused(revision, kind, start, end, words):
    claim = factories.make_claim(revision)
    with refused(words):
        if kind == "span":
            Span.objects.create(revision=revision, claim=claim, role="content", start=start, end=end)
        else:
            Sentence.objects.create(revision=revision, position=0, start=start, end=end)


@pytest.mark.parametrize("model", [Span, Sentence])
def test_a_place_may_end_with_the_text_and_may_not_be_moved_beyond_it(revision, model):
    more = {"claim": factories.make_claim(revision), "role": "content"} if model is Span else {"position": 0}
    row = model.objects.create(revision=revision, start=0, end=revision.length, **more)
    with refused("reaches outside"):
        model.objects.filter(pk=row.pk).update(end=revision.length + 1)


def test_a_place_is_measured_against_its_own_revision(article, revision):
    short = factories.make_revision(article, text="Short.")
    claim = factories.make_claim(short, "Short")
    with refused("reaches outside"):
        Span.objects.create(revision=short, claim=claim, role="content", start=0, end=revision.length)


def test_a_sentence_has_one_place_in_the_order(revision):
    factories.make_sentences(revision, ["Prices rise"])
    with refused("sentence_once"):
        factories.make_sentences(revision, ["The mayor denied"])


@pytest.mark.parametrize("role", ["content", "source", "cue"])
def test_only_source_and_cue_belong_to_an_attribution(revision, role):
    claim = factories.make_claim(revision)
    attribution = None if role != "content" else factories.make_attribution(claim)
    with refused("span_role_fits"):
        factories.make_span(claim, "said", attribution=attribution, role=role)
